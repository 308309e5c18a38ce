package dev.sluice.stream;

/** Who feeds a stream. Called on the stream's home loop. */
public interface Publisher {
    /** The number of its connection, for those who look at the stream from outside. */
    long connectionId();

    /** When it last sent anything. */
    long lastActivityNanos();

    /** Another publisher has taken the stream; this one must not append any more. */
    void onReplaced();
}
