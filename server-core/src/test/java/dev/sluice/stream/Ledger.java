package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a stream was given, message by message: the model that its players are held to. */
final class Ledger {
    /**
     * A message of the log.
     *
     * @param headers those in force before it
     * @param ends {@link Ledger#ends()} when it came
     * @param publication whose it is
     * @param hasVideo whether that publication had a keyframe before
     */
    record Message(
            long position,
            MessageKind kind,
            MessageRole role,
            int timestamp,
            ByteBuffer payload,
            Map<HeaderKey, ByteBuffer> headers,
            int ends,
            int publication,
            boolean hasVideo) {

        boolean isVideo(MessageRole wanted) {
            return kind == MessageKind.VIDEO && role == wanted;
        }

        boolean hasBytesOf(int type, int time, ByteBuffer bytes) {
            return kind.type() == type && timestamp == time && payload.equals(bytes);
        }
    }

    private final LiveStream stream;
    private final List<Message> messages = new ArrayList<>();
    private Map<HeaderKey, ByteBuffer> headers = Map.of();
    private boolean hasVideo;
    private int publications;

    Ledger(LiveStream stream) {
        this.stream = stream;
    }

    LiveStream stream() {
        return stream;
    }

    int size() {
        return messages.size();
    }

    Message get(int index) {
        return messages.get(index);
    }

    /** A number that grows whenever the stream ends. */
    int ends() {
        return stream.phase().endedEpoch();
    }

    /** Whether the newest publication has had a keyframe. */
    boolean hasVideo() {
        return hasVideo;
    }

    /** The number of the newest publication. */
    int publications() {
        return publications;
    }

    /** The headers in force before the message of that index, or now. */
    Map<HeaderKey, ByteBuffer> headersAt(int index) {
        return index < messages.size() ? messages.get(index).headers() : headers;
    }

    /** The index of the message that starts at this position, or the number of messages for the end of the log. */
    int indexAt(long position, String what) {
        if (position == stream.log().committed()) {
            return messages.size();
        }
        int low = 0;
        int high = messages.size() - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (messages.get(middle).position() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        assertThat(messages.get(low).position())
                .as("%s: a message starts there", what)
                .isEqualTo(position);
        return low;
    }

    void onPublished() {
        headers = Map.of();
        hasVideo = false;
        publications++;
    }

    boolean append(MessageKind kind, MessageRole role, HeaderKey key, int timestamp, ByteBuffer payload, String what) {
        long position = stream.log().committed();
        boolean taken = stream.append(kind, role, key, timestamp, payload.duplicate());
        boolean logged = stream.log().committed() > position;
        boolean premature = kind == MessageKind.VIDEO && role == MessageRole.FRAME && !hasVideo;
        assertThat(logged).as("%s: %s %s logged", what, kind, role).isEqualTo(taken && !premature);
        if (logged) {
            messages.add(
                    new Message(position, kind, role, timestamp, payload, headers, ends(), publications, hasVideo));
            hasVideo |= kind == MessageKind.VIDEO && role == MessageRole.KEYFRAME;
        }
        if (key != null) {
            Map<HeaderKey, ByteBuffer> changed = new HashMap<>(headers);
            changed.put(key, payload);
            headers = Map.copyOf(changed);
        }
        return taken;
    }

    void forget(HeaderKey key) {
        stream.forgetHeader(key);
        Map<HeaderKey, ByteBuffer> changed = new HashMap<>(headers);
        changed.remove(key);
        headers = Map.copyOf(changed);
    }
}
