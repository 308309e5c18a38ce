/**
 * A small RTMP client for tests, written from the specification alone. It shares no line with the server's codecs, so
 * that an error in those cannot hide in it.
 */
package dev.sluice.wire;
