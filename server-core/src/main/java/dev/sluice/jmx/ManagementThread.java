package dev.sluice.jmx;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which beans come and go and notifications leave. Nothing that fails there ends it. */
final class ManagementThread implements AutoCloseable {
    static final String NAME = "sluice-management";

    private static final Logger LOG = LoggerFactory.getLogger(ManagementThread.class);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, NAME);
        made.setDaemon(true);
        return made;
    });
    private volatile boolean closing;

    /** Has it done every so many milliseconds, from now on. */
    void repeat(long periodMillis, Runnable work) {
        executor.scheduleWithFixedDelay(survive(work), periodMillis, periodMillis, TimeUnit.MILLISECONDS);
    }

    /** Something that is done once for any number of wishes, and at most every so many milliseconds. */
    Errand errand(long atMostEveryMillis, Runnable work) {
        return new Errand(TimeUnit.MILLISECONDS.toNanos(atMostEveryMillis), work);
    }

    /** See {@link #errand}. */
    final class Errand {
        private final long intervalNanos;
        private final Runnable work;
        private final AtomicBoolean wished = new AtomicBoolean();
        private volatile long notBefore = System.nanoTime();

        private Errand(long intervalNanos, Runnable work) {
            this.intervalNanos = intervalNanos;
            this.work = survive(work);
        }

        /** Any thread, without waiting. */
        void request() {
            if (wished.compareAndSet(false, true)) {
                try {
                    executor.schedule(this::run, notBefore - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (RejectedExecutionException closed) {
                    LOG.trace("not done any more", closed);
                }
            }
        }

        private void run() {
            // also for those who wish again meanwhile
            notBefore = System.nanoTime() + intervalNanos;
            wished.set(false);
            work.run();
            notBefore = System.nanoTime() + intervalNanos;
        }
    }

    private Runnable survive(Runnable work) {
        return () -> {
            if (!closing) {
                try {
                    work.run();
                } catch (RuntimeException | Error failure) {
                    LOG.error("management goes on after an unexpected error", failure);
                }
            }
        };
    }

    /** Has it done and waits for that, but no longer. The server goes on whatever becomes of its management. */
    void await(Runnable work, long patienceSeconds) {
        try {
            executor.submit(work).get(patienceSeconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException | RejectedExecutionException failure) {
            LOG.error("JMX: not done as it should be", failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    boolean isClosing() {
        return closing;
    }

    /** Does nothing any more but what it is asked to {@link #await}. */
    void beginClose() {
        closing = true;
        executor.getQueue().clear();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
