package dev.sluice.plugin;

import dev.sluice.api.EventListener;
import dev.sluice.api.ServerEvent;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.plugin.FailureCount.Callback;
import dev.sluice.plugin.LifeSpans.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one listener has not been told yet. Starts and stops are never dropped alone: under pressure a start that was not
 * told vanishes together with its stop, so that the length is bounded by {@link #MAX_WAITING} and by what goes on at one
 * time. The thread of events adds, a thread of the plugin's takes.
 */
final class ListenerQueue {
    static final int MAX_WAITING = 10_000;

    private final Registered<EventListener> listener;
    private final long limitNanos;
    private final Counters counters;
    /** By number, in order. Guarded by this. */
    private final Map<Long, ServerEvent> waiting = new LinkedHashMap<>();
    /** Numbers of the starts that wait. Guarded by this. */
    private final Map<Span, Long> starts = new LinkedHashMap<>();

    private final AtomicLong dropped = new AtomicLong();
    private final Thread thread;
    private long nextNumber;
    private boolean closed;
    private volatile long callSinceNanos;
    private volatile boolean calling;
    /** Whether the call is counted as a failure already. */
    private final AtomicBoolean late = new AtomicBoolean();

    /** @param limitNanos for the listener to take one event */
    ListenerQueue(Registered<EventListener> listener, Counters counters, long limitNanos) {
        this.listener = listener;
        this.limitNanos = limitNanos;
        this.counters = counters;
        this.thread = listener.owner().threads().thread("events", this::deliver);
    }

    void start() {
        thread.start();
    }

    Registered<EventListener> listener() {
        return listener;
    }

    long dropped() {
        return dropped.get();
    }

    synchronized int length() {
        return waiting.size();
    }

    synchronized void add(ServerEvent event) {
        if (closed) {
            return;
        }
        Optional<Span> span = Span.of(event);
        boolean pressed = waiting.size() >= MAX_WAITING;
        if (span.isEmpty()) {
            if (pressed) {
                drop(1);
                return;
            }
        } else if (event.type() != span.get().start()) {
            Long start = starts.remove(span.get());
            if (pressed && start != null) {
                // neither has been told
                waiting.remove(start);
                drop(2);
                return;
            }
        } else {
            starts.put(span.get(), nextNumber);
        }
        waiting.put(nextNumber++, event);
        notifyAll();
    }

    private void drop(int events) {
        dropped.addAndGet(events);
        counters.add(Counter.EVENTS_DROPPED, events);
    }

    /** Nothing further is told; a call that is under way ends as it likes, for the plugin's stop comes after it. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        starts.clear();
        notifyAll();
    }

    /** Counts a call that takes too long as a failure, once. */
    void watch(long nowNanos) {
        if (calling && isLate(nowNanos) && late.compareAndSet(false, true)) {
            failures()
                    .failed(Callback.EVENT, "onEvent has not returned within " + limitNanos / 1_000_000 + " ms", null);
        }
    }

    private boolean isLate(long nowNanos) {
        return nowNanos - callSinceNanos > limitNanos;
    }

    private FailureCount failures() {
        return listener.owner().failures();
    }

    private void deliver() {
        try {
            for (ServerEvent event = take(); event != null; event = take()) {
                tell(event);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized ServerEvent take() throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        Long first = waiting.keySet().iterator().next();
        ServerEvent event = waiting.remove(first);
        Span.of(event).ifPresent(span -> starts.remove(span, first));
        return event;
    }

    private void tell(ServerEvent event) {
        callSinceNanos = System.nanoTime();
        late.set(false);
        calling = true;
        try {
            listener.extension().onEvent(event);
            long now = System.nanoTime();
            watch(now);
            if (!isLate(now)) {
                failures().succeeded(Callback.EVENT);
            }
        } catch (Throwable thrown) {
            failures()
                    .failed(Callback.EVENT, "onEvent threw " + thrown.getClass().getName(), thrown);
        } finally {
            calling = false;
        }
    }
}
