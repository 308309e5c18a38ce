package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What a player has seen of a publication: it may miss parts, but what it gets has to fit together for a decoder. */
public final class Viewing {
    private final List<Frame> published;
    private volatile int next;
    private int jumps;
    private boolean awaitsKeyframe;

    public Viewing(List<Frame> published) {
        this.published = published;
    }

    /** How much of the publication this player has got or passed, in frames. Any thread. */
    public int reached() {
        return next;
    }

    /** How often something was left out. */
    public int jumps() {
        return jumps;
    }

    /** Takes the player's messages up to the last frame of the publication. */
    public void watchToEnd(WireClient player) {
        while (next < published.size()) {
            watchNext(player);
        }
    }

    /** Takes the player's messages up to the first one after something that was left out. */
    public void watchUntilJump(WireClient player) {
        int before = jumps;
        while (jumps == before) {
            watchNext(player);
        }
    }

    /** Takes the player's next message. */
    public void watchNext(WireClient player) {
        WireMessage message = player.nextRelayed();
        if (isHeader(message)) {
            if (next < published.size() && isHeader(published.get(next))) {
                next = next + 1;
            }
            return;
        }
        int at = next;
        while (at < published.size() && !isThis(published.get(at), message)) {
            at++;
        }
        assertThat(at).as("%s is none of the frames from %d on", message, next).isLessThan(published.size());
        boolean hasVideo = published.subList(next, at).stream().anyMatch(frame -> frame.type() == MessageType.VIDEO);
        if (at > next) {
            jumps += awaitsKeyframe ? 0 : 1;
            awaitsKeyframe |= hasVideo;
        }
        if (message.type() == MessageType.VIDEO) {
            boolean key = message.payload()[0] == 0x17;
            assertThat(key || !awaitsKeyframe)
                    .as("frame %d after a gap is a keyframe", at)
                    .isTrue();
            awaitsKeyframe = false;
        }
        Bytes.assertEqual(message.payload(), published.get(at).relayedPayload(), "frame " + at);
        next = at + 1;
    }

    private static boolean isThis(Frame frame, WireMessage message) {
        return frame.type() == message.type() && frame.timestamp() == message.timestamp() && !isHeader(frame);
    }

    private static boolean isHeader(WireMessage message) {
        return isHeader(new Frame(message.type(), message.timestamp(), message.payload()));
    }

    /** Metadata and sequence headers, which players may get more than once. */
    private static boolean isHeader(Frame frame) {
        return frame.type() == MessageType.DATA || frame.payload()[1] == 0;
    }
}
