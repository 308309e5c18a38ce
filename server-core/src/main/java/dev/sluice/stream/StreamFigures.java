package dev.sluice.stream;

/**
 * What is counted of one stream, read at about one moment.
 *
 * @param live whether it is published now
 * @param players those that wait for a publisher included
 * @param messagesIn messages published since the stream was made
 * @param bytesIn bytes of their payloads
 * @param bytesOut bytes of the log that players took, chunk headers included
 * @param logBytes bytes of memory that the log holds
 */
public record StreamFigures(
        StreamPath path, boolean live, int players, long messagesIn, long bytesIn, long bytesOut, long logBytes) {}
