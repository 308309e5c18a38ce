package dev.sluice.config;

/** What a player that lags too far behind meets. */
public enum OnLag {
    /** It skips forward to the newest keyframe. */
    SKIP,
    /** It is disconnected. */
    DISCONNECT
}
