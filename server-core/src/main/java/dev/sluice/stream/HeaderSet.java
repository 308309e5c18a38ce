package dev.sluice.stream;

import dev.sluice.chunk.ChunkWriter;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Metadata and sequence headers as they stand at some point of a stream: what a decoder needs before the frames that
 * follow. Immutable; each change makes a new one with the next version.
 */
final class HeaderSet {
    /** Metadata and sequence headers have some hundred bytes each. */
    static final int MAX_BYTES = 128 << 10;

    static final int MAX_HEADERS = 64;

    private final int version;
    private final Map<HeaderKey, byte[]> payloads;

    private HeaderSet(int version, Map<HeaderKey, byte[]> payloads) {
        this.version = version;
        this.payloads = payloads;
    }

    static HeaderSet empty(int version) {
        return new HeaderSet(version, Map.of());
    }

    /** Different headers have different versions, over the whole life of a stream. */
    int version() {
        return version;
    }

    boolean isEmpty() {
        return payloads.isEmpty();
    }

    /**
     * This set if it holds just these bytes for that key, else its successor; without them when they would be too much
     * to keep.
     */
    HeaderSet with(HeaderKey key, ByteBuffer payload) {
        byte[] known = payloads.get(key);
        if (known != null && ByteBuffer.wrap(known).equals(payload)) {
            return this;
        }
        HeaderSet others = without(key);
        if (others.payloads.size() >= MAX_HEADERS || others.bytes() + payload.remaining() > MAX_BYTES) {
            return others;
        }
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        Map<HeaderKey, byte[]> changed = new TreeMap<>(payloads);
        changed.put(key, bytes);
        return new HeaderSet(version + 1, changed);
    }

    HeaderSet without(HeaderKey key) {
        if (!payloads.containsKey(key)) {
            return this;
        }
        Map<HeaderKey, byte[]> changed = new TreeMap<>(payloads);
        changed.remove(key);
        return new HeaderSet(version + 1, changed);
    }

    boolean has(HeaderKey key) {
        return payloads.containsKey(key);
    }

    /** Metadata first. The payloads must not be changed. */
    void forEach(BiConsumer<HeaderKey, byte[]> action) {
        payloads.forEach(action);
    }

    /** What its payloads take. */
    int bytes() {
        return payloads.values().stream().mapToInt(payload -> payload.length).sum();
    }

    /**
     * All headers in wire form, metadata first; metadata at time 0, since ffmpeg takes any other for a text track of
     * the stream.
     */
    byte[] encode(int messageStreamId, int timestamp, int chunkSize) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        payloads.forEach((key, payload) -> {
            int time = key.kind() == MessageKind.DATA ? 0 : timestamp;
            out.writeBytes(ChunkWriter.encode(
                    key.kind().chunkStreamId(), key.kind().type(), messageStreamId, time, chunkSize, payload));
        });
        return out.toByteArray();
    }
}
