package dev.sluice.config;

/** Where a player joins a stream. */
public enum StartAt {
    /** At the last keyframe, when it is young enough. */
    KEYFRAME,
    /** At the live edge; video begins with the next keyframe. */
    LIVE
}
