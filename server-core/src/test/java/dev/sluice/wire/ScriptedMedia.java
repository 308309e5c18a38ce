package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A deterministic publication: video of 25 frames a second, two audio frames to each, a keyframe every ten. */
public final class ScriptedMedia {
    private static final int FRAME_MILLIS = 40;
    private static final int GOP_FRAMES = 10;

    private final int source;
    private long timestamp;
    private int sequence;

    /** @param source told apart by every frame's bytes */
    public ScriptedMedia(int source, long firstTimestamp) {
        this.source = source;
        this.timestamp = firstTimestamp;
    }

    /** onMetaData, AAC and AVC sequence headers, at the timestamp of the next frame. */
    public List<Frame> headers() {
        var metadata = Amf.object("width", 64.0, "height", 48.0, "source", (double) source);
        return List.of(
                Media.metadata(timestamp, metadata), Media.aacHeader(timestamp), Media.avcHeader(timestamp, source));
    }

    /** The next frames: keyframes of 3000 to 9000 bytes, small inter frames, audio between them. */
    public List<Frame> frames(int videoFrames) {
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < videoFrames; i++) {
            boolean key = sequence % GOP_FRAMES == 0;
            frames.add(
                    key
                            ? Media.keyframe(timestamp, source, sequence, 3000 + sequence % 7 * 1000)
                            : Media.interFrame(timestamp, source, sequence, 100 + sequence % 13 * 50));
            frames.add(Media.aac(timestamp + 3, source, 2 * sequence, 120));
            frames.add(Media.aac(timestamp + 24, source, 2 * sequence + 1, 370));
            sequence++;
            timestamp += FRAME_MILLIS;
        }
        return frames;
    }

    public List<Frame> headersAnd(int videoFrames) {
        var all = new ArrayList<>(headers());
        all.addAll(frames(videoFrames));
        return all;
    }

    /** The next relayed messages must be these frames: order, types, timestamps and every byte. */
    public static void expectAt(WireClient player, List<Frame> frames) {
        for (int i = 0; i < frames.size(); i++) {
            expectAt(player, frames.get(i), "frame " + i + " of " + frames.size());
        }
    }

    private static void expectAt(WireClient player, Frame frame, String which) {
        WireMessage message = player.nextRelayed();
        assertThat(message.type()).as("type of %s: %s", which, message).isEqualTo(frame.type());
        assertThat(message.timestamp())
                .as("timestamp of %s: %s", which, message)
                .isEqualTo(frame.timestamp() & 0xFFFFFFFFL);
        Bytes.assertEqual(message.payload(), frame.relayedPayload(), "payload of " + which);
    }
}
