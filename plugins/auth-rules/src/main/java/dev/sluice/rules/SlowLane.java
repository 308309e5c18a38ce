package dev.sluice.rules;

import dev.sluice.api.Decision;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Where decisions that need PBKDF2 are made: one after the other, so that whoever guesses tokens gets one core at most and
 * keeps no thread that quick decisions need. What waits is bounded by what it costs; beyond that there is no decision,
 * which denies, rather than one that comes too late. Any thread.
 */
final class SlowLane {
    private final Executor executor;
    private final long maxIterations;
    private final AtomicLong waitingIterations = new AtomicLong();
    private final ReentrantLock turn = new ReentrantLock(true);

    SlowLane(Executor executor, long maxIterations) {
        this.executor = executor;
        this.maxIterations = maxIterations;
    }

    CompletionStage<Decision> decide(long iterations, Supplier<Decision> decision) {
        if (waitingIterations.addAndGet(iterations) > maxIterations) {
            waitingIterations.addAndGet(-iterations);
            return CompletableFuture.failedFuture(
                    new RejectedExecutionException("too many tokens wait to be compared with pbkdf2 hashes"));
        }
        try {
            return CompletableFuture.supplyAsync(() -> inTurn(decision), executor)
                    .whenComplete((decided, failure) -> waitingIterations.addAndGet(-iterations));
        } catch (RejectedExecutionException e) {
            waitingIterations.addAndGet(-iterations);
            return CompletableFuture.failedFuture(e);
        }
    }

    private Decision inTurn(Supplier<Decision> decision) {
        turn.lock();
        try {
            return decision.get();
        } finally {
            turn.unlock();
        }
    }
}
