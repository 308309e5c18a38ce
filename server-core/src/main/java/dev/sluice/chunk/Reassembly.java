package dev.sluice.chunk;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.MemoryBudget;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;

/**
 * One connection's memory for messages that are not complete. It grows with the bytes that came, never with the length
 * announced, and is kept from message to message as far as it was needed recently.
 */
final class Reassembly {
    private static final int FIRST_BYTES = 256;
    /** What all idle buffers of a connection together may keep. */
    private static final int MAX_IDLE_BYTES = 512 << 10;
    /** What a connection may hold however little is left. */
    private static final int MIN_SHARE_BYTES = 1 << 20;
    /** How many gathered messages, on one chunk stream, count as recent. */
    private static final int RECENT_MESSAGES = 256;

    private final ChunkStreams streams;
    private final MemoryBudget budget;
    private Limits limits;
    private int heldBytes;
    private int idleBytes;

    Reassembly(ChunkStreams streams, MemoryBudget budget, Limits limits) {
        this.streams = streams;
        this.budget = budget;
        this.limits = limits;
    }

    void limits(Limits newLimits) {
        limits = newLimits;
    }

    void append(ChunkStream stream, ByteBuffer in, int count) {
        if (stream.received == 0) {
            idleBytes -= stream.buffer.capacity();
        }
        stream.received += count;
        if (stream.received > stream.buffer.capacity()) {
            grow(stream);
        }
        int limit = in.limit();
        in.limit(in.position() + count);
        stream.buffer.put(in);
        in.limit(limit);
    }

    private void grow(ChunkStream stream) {
        int old = stream.buffer.capacity();
        int capacity = Math.min(stream.length, Math.max(stream.received, Math.max(2 * old, FIRST_BYTES)));
        take(capacity - old);
        stream.buffer = ByteBuffer.allocate(capacity).put(stream.buffer.flip());
    }

    private void take(int bytes) {
        if (bytes > limits.maxReassemblyBytes() - heldBytes) {
            releaseIdle();
            if (bytes > limits.maxReassemblyBytes() - heldBytes) {
                throw new ProtocolException(
                        Reason.REASSEMBLY_TOO_LARGE, "more than " + limits.maxReassemblyBytes() + " bytes incomplete");
            }
        }
        if (!tryTake(bytes)) {
            releaseIdle();
            if (!tryTake(bytes)) {
                throw new ProtocolException(
                        Reason.REASSEMBLY_MEMORY_SPENT, "all connections' " + budget.maxBytes() + " bytes are in use");
            }
        }
        heldBytes += bytes;
    }

    /** One connection may hold as much as is left to the others, so that a few cannot have it all. */
    private boolean tryTake(int bytes) {
        long share = Math.max(MIN_SHARE_BYTES, budget.maxBytes() - budget.usedBytes());
        return heldBytes + bytes <= share && budget.tryTake(bytes);
    }

    /** The gathered message has been handed out, or is given up. */
    void finish(ChunkStream stream) {
        int capacity = stream.buffer.capacity();
        stream.buffer.clear();
        idleBytes += capacity;
        stream.largestGatheredBytes = Math.max(stream.largestGatheredBytes, stream.length);
        boolean oversized = false;
        if (++stream.gatheredMessages == RECENT_MESSAGES) {
            oversized = capacity > 2 * stream.largestGatheredBytes;
            stream.gatheredMessages = 0;
            stream.largestGatheredBytes = 0;
        }
        if (oversized || idleBytes > MAX_IDLE_BYTES || budget.usedBytes() > budget.maxBytes() / 2) {
            idleBytes -= capacity;
            release(stream);
        }
    }

    private void releaseIdle() {
        streams.forEach(stream -> {
            if (stream.received == 0) {
                release(stream);
            }
        });
        idleBytes = 0;
    }

    void close() {
        streams.forEach(this::release);
        idleBytes = 0;
    }

    private void release(ChunkStream stream) {
        int capacity = stream.buffer.capacity();
        stream.forgetBuffer();
        heldBytes -= capacity;
        budget.giveBack(capacity);
    }
}
