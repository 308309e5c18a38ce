package dev.sluice.net;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.counter.Gauge;
import dev.sluice.counter.Tally;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread with one selector and the connections that live on it. It survives whatever they do. */
public final class EventLoop {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final int BUFFER_BYTES = 64 << 10;
    private static final long MIN_BACKLOG_COST = 16 << 10;
    private static final long PAUSE_NANOS = 10_000_000L;
    private static final long STALL_NANOS = 20_000_000L;
    /** What the connections with a backlog may write in one turn, so that live viewers never wait long for them. */
    private static final long BACKLOG_BYTES_PER_TURN = 1 << 20;

    private final int index;
    private final Counters counters;
    private final Selector selector;
    private final Thread thread;
    private final TimerQueue timers = new TimerQueue();
    private final AtomicReference<Signal> raised = new AtomicReference<>();
    private final ArrayDeque<Connection> backlog = new ArrayDeque<>();
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final StallTracker stalls;
    private final Consumer<SelectionKey> onReady = this::onReady;
    private final long maxHeapBytes;
    private final Tally heapBytes = new Tally();
    private final Tally connections = new Tally();
    private final Gauge backlogged = new Gauge(0);
    private volatile boolean asleep;
    private volatile boolean stopping;

    /** @param maxHeapBytes what this loop's connections together may have waiting on the heap */
    EventLoop(int index, long maxHeapBytes, Counters counters) throws IOException {
        this.index = index;
        this.maxHeapBytes = maxHeapBytes;
        this.counters = counters;
        this.selector = Selector.open();
        this.stalls = new StallTracker(STALL_NANOS);
        this.thread = new Thread(this::run, "sluice-loop-" + index);
    }

    /** This loop's number, from 0. */
    public int index() {
        return index;
    }

    /** Whether the calling thread is this loop. */
    public boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    /** A timer of this loop; only its thread may use it. */
    public Timer timer(Runnable action) {
        return timers.timer(action);
    }

    /** Any thread may read it. */
    public LoopFigures figures() {
        return new LoopFigures(
                index,
                (int) connections.get(),
                stalls.turns(),
                stalls.busyNanos(),
                stalls.stalls(),
                stalls.longestNanos(),
                (int) backlogged.get(),
                heapBytes.get());
    }

    /** Has {@code signal} done by this loop soon. Any thread may call it. */
    public void raise(Signal signal) {
        if (!signal.raise()) {
            return;
        }
        do {
            signal.next = raised.get();
        } while (!raised.compareAndSet(signal.next, signal));
        if (asleep) {
            asleep = false;
            selector.wakeup();
        }
    }

    void start() {
        thread.start();
    }

    void stop() {
        stopping = true;
        selector.wakeup();
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    /** Accounts for bytes that wait on the heap; returns false when they are too many. */
    boolean account(long bytes) {
        heapBytes.add(bytes);
        return heapBytes.get() <= maxHeapBytes;
    }

    Counters counters() {
        return counters;
    }

    ByteBuffer readBuffer() {
        return readBuffer;
    }

    ByteBuffer scratch() {
        return scratch;
    }

    SelectionKey register(SocketChannel channel, Connection connection) throws IOException {
        SelectionKey key = channel.register(selector, SelectionKey.OP_READ, connection);
        connections.add(1);
        return key;
    }

    /** A connection that was registered has left. */
    void onLeft() {
        connections.add(-1);
    }

    /** Whether the selector still knows the channel, of a connection that has left. */
    boolean remembers(SocketChannel channel) {
        return channel.keyFor(selector) != null;
    }

    /** Has the connection flushed again after everybody else had a turn. */
    void enqueueBacklog(Connection connection) {
        backlog.add(connection);
    }

    private void run() {
        while (!stopping) {
            try {
                turn();
            } catch (Throwable failure) {
                survive(failure);
                // a selector that fails will fail again at once
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        closeAll();
    }

    private void turn() throws IOException {
        select();
        asleep = false;
        long start = System.nanoTime();
        ringTimers(start);
        runSignals();
        flushBacklog();
        backlogged.set(backlog.size());
        stalls.onTurn(stalls.selectedAt(start), System.nanoTime(), counters);
    }

    /** Waits for something to do; the keys that are ready are worked on inside. */
    private void select() throws IOException {
        stalls.onSelect();
        asleep = true;
        if (raised.get() != null || !backlog.isEmpty()) {
            asleep = false;
            selector.selectNow(onReady);
            return;
        }
        long nanos = timers.nanosToNext(System.nanoTime());
        if (nanos == 0) {
            asleep = false;
            selector.selectNow(onReady);
        } else {
            selector.select(onReady, nanos < 0 ? 0 : (nanos + 999_999) / 1_000_000);
        }
    }

    private void onReady(SelectionKey key) {
        if (asleep) {
            asleep = false;
        }
        stalls.onFirstKey();
        if (key.isValid()) {
            // else it was cancelled since this selection, and its connection may live on another loop by now
            ((Connection) key.attachment()).onReady();
        }
    }

    private void ringTimers(long now) {
        for (Timer due = timers.pollDue(now); due != null; due = timers.pollDue(now)) {
            try {
                due.ring();
            } catch (Throwable failure) {
                survive(failure);
            }
        }
    }

    private void runSignals() {
        // what these raise themselves waits for the next turn, or signals that raise each other would starve the
        // sockets
        Signal signal = reverse(raised.getAndSet(null));
        while (signal != null) {
            Signal next = signal.next;
            signal.next = null;
            try {
                signal.run();
            } catch (Throwable failure) {
                survive(failure);
            }
            signal = next;
        }
    }

    private static Signal reverse(Signal newest) {
        Signal oldest = null;
        while (newest != null) {
            Signal next = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = next;
        }
        return oldest;
    }

    private void flushBacklog() {
        long left = BACKLOG_BYTES_PER_TURN;
        for (int count = backlog.size(); count > 0 && left > 0; count--) {
            Connection connection = backlog.remove();
            if (connection.loop() != this) {
                continue;
            }
            long before = connection.traffic().bytesOut();
            connection.flushBacklog();
            // system calls cost as well, however little they carry
            left -= Math.max(MIN_BACKLOG_COST, connection.traffic().bytesOut() - before);
        }
    }

    private void survive(Throwable failure) {
        counters.increment(Counter.LOOP_ERRORS);
        LOG.error("event loop {} goes on after an unexpected error", index, failure);
    }

    private void closeAll() {
        // those that were on their way here have arrived then
        runSignals();
        for (SelectionKey key : new ArrayList<>(selector.keys())) {
            if (key.attachment() instanceof Connection connection) {
                connection.close("server shutdown");
            }
        }
        runSignals();
        try {
            selector.close();
        } catch (IOException failure) {
            LOG.warn("event loop {}: selector not closed: {}", index, failure.toString());
        }
    }
}
