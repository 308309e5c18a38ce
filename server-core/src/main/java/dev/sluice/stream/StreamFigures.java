package dev.sluice.stream;

/**
 * What can be told of one stream. Each figure is of its own moment. Sums are over the life of the {@link LiveStream},
 * which outlives its publishers as long as somebody holds a lease on it.
 *
 * @param live whether it is published now
 * @param held whether its publisher was cut off and players are kept for another one
 * @param publication who publishes it now; null for nobody
 * @param players those that wait for a publisher included
 * @param messagesIn audio, video and data messages published
 * @param videoFramesIn video frames published, those before the first keyframe included
 * @param audioFramesIn audio frames published
 * @param bytesIn bytes of all messages' payloads
 * @param bytesOut bytes of the log that players took, chunk headers included
 * @param playerSkips times that a player too far behind was moved forward
 * @param keyframeIntervalMillis between the timestamps of the last two keyframes; 0 is unknown
 * @param logBytes bytes of memory that the log holds
 * @param videoCodecId the legacy codec id (0 to 15), or the FourCC, big endian, of the publisher's last video; -1 is none
 * @param audioCodecId the legacy sound format id (0 to 15), or the FourCC, of its last audio; -1 is none
 * @param audioFlags the first byte of its last legacy audio message: format, rate, size, type; -1 is none
 * @param headersVersion changes whenever what {@link LiveStream#forEachHeader} tells does
 */
public record StreamFigures(
        StreamPath path,
        boolean live,
        boolean held,
        Publication publication,
        int players,
        long messagesIn,
        long videoFramesIn,
        long audioFramesIn,
        long bytesIn,
        long bytesOut,
        long playerSkips,
        long keyframeIntervalMillis,
        long logBytes,
        int videoCodecId,
        int audioCodecId,
        int audioFlags,
        int headersVersion) {

    /**
     * @param connectionId the publisher's connection
     * @param startedAtMillis since the epoch
     * @param startedAtNanos the same by {@link System#nanoTime}, for clocks are set
     */
    public record Publication(long connectionId, long startedAtMillis, long startedAtNanos) {}
}
