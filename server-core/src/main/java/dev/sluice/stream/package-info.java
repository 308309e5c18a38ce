/**
 * A stream is a log, a viewer is a cursor: registry, stream log, cursors, retention and lag policy. It knows no sockets.
 *
 * <p>Each {@link dev.sluice.stream.LiveStream} has a home loop, which alone appends and reclaims. Each other loop with
 * viewers has one {@link dev.sluice.stream.StreamReader} for the stream, which alone touches the cursors on that loop and
 * publishes one low-water mark. Everything without a word about threads belongs to one of the two. A thread that is no
 * loop reads through a {@link dev.sluice.stream.LogTap}, whose place the home loop may take away.
 */
package dev.sluice.stream;
