package dev.sluice.chunk;

import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** The chunk streams of one connection by id. */
final class ChunkStreams {
    /** What fits the one-byte form; all known clients stay within it. */
    private static final int LOW_IDS = 64;

    private final ChunkStream[] low = new ChunkStream[LOW_IDS];
    private final Map<Integer, ChunkStream> high = new HashMap<>();
    private int count;

    /** @return null when nothing has come on that chunk stream yet */
    ChunkStream find(int id) {
        return id >= 0 && id < LOW_IDS ? low[id] : high.get(id);
    }

    ChunkStream open(int id, int maxChunkStreams) {
        if (count >= maxChunkStreams) {
            throw new ProtocolException(Reason.TOO_MANY_CHUNK_STREAMS, "more than " + maxChunkStreams);
        }
        count++;
        ChunkStream stream = new ChunkStream();
        if (id < LOW_IDS) {
            low[id] = stream;
        } else {
            high.put(id, stream);
        }
        return stream;
    }

    void forEach(Consumer<ChunkStream> action) {
        for (ChunkStream stream : low) {
            if (stream != null) {
                action.accept(stream);
            }
        }
        high.values().forEach(action);
    }
}
