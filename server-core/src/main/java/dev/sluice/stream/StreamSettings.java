package dev.sluice.stream;

/**
 * How one application keeps and delivers its streams.
 *
 * @param windowNanos how old the keyframe may get that late joiners start from, at most
 * @param windowBytes what one stream's log may occupy
 * @param maxStartAgeNanos an older keyframe is not used for a late joiner
 * @param startAtKeyframe false starts everybody at the live edge
 * @param maxFlushDelayNanos how long audio may wait for the next video frame
 * @param maxLagNanos how far behind a player may be, in time
 * @param maxLagBytes how far behind a player may be, in bytes
 * @param skipOnLag false disconnects it instead
 * @param resumeGraceNanos how long players stay after an abrupt end of their publisher
 * @param staleAfterNanos a publisher silent for that long may be replaced
 */
public record StreamSettings(
        long windowNanos,
        long windowBytes,
        long maxStartAgeNanos,
        boolean startAtKeyframe,
        long maxFlushDelayNanos,
        long maxLagNanos,
        long maxLagBytes,
        boolean skipOnLag,
        long resumeGraceNanos,
        long staleAfterNanos) {

    private static final long SECOND = 1_000_000_000L;

    /** The settings of an empty configuration. */
    public static final StreamSettings DEFAULT = new StreamSettings(
            15 * SECOND, 32 << 20, 5 * SECOND, true, 35_000_000L, 10 * SECOND, 8 << 20, true, 10 * SECOND, 5 * SECOND);
}
