package dev.sluice.stream;

/** Where those who join a stream, or skip, may begin. The home loop notes it; any thread may read the newest. */
final class StartPoints {
    /** How often a stream without video notes a place for those who join. */
    private static final long AUDIO_START_NANOS = 500_000_000L;

    private final StreamLog log;
    private final StreamHeaders headers;
    private volatile StartPoint newest;
    private volatile boolean hasVideo;
    private volatile int lastTimestamp;

    StartPoints(StreamLog log, StreamHeaders headers) {
        this.log = log;
        this.headers = headers;
    }

    /** The newest keyframe that the log still has, or such a place of a stream without video; null is none. */
    StartPoint newest() {
        return newest;
    }

    /** Whether the current publisher has sent a keyframe. */
    boolean hasVideo() {
        return hasVideo;
    }

    /** The newest message's. */
    int lastTimestamp() {
        return lastTimestamp;
    }

    void onPublisher() {
        newest = null;
        hasVideo = false;
    }

    /** The log need not keep it any longer. */
    void forget() {
        newest = null;
    }

    /** To be called before the log shows the message: a player that skips past it has to know that it needs another one. */
    void onMessage(MessageKind kind, MessageRole role, int timestamp) {
        lastTimestamp = timestamp;
        if (kind == MessageKind.VIDEO && role == MessageRole.KEYFRAME) {
            hasVideo = true;
        }
    }

    /** The same message is in the log. */
    void onAppended(MessageKind kind, MessageRole role, int timestamp, long now) {
        boolean key = kind == MessageKind.VIDEO && role == MessageRole.KEYFRAME;
        boolean audio = !hasVideo
                && kind == MessageKind.AUDIO
                && role == MessageRole.FRAME
                && (newest == null || now - newest.arrivalNanos() >= AUDIO_START_NANOS);
        if (key || audio) {
            newest = log.lastMessage(headers.current(), timestamp, now);
        }
    }

    /** Home loop: the place of the next message. */
    StartPoint edge(long now) {
        return log.edge(headers.current(), lastTimestamp, now, !hasVideo);
    }

    /** Home loop. */
    StartPoint ofJoiners(StreamSettings settings, long now) {
        StartPoint start = newest;
        return start != null && settings.startAtKeyframe() && now - start.arrivalNanos() <= settings.maxStartAgeNanos()
                ? start
                : edge(now);
    }

    /** Home loop: the newest keyframe, or the edge when it is not to be had or lies before {@code lowest}. */
    StartPoint keyframeSince(long lowest, long now) {
        StartPoint start = newest;
        return hasVideo && start != null && start.position() >= lowest ? start : edge(now);
    }
}
