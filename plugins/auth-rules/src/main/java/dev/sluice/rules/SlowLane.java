package dev.sluice.rules;

import dev.sluice.api.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Where decisions that need PBKDF2 are made: one after the other, so that whoever guesses tokens gets one core at most and
 * keeps no thread that quick decisions need. Who cannot be served in time gets no decision, which denies, rather than one
 * that comes too late: at once where the cost of earlier ones tells it, else by {@link #expire}. Any thread.
 */
final class SlowLane {
    private static final int MAX_WAITING = 1_000;

    private final Executor executor;
    private final long patienceNanos;
    private final LongSupplier nanoTime;

    // guarded by this, like all below
    private final Deque<Question> waiting = new ArrayDeque<>();
    private Question inWork;
    private boolean working;
    /** Of those that wait and the one in work. */
    private long iterationsAhead;
    /** As measured last; 0 before the first decision. */
    private double nanosPerIteration;

    /**
     * @param executor needs to have one thread for this
     * @param patienceNanos how long a question may wait and be worked on
     * @param nanoTime a clock such as {@link System#nanoTime}
     */
    SlowLane(Executor executor, long patienceNanos, LongSupplier nanoTime) {
        this.executor = executor;
        this.patienceNanos = patienceNanos;
        this.nanoTime = nanoTime;
    }

    private record Question(
            long iterations, long arrivedNanos, Supplier<Decision> decision, CompletableFuture<Decision> answer) {}

    /** @param iterations how many rounds of PBKDF2 it may cost */
    CompletionStage<Decision> decide(long iterations, Supplier<Decision> decision) {
        var answer = new CompletableFuture<Decision>();
        if (isAccepted(new Question(iterations, nanoTime.getAsLong(), decision, answer))) {
            goOn();
        } else {
            answer.completeExceptionally(
                    new RejectedExecutionException("too many tokens wait to be compared with pbkdf2 hashes"));
        }
        return answer;
    }

    /** An idle lane takes anything, so that a rate measured at a bad moment is measured again. */
    private synchronized boolean isAccepted(Question question) {
        boolean inTime = (iterationsAhead + question.iterations) * nanosPerIteration <= patienceNanos;
        boolean accepted = waiting.size() < MAX_WAITING && (inTime || iterationsAhead == 0);
        if (accepted) {
            waiting.add(question);
            iterationsAhead += question.iterations;
        }
        return accepted;
    }

    /** Answers those whose time is over, the one in work too. Has to be called often. */
    void expire() {
        List<Question> late = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty() && isLate(waiting.peek())) {
                late.add(removeFirst());
            }
            if (inWork != null && isLate(inWork)) {
                late.add(inWork);
            }
        }
        late.forEach(SlowLane::refuseLate);
    }

    private static void refuseLate(Question question) {
        question.answer.completeExceptionally(
                new TimeoutException("comparing a token with pbkdf2 hashes took too long"));
    }

    /** Gives up all that wait. */
    void close() {
        List<Question> left = new ArrayList<>();
        synchronized (this) {
            while (!waiting.isEmpty()) {
                left.add(removeFirst());
            }
            if (inWork != null) {
                left.add(inWork);
            }
        }
        left.forEach(question ->
                question.answer.completeExceptionally(new RejectedExecutionException("no token is compared any more")));
    }

    private boolean isLate(Question question) {
        return nanoTime.getAsLong() - question.arrivedNanos >= patienceNanos;
    }

    private Question removeFirst() {
        Question first = waiting.remove();
        iterationsAhead -= first.iterations;
        return first;
    }

    private void goOn() {
        if (!begins()) {
            return;
        }
        try {
            executor.execute(this::work);
        } catch (RejectedExecutionException stopped) {
            synchronized (this) {
                working = false;
            }
            close();
        }
    }

    private synchronized boolean begins() {
        boolean begins = !working && !waiting.isEmpty();
        working |= begins;
        return begins;
    }

    /** One question at a time, so that the end of the executor is the end of this. */
    private void work() {
        try {
            // nothing is computed for those whom nobody expects any more
            expire();
            Question question = next();
            if (question != null) {
                answer(question);
            }
        } finally {
            synchronized (this) {
                working = false;
            }
            goOn();
        }
    }

    private synchronized Question next() {
        inWork = waiting.poll();
        return inWork;
    }

    /** What is begun is finished, even when it is late: a token that fits is known from then on. */
    private void answer(Question question) {
        long begunNanos = nanoTime.getAsLong();
        try {
            Decision decision = question.decision.get();
            if (isLate(question)) {
                refuseLate(question);
            } else {
                question.answer.complete(decision);
            }
        } catch (RuntimeException failure) {
            question.answer.completeExceptionally(failure);
        } finally {
            finished(question, nanoTime.getAsLong() - begunNanos);
        }
    }

    private synchronized void finished(Question question, long tookNanos) {
        nanosPerIteration = (double) tookNanos / Math.max(1, question.iterations);
        iterationsAhead -= question.iterations;
        inWork = null;
    }
}
