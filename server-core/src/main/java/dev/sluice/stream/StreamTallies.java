package dev.sluice.stream;

import dev.sluice.counter.Gauge;
import dev.sluice.counter.Tally;
import dev.sluice.stream.StreamFigures.Publication;

/** What is counted of what a stream's publishers send. The home loop counts, any thread may read. */
final class StreamTallies {
    private static final int NONE = -1;

    private final Tally messagesIn = new Tally();
    private final Tally videoFramesIn = new Tally();
    private final Tally audioFramesIn = new Tally();
    private final Tally bytesIn = new Tally();
    private final Gauge keyframeIntervalMillis = new Gauge(0);
    private final Gauge videoCodec = new Gauge(NONE);
    private final Gauge audioCodec = new Gauge(NONE);
    private final Gauge audioFlags = new Gauge(NONE);
    private volatile Publication publication;
    private boolean hasKeyframe;
    private int keyframeTimestamp;

    /** What was known of the last publisher's media does not hold for the next one's. */
    void onPublisher(Publisher publisher) {
        hasKeyframe = false;
        keyframeIntervalMillis.set(0);
        videoCodec.set(NONE);
        audioCodec.set(NONE);
        audioFlags.set(NONE);
        publication = new Publication(publisher.connectionId(), System.currentTimeMillis(), System.nanoTime());
    }

    void onPublisherGone() {
        publication = null;
    }

    void onMessage(MessageKind kind, MessageRole role, int timestamp, int payloadBytes) {
        messagesIn.add(1);
        bytesIn.add(payloadBytes);
        boolean keyframe = role == MessageRole.KEYFRAME;
        if (kind == MessageKind.VIDEO && keyframe) {
            onKeyframe(timestamp);
        }
        if (keyframe || role == MessageRole.FRAME) {
            (kind == MessageKind.VIDEO ? videoFramesIn : audioFramesIn).add(1);
        }
    }

    void onFormat(MessageKind kind, int codec, int flags) {
        if (kind == MessageKind.VIDEO) {
            videoCodec.set(codec);
        } else {
            audioCodec.set(codec);
            audioFlags.set(flags);
        }
    }

    StreamFigures figures(StreamPath path, Phase phase, StreamReaders readers, long logBytes, int headersVersion) {
        return new StreamFigures(
                path,
                phase.live(),
                phase.held(),
                publication,
                readers.players(),
                messagesIn.get(),
                videoFramesIn.get(),
                audioFramesIn.get(),
                bytesIn.get(),
                readers.bytesOut(),
                readers.skips(),
                keyframeIntervalMillis.get(),
                logBytes,
                (int) videoCodec.get(),
                (int) audioCodec.get(),
                (int) audioFlags.get(),
                headersVersion);
    }

    /** Timestamps wrap at 2^32; some encoders send a picture in several messages of one timestamp. */
    private void onKeyframe(int timestamp) {
        int millis = timestamp - keyframeTimestamp;
        if (!hasKeyframe || millis != 0) {
            keyframeIntervalMillis.set(hasKeyframe ? Math.max(0, millis) : 0);
            hasKeyframe = true;
            keyframeTimestamp = timestamp;
        }
    }
}
