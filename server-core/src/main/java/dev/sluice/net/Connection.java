package dev.sluice.net;

import dev.sluice.counter.Counter;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted socket. It belongs to one event loop at a time, and all methods but the accessors of its identity and its
 * traffic are for that loop's thread.
 */
public final class Connection {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int MAX_PRIVATE_BYTES = 64 << 10;
    private static final int READS_PER_TURN = 4;
    private static final long WRITE_BYTES_PER_TURN = 256 << 10;

    private final long id;
    private final SocketChannel channel;
    private final InetSocketAddress remote;
    private final Traffic traffic = new Traffic();
    private final Inbound inbound;
    private final Outlet outlet;
    private final Outbound outbound;
    private final Residence residence;
    private final Ending ending = new Ending();
    private final Work write = this::write;
    private final Work serve = this::serve;
    private final Signal arrival = new Signal(this::onArrival);

    private ConnectionHandler handler;
    private boolean outputShut;
    private int depth;

    Connection(long id, SocketChannel channel, InetSocketAddress remote, EventLoop loop) {
        this.id = id;
        this.channel = channel;
        this.remote = remote;
        this.inbound = new Inbound(channel, traffic);
        this.outlet = new Outlet(channel, traffic);
        this.outbound = new Outbound(outlet);
        this.residence = new Residence(this, channel, loop);
    }

    /** Something to do for a connection. */
    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    void handler(ConnectionHandler handler) {
        this.handler = handler;
    }

    /** Hands the connection to its first loop; called by the acceptor. */
    void open() {
        loop().raise(arrival);
    }

    public long id() {
        return id;
    }

    public InetSocketAddress remote() {
        return remote;
    }

    /** The loop that this connection lives on. */
    public EventLoop loop() {
        return residence.loop();
    }

    /** Any thread. */
    public Traffic traffic() {
        return traffic;
    }

    /** Whether bytes wait that the peer's socket does not take. */
    public boolean isBlocked() {
        return outlet.isFull();
    }

    /** Whether the socket is closed for good. */
    public boolean isClosed() {
        return ending.isClosed();
    }

    /** False once it is closed, or about to be. */
    public boolean isOpen() {
        return ending.isOpen();
    }

    /** Queues bytes for this peer alone; they go out, whole, before the next message of any source. */
    public void send(byte[] bytes) {
        if (!isOpen()) {
            return;
        }
        outbound.privates().add(bytes);
        if (outbound.privates().ownBytes() > MAX_PRIVATE_BYTES) {
            // much may have been asked in one piece by a peer that takes the answers well
            flush();
        }
        if (outbound.privates().ownBytes() > MAX_PRIVATE_BYTES) {
            overflow();
        }
        account();
    }

    /**
     * Queues bytes, which must never change, that other connections may be sent as well. They may be as long as they
     * are, but a peer that has not taken the last ones gets no further ones.
     */
    public void sendShared(byte[] bytes) {
        if (!isOpen()) {
            return;
        }
        if (outbound.privates().sharedBytes() > MAX_PRIVATE_BYTES) {
            overflow();
        } else {
            outbound.privates().addShared(bytes);
            account();
        }
    }

    public void addSource(ByteSource source) {
        outbound.add(source);
    }

    /** To be called between the source's messages; else the connection is closed. */
    public void removeSource(ByteSource source) {
        if (outbound.remove(source) && !source.isBetweenMessages()) {
            // whatever came next, the peer would take it for the rest of that message
            close("stream left in the middle of a message");
        }
    }

    /** Whether a source was added that may still have the rest of a message to send. */
    public boolean hasSources() {
        return outbound.hasSources();
    }

    /** Bounds what the kernel holds for this peer, so that a slow one is seen. */
    public void sendBuffer(int bytes) {
        try {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, bytes);
        } catch (IOException failure) {
            fail(failure);
        }
    }

    /** Writes what can be written now. */
    public void flush() {
        if (!isClosed() && !outlet.isFull()) {
            perform(write);
        }
    }

    /** As {@link #flush}, but after those who have less to catch up with. */
    public void flushLater() {
        if (!isClosed()) {
            residence.awaitFlush();
        }
    }

    void flushBacklog() {
        residence.onBacklogTurn();
        flush();
    }

    /** Asks for the bytes held back since {@link ConnectionHandler#onBytes} returned false, and for further ones. */
    public void resume() {
        if (!isClosed() && inbound.isSuspended()) {
            perform(this::readOn);
        }
    }

    /**
     * Moves this connection to another loop, where {@link ConnectionHandler#onAttached} is called. Allowed only while
     * reading is suspended and no source is attached.
     */
    public void moveTo(EventLoop target) {
        if (hasSources()) {
            throw new IllegalStateException("a source is attached");
        }
        residence.wantsTo(target);
        if (depth == 0) {
            leave();
        }
    }

    /** Closes after what is queued is sent and the peer has had two seconds to read it. */
    public void closeAfterFlush(String reason) {
        if (!isOpen()) {
            return;
        }
        ending.finish(reason, loop(), () -> close(reason));
        outbound.finish();
        resume();
        if (depth == 0) {
            flush();
        }
    }

    /** Closes at once; what is queued is lost. */
    public void close(String reason) {
        if (ending.decideClose(reason) && depth == 0) {
            leave();
        }
    }

    /** Closes at once with a TCP reset, so that the kernel forgets what the peer never read. */
    public void reset(String reason) {
        outlet.resetOnClose();
        close(reason);
    }

    /** Runs {@code work} as part of this connection: what it throws closes the connection, not the loop. */
    public void guard(Runnable work) {
        if (!isClosed()) {
            perform(() -> {
                work.run();
                write();
            });
        }
    }

    /** The selector has found the socket ready. */
    void onReady() {
        perform(serve);
    }

    private void perform(Work work) {
        depth++;
        try {
            work.run();
        } catch (Throwable failure) {
            fail(failure);
        } finally {
            leave();
        }
    }

    private void serve() throws IOException {
        if (residence.isWritable()) {
            outlet.writable();
            write();
        }
        if (residence.isReadable()) {
            read();
        }
    }

    private void onArrival() {
        if (isClosed()) {
            return;
        }
        if (loop().remembers(channel)) {
            // it left and came back within one turn, and the selector forgets only when it selects
            loop().raise(arrival);
            return;
        }
        perform(this::register);
    }

    private void register() throws IOException {
        account();
        residence.arrive();
        residence.watchReading(!inbound.isSuspended());
        residence.watchWriting(outlet.isFull());
        handler.onAttached();
        write();
    }

    private void read() throws IOException {
        ByteBuffer buffer = loop().readBuffer();
        for (int reads = 0; reads < READS_PER_TURN && !inbound.isSuspended() && !ending.isCloseDecided(); reads++) {
            int count = inbound.read(buffer, loop().counters());
            if (count < 0) {
                close("closed by peer");
            } else if (count > 0 && !ending.isFinishing()) {
                deliver(buffer);
                write();
            }
            if (count < buffer.capacity()) {
                return;
            }
        }
    }

    private void readOn() {
        ByteBuffer rest = inbound.resume();
        account();
        // first: whatever comes of the rest, a client that is refused is read to its end
        residence.watchReading(true);
        if (rest.hasRemaining() && isOpen()) {
            deliver(rest);
        }
    }

    private void deliver(ByteBuffer in) {
        if (!handler.onBytes(in) && isOpen()) {
            inbound.suspend(in);
            account();
            residence.watchReading(false);
        }
    }

    private void write() throws IOException {
        if (!residence.hasArrived()
                || residence.awaitsFlush()
                || outlet.isFull()
                || outputShut
                || ending.isCloseDecided()) {
            return;
        }
        long before = outlet.bytes();
        Outbound.Left left = outbound.writeTo(loop().scratch(), before + WRITE_BYTES_PER_TURN);
        long written = outlet.bytes() - before;
        if (written > 0) {
            account();
            traffic.onWriteTurn();
            loop().counters().add(Counter.BYTES_OUT, written);
        }
        if (left == Outbound.Left.MORE) {
            flushLater();
        }
        residence.watchWriting(outlet.isFull());
        if (left == Outbound.Left.NOTHING && ending.isFinishing()) {
            outputShut = true;
            channel.shutdownOutput();
        }
    }

    /** Tells the loop what waits here on the heap. */
    private void account() {
        if (!residence.account(isClosed() ? 0 : outbound.privates().bytes() + inbound.keptBytes())) {
            overflow();
        }
    }

    private void overflow() {
        loop().counters().increment(Counter.PRIVATE_QUEUE_OVERFLOWS);
        close("does not read what it is sent");
    }

    private void fail(Throwable failure) {
        try {
            handler.onFailure(failure);
            write();
        } catch (IOException lost) {
            close(lost.toString());
        } finally {
            if (isOpen()) {
                close(failure.toString());
            }
        }
    }

    /** The end of each piece of work: what was decided inside it is done now, when nothing of it is on the stack. */
    private void leave() {
        if (depth > 0) {
            depth--;
        }
        if (depth > 0 || isClosed()) {
            return;
        }
        if (ending.isCloseDecided()) {
            closeNow();
        } else if (residence.wantsToMove() && !ending.isFinishing()) {
            handler.onDetached();
            residence.move();
            loop().raise(arrival);
        }
    }

    private void closeNow() {
        ending.close();
        account();
        residence.leave();
        loop().counters().increment(Counter.CONNECTIONS_CLOSED);
        try {
            handler.onClosed(ending.reason());
            outbound.close();
        } finally {
            try {
                channel.close();
            } catch (IOException failure) {
                LOG.debug("[c{}] closing the socket: {}", id, failure.toString());
            }
        }
    }
}
