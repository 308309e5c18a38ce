package dev.sluice.plugin;

/** Where a plugin stands. */
public enum LifeCycle {
    /** It runs. */
    STARTED,
    /** Somebody has stopped it, or a plugin that it needs. */
    STOPPED,
    /** It could not be loaded or started. */
    FAILED,
    /** It was stopped because it failed again and again. */
    QUARANTINED,
    /** {@code plugins.disabled} names it. */
    DISABLED
}
