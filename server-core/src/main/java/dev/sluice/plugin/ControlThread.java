package dev.sluice.plugin;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that owns PF4J and the life of plugins. */
final class ControlThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlThread.class);

    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "plugin-control");
        thread.setDaemon(true);
        return thread;
    });

    /** Something that changes plugins, and may be refused. */
    @FunctionalInterface
    interface Work {
        void run() throws PluginException;
    }

    /** The same with a result. */
    @FunctionalInterface
    interface Question<T> {
        T ask() throws PluginException;
    }

    /** Has it done soon. Any thread. */
    void execute(Runnable work) {
        try {
            executor.execute(guarded(work));
        } catch (RejectedExecutionException closed) {
            LOG.debug("the plugin host is closed");
        }
    }

    void later(Duration delay, Runnable work) {
        try {
            executor.schedule(guarded(work), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the plugin host is closed");
        }
    }

    void repeat(Duration pause, Runnable work) {
        executor.scheduleWithFixedDelay(guarded(work), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Does it and waits. Any thread but this one.
     *
     * @throws PluginException what {@code work} throws, or that it takes too long; then it still goes on
     */
    void call(Duration limit, Work work) throws PluginException {
        ask(limit, () -> {
            work.run();
            return null;
        });
    }

    /** As {@link #call}. */
    <T> T ask(Duration limit, Question<T> question) throws PluginException {
        try {
            Future<T> done = executor.submit(question::ask);
            return done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof PluginException refused) {
                throw refused;
            }
            throw new PluginException(PluginException.causeOf(failure.getCause()), failure.getCause());
        } catch (TimeoutException late) {
            throw new PluginException("not done after " + limit.toSeconds() + " s; it still goes on", late);
        } catch (RejectedExecutionException closed) {
            throw new PluginException("the server stops", closed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new PluginException("interrupted", interrupted);
        }
    }

    private static Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error failure) {
                LOG.error("the plugin host goes on after an unexpected error", failure);
            }
        };
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }
}
