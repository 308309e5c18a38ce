package dev.sluice.net;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/**
 * Where a connection lives: its loop, what the loop's selector watches its socket for, and what it accounts for there.
 * For the loop's thread, but for {@link #loop}.
 */
final class Residence {
    private final Connection connection;
    private final SocketChannel channel;
    private volatile EventLoop loop;
    private EventLoop next;
    /** Null while it is on its way. */
    private SelectionKey key;

    private boolean inBacklog;
    private long accounted;

    Residence(Connection connection, SocketChannel channel, EventLoop loop) {
        this.connection = connection;
        this.channel = channel;
        this.loop = loop;
    }

    /** Any thread. */
    EventLoop loop() {
        return loop;
    }

    /** False while the connection is on its way to its loop. */
    boolean hasArrived() {
        return key != null;
    }

    void arrive() throws IOException {
        key = loop.register(channel, connection);
    }

    /** It shall leave for that loop when its work here is over. */
    void wantsTo(EventLoop target) {
        next = target;
    }

    boolean wantsToMove() {
        return next != null;
    }

    void move() {
        key.cancel();
        key = null;
        inBacklog = false;
        loop.onLeft();
        account(0);
        EventLoop target = next;
        next = null;
        // last: from now on others have the new loop do things to it
        loop = target;
    }

    /** The socket is about to be closed. */
    void leave() {
        if (hasArrived()) {
            loop.onLeft();
        }
    }

    boolean isReadable() {
        return key.isValid() && key.isReadable();
    }

    boolean isWritable() {
        return key.isValid() && key.isWritable();
    }

    void watchReading(boolean watched) {
        watch(SelectionKey.OP_READ, watched);
    }

    void watchWriting(boolean watched) {
        watch(SelectionKey.OP_WRITE, watched);
    }

    private void watch(int operation, boolean watched) {
        if (key == null || !key.isValid()) {
            return;
        }
        if (watched) {
            key.interestOpsOr(operation);
        } else if ((key.interestOps() & operation) != 0) {
            key.interestOpsAnd(~operation);
        }
    }

    /** Whether {@link #awaitFlush} was called and the loop has not come to it. */
    boolean awaitsFlush() {
        return inBacklog;
    }

    /** Has the loop flush it after those who have less to catch up with. */
    void awaitFlush() {
        if (!inBacklog) {
            inBacklog = true;
            loop.enqueueBacklog(connection);
        }
    }

    void onBacklogTurn() {
        inBacklog = false;
    }

    /** Tells the loop what waits here on the heap; returns false when that has become too much. */
    boolean account(long waitingBytes) {
        long more = waitingBytes - accounted;
        accounted = waitingBytes;
        return loop.account(more) || more <= 0;
    }
}
