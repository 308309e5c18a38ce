package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.util.function.Consumer;

/** A socket that takes as many bytes as it was told to, and then no more. */
final class FakeChannel implements GatheringByteChannel {
    private final Consumer<ByteBuffer> peer;
    private long room;
    private boolean full;

    FakeChannel(Consumer<ByteBuffer> peer) {
        this.peer = peer;
    }

    /** Has the channel take that many bytes from now on. */
    void open(long bytes) {
        room = bytes;
        full = false;
    }

    /** Whether the last write was cut short. */
    boolean isFull() {
        return full;
    }

    @Override
    public int write(ByteBuffer source) {
        int count = (int) Math.min(room, source.remaining());
        room -= count;
        peer.accept(source.slice(source.position(), count));
        source.position(source.position() + count);
        full = source.hasRemaining();
        return count;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        long written = 0;
        full = false;
        for (int i = offset; i < offset + length && !full; i++) {
            written += write(sources[i]);
        }
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources) {
        return write(sources, 0, sources.length);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {}
}
