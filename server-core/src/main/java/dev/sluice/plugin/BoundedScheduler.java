package dev.sluice.plugin;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RunnableScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A scheduler that holds a bounded number of tasks and logs what they throw. */
final class BoundedScheduler extends ScheduledThreadPoolExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedScheduler.class);

    private final String id;
    private final int maxTasks;

    BoundedScheduler(String id, int threads, int maxTasks, ThreadFactory factory) {
        super(threads, factory);
        this.id = id;
        this.maxTasks = maxTasks;
        setRemoveOnCancelPolicy(true);
    }

    /** Every way to submit a task comes through here. */
    @Override
    protected <V> RunnableScheduledFuture<V> decorateTask(Runnable task, RunnableScheduledFuture<V> future) {
        return bounded(future);
    }

    @Override
    protected <V> RunnableScheduledFuture<V> decorateTask(Callable<V> task, RunnableScheduledFuture<V> future) {
        return bounded(future);
    }

    private <V> RunnableScheduledFuture<V> bounded(RunnableScheduledFuture<V> future) {
        if (getQueue().size() >= maxTasks) {
            throw new RejectedExecutionException("plugin " + id + " has " + maxTasks + " tasks waiting already");
        }
        return future;
    }

    @Override
    protected void afterExecute(Runnable task, Throwable failure) {
        super.afterExecute(task, failure);
        if (task instanceof Future<?> done && done.isDone()) {
            try {
                done.get();
            } catch (ExecutionException thrown) {
                LOG.warn("a task of plugin {} failed", id, Printable.of(thrown.getCause()));
            } catch (CancellationException ended) {
                // nobody waits for it any more
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (Throwable unprintable) {
                LOG.warn("a task of plugin {} failed with what cannot be printed", id);
            }
        }
    }
}
