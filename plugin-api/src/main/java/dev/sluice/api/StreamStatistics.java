package dev.sluice.api;

/** What the server counts of one stream, read at about one moment. Immutable. */
public interface StreamStatistics {
    /** The configured application. */
    String application();

    /** The stream's name within the application. */
    String name();

    /** Whether somebody publishes it now. */
    boolean live();

    /** Its players, those that wait for a publisher included. */
    int players();

    /** Audio, video and data messages published since the stream is known, by all its publishers. */
    long messagesIn();

    /** Bytes of their payloads. */
    long bytesIn();

    /** Bytes written to its players, chunk headers included. */
    long bytesOut();

    /** Bytes of direct memory that its log holds. */
    long logBytes();
}
