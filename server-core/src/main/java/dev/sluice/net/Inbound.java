package dev.sluice.net;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** What one connection receives, and what of it is held back while its handler wants nothing. */
final class Inbound {
    private final SocketChannel channel;
    private final Traffic traffic;
    private byte[] kept;
    private boolean suspended;

    Inbound(SocketChannel channel, Traffic traffic) {
        this.channel = channel;
        this.traffic = traffic;
    }

    int keptBytes() {
        return kept == null ? 0 : kept.length;
    }

    boolean isSuspended() {
        return suspended;
    }

    /**
     * Reads once.
     *
     * @param buffer is emptied before, and ready to be taken from after
     * @return how many bytes came, or -1 at the end of the stream
     */
    int read(ByteBuffer buffer, Counters counters) throws IOException {
        buffer.clear();
        int count = channel.read(buffer);
        buffer.flip();
        if (count > 0) {
            traffic.onRead(count);
            counters.add(Counter.BYTES_IN, count);
        }
        return count;
    }

    /** Holds back {@code rest}. */
    void suspend(ByteBuffer rest) {
        suspended = true;
        if (rest.hasRemaining()) {
            kept = new byte[rest.remaining()];
            rest.get(kept);
        }
    }

    /** Ends the suspension; returns what was held back, which may be nothing. */
    ByteBuffer resume() {
        suspended = false;
        ByteBuffer rest = kept == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(kept);
        kept = null;
        return rest;
    }
}
