package dev.sluice.hooks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Sends notifications: those of one connection one after the other, those of several beside each other, so that a slow
 * backend holds up each connection by itself. What fails is sent again later. Any thread.
 */
final class Notifier {
    private static final long MAX_PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final HttpBackend backend;
    private final ScheduledExecutorService timers;
    private final HooksSettings.Retries retries;
    private final int concurrency;
    private final int queueSize;
    private final TroubleLog trouble;

    private final Object lock = new Object();
    private final Map<Object, Chain> chains = new HashMap<>();
    private final ArrayDeque<Chain> ready = new ArrayDeque<>();
    private final PriorityQueue<Chain> resting = new PriorityQueue<>(Comparator.comparingLong(chain -> chain.dueNanos));
    private boolean wakeUpArmed;
    private boolean closing;
    private int underWay;
    private int size;
    private long givenUp;

    /** What is still to be sent for one connection. */
    private static final class Chain {
        private final Object key;
        private final ArrayDeque<Outgoing> notifications = new ArrayDeque<>();
        private int attempts;
        private long dueNanos;

        private Chain(Object key) {
            this.key = key;
        }
    }

    private record Turn(Chain chain, Outgoing notification) {}

    Notifier(
            HttpBackend backend,
            ScheduledExecutorService timers,
            HooksSettings.Retries retries,
            int concurrency,
            int queueSize,
            TroubleLog trouble) {
        this.backend = backend;
        this.timers = timers;
        this.retries = retries;
        this.concurrency = concurrency;
        this.queueSize = queueSize;
        this.trouble = trouble;
    }

    /**
     * Sends it after all others with an equal key, and again if it fails.
     *
     * @return false if it is dropped because too many wait
     */
    boolean tell(Object key, Outgoing outgoing) {
        synchronized (lock) {
            if (closing || size >= queueSize) {
                trouble.dropped();
                return false;
            }
            size++;
            Chain chain = chains.computeIfAbsent(key, Chain::new);
            chain.notifications.add(outgoing);
            if (chain.notifications.size() > 1) {
                return true;
            }
            ready.add(chain);
        }
        pump();
        return true;
    }

    /** How many have failed and wait until they are sent again. */
    int resting() {
        synchronized (lock) {
            return resting.size();
        }
    }

    /**
     * Takes nothing further and tries to deliver what is there, without pauses and without repeating what fails.
     *
     * @return how many were given up, since the start
     */
    long close(Duration patience) throws InterruptedException {
        long deadlineNanos = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            closing = true;
            ready.addAll(resting);
            resting.clear();
        }
        pump();
        synchronized (lock) {
            for (long left = patience.toNanos(); size > 0 && left > 0; left = deadlineNanos - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
            }
            givenUp += size;
            size = 0;
            ready.clear();
            chains.clear();
            return givenUp;
        }
    }

    private void pump() {
        for (Turn turn = nextTurn(); turn != null; turn = nextTurn()) {
            Turn begun = turn;
            CompletableFuture<Reply> reply = backend.send(begun.notification);
            // what fails at once is settled by this loop, so that no stack grows with the queue
            if (reply.isDone()) {
                reply.whenComplete((answer, failure) -> settle(begun, answer, failure));
            } else {
                reply.whenComplete((answer, failure) -> {
                    settle(begun, answer, failure);
                    pump();
                });
            }
        }
    }

    private Turn nextTurn() {
        synchronized (lock) {
            if (underWay >= concurrency || ready.isEmpty()) {
                return null;
            }
            underWay++;
            Chain chain = ready.poll();
            return new Turn(chain, chain.notifications.peek());
        }
    }

    private void settle(Turn turn, Reply reply, Throwable failure) {
        Target target = turn.notification.target();
        boolean delivered = failure == null && (reply.ok() || reply.redirects());
        if (delivered) {
            trouble.answered(target);
        } else {
            String why = failure == null ? reply.toString() : Failures.describe(failure);
            trouble.failed(target, why);
        }
        boolean hopeless = failure == null && reply.refuses();
        if (!again(turn.chain, delivered || hopeless)) {
            over(turn.chain, delivered);
        }
    }

    /** Whether the notification is to be sent again after a pause. */
    private boolean again(Chain chain, boolean settled) {
        synchronized (lock) {
            chain.attempts++;
            if (settled || closing || chain.attempts > retries.count()) {
                return false;
            }
            long pauseNanos = Math.min(retries.backoff().toNanos() << chain.attempts - 1, MAX_PAUSE_NANOS);
            chain.dueNanos = System.nanoTime()
                    + (long) (pauseNanos * ThreadLocalRandom.current().nextDouble(0.5, 1));
            resting.add(chain);
            underWay--;
            armWakeUp();
            return true;
        }
    }

    private void over(Chain chain, boolean delivered) {
        synchronized (lock) {
            underWay--;
            chain.attempts = 0;
            chain.notifications.poll();
            if (size == 0) {
                return; // closed, and given up already
            }
            size--;
            givenUp += delivered ? 0 : 1;
            if (chain.notifications.isEmpty()) {
                chains.remove(chain.key, chain);
            } else {
                ready.add(chain);
            }
            lock.notifyAll();
        }
    }

    /** One task for all that rest. */
    private void armWakeUp() {
        if (wakeUpArmed || resting.isEmpty()) {
            return;
        }
        long pauseNanos = Math.max(resting.peek().dueNanos - System.nanoTime(), 0);
        long longestNanos = Math.min(pauseNanos, retries.backoff().toNanos());
        try {
            timers.schedule(this::wakeUp, Math.max(longestNanos, 1_000_000), TimeUnit.NANOSECONDS);
            wakeUpArmed = true;
        } catch (RejectedExecutionException stopped) {
            resting.clear(); // given up, and counted
        }
    }

    private void wakeUp() {
        synchronized (lock) {
            wakeUpArmed = false;
            long nowNanos = System.nanoTime();
            while (!resting.isEmpty() && resting.peek().dueNanos - nowNanos <= 0) {
                ready.add(resting.poll());
            }
            armWakeUp();
        }
        pump();
    }
}
