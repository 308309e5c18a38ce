package dev.sluice.hooks;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Sends updates, each once, on a way of their own, so that they hold up no notification. Some are under way at once,
 * some wait for that. Any thread.
 */
final class UpdateLane {
    private final HttpBackend backend;
    private final int concurrency;
    private final int queueSize;
    private final TroubleLog trouble;

    private final Object lock = new Object();
    private final Set<Update> waiting = new LinkedHashSet<>();
    private int underWay;

    /** One update; equal to no other. */
    interface Update {
        /** Made when it is its turn. */
        Outgoing outgoing();

        /** Takes the reply or the failure, once. */
        void over(Reply reply, Throwable failure);
    }

    /** @param backend for nothing else */
    UpdateLane(HttpBackend backend, int concurrency, int queueSize, TroubleLog trouble) {
        this.backend = backend;
        this.concurrency = concurrency;
        this.queueSize = queueSize;
        this.trouble = trouble;
    }

    /** Returns false if it is not taken because too many wait. */
    boolean send(Update update) {
        synchronized (lock) {
            if (waiting.size() >= queueSize) {
                return false;
            }
            waiting.add(update);
        }
        pump();
        return true;
    }

    /** What still waits for its turn is not sent any more. */
    void withdraw(Update update) {
        synchronized (lock) {
            waiting.remove(update);
        }
    }

    private void pump() {
        for (Update update = next(); update != null; update = next()) {
            Update begun = update;
            Outgoing outgoing = begun.outgoing();
            CompletableFuture<Reply> reply = backend.send(outgoing);
            // what fails at once is settled by this loop, so that no stack grows with the queue
            boolean atOnce = reply.isDone();
            reply.whenComplete((answer, failure) -> {
                settle(begun, outgoing.target(), answer, failure);
                if (!atOnce) {
                    pump();
                }
            });
        }
    }

    private Update next() {
        synchronized (lock) {
            Iterator<Update> first = waiting.iterator();
            if (underWay >= concurrency || !first.hasNext()) {
                return null;
            }
            underWay++;
            Update next = first.next();
            first.remove();
            return next;
        }
    }

    private void settle(Update update, Target target, Reply reply, Throwable failure) {
        if (failure != null) {
            trouble.failed(target, Failures.describe(failure));
        } else if (reply.ok() || reply.redirects()) {
            trouble.answered(target);
        } else {
            trouble.failed(target, reply.toString());
        }
        synchronized (lock) {
            underWay--;
        }
        update.over(reply, failure);
    }
}
