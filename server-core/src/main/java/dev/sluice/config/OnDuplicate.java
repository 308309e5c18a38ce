package dev.sluice.config;

/** What a second publisher of a live stream meets. */
public enum OnDuplicate {
    /** It is refused. */
    REJECT
}
