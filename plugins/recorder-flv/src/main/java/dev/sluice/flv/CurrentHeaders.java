package dev.sluice.flv;

import dev.sluice.api.MediaMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sequence headers that a decoder needs at this point of the stream, so that each part begins with them. */
final class CurrentHeaders {
    private static final int MAX_HEADERS = 64;
    private static final int MAX_BYTES = 64 << 10;

    private final Map<TagBody, MediaMessage> headers = new LinkedHashMap<>();
    private final Map<TagBody, MediaMessage> before = new LinkedHashMap<>();

    /**
     * Takes a header.
     *
     * @return whether it says something new: false when the publisher before said the same
     */
    boolean put(MediaMessage header) {
        TagBody key = key(header);
        MediaMessage known = before.remove(key);
        headers.remove(key);
        if (headers.size() < MAX_HEADERS && header.payload().length <= MAX_BYTES) {
            headers.put(key, header);
        }
        return known == null || !Arrays.equals(known.payload(), header.payload());
    }

    /** All but the one that {@code message} replaces. */
    List<MediaMessage> without(MediaMessage message) {
        List<MediaMessage> others = new ArrayList<>(headers.values());
        if (message.header()) {
            others.remove(headers.get(key(message)));
        }
        return others;
    }

    /** Another publisher comes, whose headers follow. */
    void expectAnew() {
        before.putAll(headers);
        headers.clear();
    }

    /** The headers of the publisher now have all come. */
    void forgetBefore() {
        before.clear();
    }

    void clear() {
        before.clear();
        headers.clear();
    }

    private static TagBody key(MediaMessage header) {
        return TagBody.of(header.kind(), ByteBuffer.wrap(header.payload()));
    }
}
