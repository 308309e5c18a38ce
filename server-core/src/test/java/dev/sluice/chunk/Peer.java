package dev.sluice.chunk;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.MemoryBudget;
import dev.sluice.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A connection's receiving side: a reader, what it handed out as text, and how it ended. Obeys control messages. */
final class Peer implements MessageSink, AutoCloseable {
    final MemoryBudget budget = new MemoryBudget(64 << 20);
    final ChunkReader reader;
    final List<String> messages = new ArrayList<>();
    private final boolean stopAfterEachMessage;
    private String end = "";

    Peer() {
        this(Limits.DEFAULT, false);
    }

    Peer(Limits limits, boolean stopAfterEachMessage) {
        reader = new ChunkReader(limits, budget);
        this.stopAfterEachMessage = stopAfterEachMessage;
    }

    Peer read(byte[] bytes) {
        return read(ByteBuffer.wrap(bytes));
    }

    Peer read(String wire) {
        return read(Wire.bytes(wire));
    }

    Peer read(ByteBuffer in) {
        try {
            while (!reader.read(in, this)) {
                assertStopWasAskedFor();
            }
            if (in.hasRemaining()) {
                throw new AssertionError(in.remaining() + " bytes left");
            }
        } catch (ProtocolException e) {
            end = e.reason().name();
        }
        return this;
    }

    private void assertStopWasAskedFor() {
        if (!stopAfterEachMessage) {
            throw new AssertionError("stopped without being asked to");
        }
    }

    /** The messages, and behind them the reason of the refusal if there was one. */
    List<String> outcome() {
        List<String> outcome = new ArrayList<>(messages);
        if (!end.isEmpty()) {
            outcome.add(end);
        }
        return outcome;
    }

    boolean refused() {
        return !end.isEmpty();
    }

    @Override
    public boolean onMessage(int type, int messageStreamId, int timestamp, ByteBuffer payload) {
        messages.add(
                type + "@" + Integer.toUnsignedString(timestamp) + "/" + messageStreamId + " " + Wire.text(payload));
        if (payload.remaining() >= 4) {
            if (type == 1) {
                reader.chunkSize(payload.getInt());
            } else if (type == 2) {
                reader.abort(payload.getInt());
            }
        }
        return !stopAfterEachMessage;
    }

    @Override
    public void close() {
        reader.close();
    }
}
