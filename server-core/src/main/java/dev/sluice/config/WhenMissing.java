package dev.sluice.config;

/** What a player of a stream that nobody publishes meets. */
public enum WhenMissing {
    /** It waits for a publisher. */
    WAIT,
    /** It is refused. */
    REJECT
}
