package dev.sluice.flv;

/** What happens when a file of that name is there already. */
enum OnExisting {
    /** The new one gets the next free number: {@code name-1.flv}. */
    RENAME,
    /** The new one takes its place, when it is finished. */
    OVERWRITE,
    /** The stream is not recorded. */
    FAIL
}
