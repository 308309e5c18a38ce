package dev.sluice.plugin;

import dev.sluice.api.SettingsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of one plugin, from a start to its stop. They begin with the plugin's class loader as context class loader
 * and are daemons: what hangs in one of them keeps nobody from leaving. Any thread, but for {@link #close}.
 */
final class PluginThreads {
    static final int AUTH_THREADS = 4;
    private static final int AUTH_QUEUE = 1024;
    private static final int RECORDER_QUEUE = 1024;
    private static final int SCHEDULER_THREADS = 2;
    private static final int SCHEDULER_QUEUE = 10_000;
    private static final long IDLE_SECONDS = 30;

    private final String id;
    private final ClassLoader loader;
    private final ThreadGroup group;
    private final AtomicInteger numbers = new AtomicInteger();
    private final List<ExecutorService> executors = new ArrayList<>();
    private final ThreadPoolExecutor life;
    private final ThreadPoolExecutor auth;
    private final ThreadPoolExecutor recorder;
    private BoundedScheduler scheduler;
    private boolean closed;

    PluginThreads(String id, ClassLoader loader) {
        this.id = id;
        this.loader = loader;
        this.group = new ThreadGroup("plugin-" + id);
        this.life = pool("life", 1, 16);
        this.auth = pool("auth", AUTH_THREADS, AUTH_QUEUE);
        this.recorder = pool("recorder", 1, RECORDER_QUEUE);
    }

    private ThreadPoolExecutor pool(String name, int threads, int queue) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                threads == 1 ? new LinkedBlockingQueue<>(queue) : new ArrayBlockingQueue<>(queue),
                task -> thread(name, task));
        pool.allowCoreThreadTimeOut(true);
        executors.add(pool);
        return pool;
    }

    /** A thread of the plugin's, not started. */
    Thread thread(String name, Runnable task) {
        Thread thread = new Thread(group, task, "plugin-" + id + "-" + name + "-" + numbers.incrementAndGet());
        thread.setContextClassLoader(loader);
        thread.setDaemon(true);
        return thread;
    }

    /** Where decisions are made. */
    ExecutorService auth() {
        return auth;
    }

    /** Where recorders are asked. */
    ExecutorService recorder() {
        return recorder;
    }

    /** For the plugin's own tasks. */
    synchronized ScheduledExecutorService scheduler() {
        if (scheduler == null) {
            scheduler = new BoundedScheduler(id, SCHEDULER_THREADS, SCHEDULER_QUEUE, task -> thread("scheduler", task));
            executors.add(scheduler);
            if (closed) {
                scheduler.shutdownNow();
            }
        }
        return scheduler;
    }

    /**
     * Runs {@code work} on a thread of the plugin's and waits for it.
     *
     * @throws PluginException when it throws anything or is not done in time; then it is interrupted
     */
    <T> T call(String what, Duration limit, Callable<T> work) throws PluginException {
        Future<T> done;
        try {
            done = life.submit(() -> printable(work));
        } catch (RejectedExecutionException closedAlready) {
            throw new PluginException(what + ": its threads are busy", closedAlready);
        }
        try {
            return done.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof PluginException known) {
                throw known;
            }
            Throwable thrown = failure.getCause();
            boolean told = thrown instanceof SettingsException;
            String cause = PluginException.causeOf(thrown);
            throw new PluginException(told ? cause : what + ": " + cause, thrown);
        } catch (TimeoutException late) {
            done.cancel(true);
            throw new PluginException(what + " did not end within " + limit.toMillis() + " ms");
        } catch (InterruptedException interrupted) {
            done.cancel(true);
            Thread.currentThread().interrupt();
            throw new PluginException(what + ": interrupted", interrupted);
        }
    }

    /** Where its text is asked for, by the JDK too, a throwable has one. */
    private static <T> T printable(Callable<T> work) throws Exception {
        try {
            return work.call();
        } catch (Throwable thrown) {
            Throwable printable = Printable.of(thrown);
            throw printable instanceof Exception exception ? exception : new ExecutionException(printable);
        }
    }

    /** Interrupts everything that still runs; returns the names of the threads that do not mind. */
    List<String> close(Duration limit) {
        synchronized (this) {
            closed = true;
            executors.forEach(ExecutorService::shutdownNow);
        }
        long deadline = System.nanoTime() + limit.toNanos();
        List<Thread> left = left();
        // again: while they end, others may begin, such as that of a listener registered a moment ago
        while (!left.isEmpty() && System.nanoTime() - deadline < 0) {
            left.forEach(Thread::interrupt);
            if (!join(left, deadline)) {
                break;
            }
            left = left();
        }
        return left.stream().map(Thread::getName).sorted().toList();
    }

    /** False when interrupted. */
    private static boolean join(List<Thread> threads, long deadline) {
        try {
            for (Thread thread : threads) {
                long millis = (deadline - System.nanoTime()) / 1_000_000;
                if (millis > 0) {
                    thread.join(millis);
                }
            }
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean isIn(ThreadGroup group, Thread thread) {
        ThreadGroup itsGroup = thread.getThreadGroup();
        return itsGroup != null && group.parentOf(itsGroup);
    }

    /** Threads that the plugin has made itself inherit its class loader, and are in its group or one below. */
    private List<Thread> left() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread != Thread.currentThread() && thread.isAlive())
                .filter(thread -> isIn(group, thread) || thread.getContextClassLoader() == loader)
                .toList();
    }
}
