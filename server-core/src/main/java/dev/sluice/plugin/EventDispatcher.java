package dev.sluice.plugin;

import dev.sluice.api.EventListener;
import dev.sluice.api.ServerEvent;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes events from any thread, without a lock and without waiting, and hands them to each listener's queue on a thread
 * of its own. That thread runs no foreign code, so its inbox stays short; what is only informational is dropped when it
 * does not.
 */
final class EventDispatcher implements Consumer<ServerEvent>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventDispatcher.class);
    private static final int MAX_INBOX = 100_000;
    private static final long WATCH_NANOS = 200_000_000L;

    private final Counters counters;
    /** Events, and things to do in between. */
    private final Queue<Object> inbox = new ConcurrentLinkedQueue<>();

    private final AtomicInteger inboxLength = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "sluice-events");
    private final LifeSpans open = new LifeSpans();
    private final List<ListenerQueue> queues = new ArrayList<>();
    private volatile boolean asleep;
    private volatile boolean closed;
    private volatile List<ListenerQueue> visible = List.of();
    private volatile Consumer<ServerEvent> observer = event -> {};

    EventDispatcher(Counters counters) {
        this.counters = counters;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    @Override
    public void accept(ServerEvent event) {
        boolean vital = LifeSpans.Span.of(event).isPresent();
        if (!vital && inboxLength.get() > MAX_INBOX) {
            counters.increment(Counter.EVENTS_DROPPED);
            return;
        }
        put(event);
    }

    /** The listener is told what goes on, then what happens from now on. */
    void add(Registered<EventListener> listener) {
        put((Runnable) () -> {
            ListenerQueue queue = new ListenerQueue(
                    listener, counters, listener.owner().deadlines().event().toNanos());
            open.open().forEach(event -> queue.add(event.asReplayed()));
            queues.add(queue);
            visible = List.copyOf(queues);
            queue.start();
        });
    }

    void remove(Registered<EventListener> listener) {
        put((Runnable) () -> {
            for (ListenerQueue queue : List.copyOf(queues)) {
                if (queue.listener() == listener) {
                    queues.remove(queue);
                    queue.close();
                }
            }
            visible = List.copyOf(queues);
        });
    }

    /** Somebody of the server's own who is told too, on this thread, and must not wait; one at a time. */
    void observe(Consumer<ServerEvent> newObserver) {
        observer = newObserver;
    }

    /** Has something done on the thread of events, after the events so far. It must not wait for anything. */
    void soon(Runnable work) {
        put(work);
    }

    /** Events that the listeners of a plugin were too slow for, since it started. */
    long droppedBy(PluginInstance owner) {
        return visible.stream()
                .filter(queue -> queue.listener().owner() == owner)
                .mapToLong(ListenerQueue::dropped)
                .sum();
    }

    /** Waits, at most that long, until every listener has been told all that was accepted before. */
    void drain(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        CountDownLatch handedOn = new CountDownLatch(1);
        put((Runnable) handedOn::countDown);
        try {
            boolean done = handedOn.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            while (done && System.nanoTime() - deadline < 0 && visible.stream().anyMatch(queue -> queue.length() > 0)) {
                LockSupport.parkNanos(1_000_000);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }

    private void put(Object work) {
        inboxLength.incrementAndGet();
        inbox.add(work);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        long watchedAt = System.nanoTime();
        while (!closed) {
            Object work = inbox.poll();
            if (work != null) {
                inboxLength.decrementAndGet();
                handle(work);
            } else {
                sleep();
            }
            long now = System.nanoTime();
            if (now - watchedAt > WATCH_NANOS) {
                watchedAt = now;
                queues.forEach(queue -> queue.watch(now));
            }
        }
        queues.forEach(ListenerQueue::close);
    }

    private void sleep() {
        asleep = true;
        if (inbox.isEmpty() && !closed) {
            LockSupport.parkNanos(WATCH_NANOS);
        }
        asleep = false;
    }

    private void handle(Object work) {
        try {
            if (work instanceof ServerEvent event) {
                open.take(event);
                queues.forEach(queue -> queue.add(event));
                observer.accept(event);
            } else {
                ((Runnable) work).run();
            }
        } catch (RuntimeException | Error failure) {
            LOG.error("an event was lost to an unexpected error", failure);
        }
    }
}
