package dev.sluice.net;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection's socket as its writers see it: it counts, and notices when the kernel takes no more. */
final class Outlet implements GatheringByteChannel {
    private static final Logger LOG = LoggerFactory.getLogger(Outlet.class);

    private final SocketChannel channel;
    private final Traffic traffic;
    private boolean full;

    Outlet(SocketChannel channel, Traffic traffic) {
        this.channel = channel;
        this.traffic = traffic;
    }

    /** Bytes written since the connection was opened. */
    long bytes() {
        return traffic.bytesOut();
    }

    /** Whether the last write was cut short; until {@link #writable}. */
    boolean isFull() {
        return full;
    }

    void writable() {
        full = false;
    }

    /** Has the close send a TCP reset. */
    void resetOnClose() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException failure) {
            LOG.debug("no reset, the socket is gone already: {}", failure.toString());
        }
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int written = channel.write(source);
        traffic.onWritten(written);
        full = source.hasRemaining();
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) throws IOException {
        long written = channel.write(sources, offset, length);
        traffic.onWritten(written);
        full = sources[offset + length - 1].hasRemaining();
        return written;
    }

    @Override
    public long write(ByteBuffer[] sources) throws IOException {
        return write(sources, 0, sources.length);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
