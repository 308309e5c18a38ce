package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SlowLaneTest {
    private static final long PATIENCE_NANOS = 1_000;

    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void shouldRefuseAtOnceWhatWouldWaitTooLong() {
        SlowLane lane = lane(waiting::add);
        CompletableFuture<Decision> first = decide(lane, 600, 300);
        CompletableFuture<Decision> second = decide(lane, 400, 200);
        // what it costs is not known yet
        CompletableFuture<Decision> third = decide(lane, 1_400, 700);

        waiting.remove().run();
        assertThat(first).isCompletedWithValue(Decision.allow());
        assertThat(decide(lane, 300, 150)).isCompletedExceptionally();
        assertThat(decide(lane, 200, 100)).isNotDone();
        waiting.remove().run();
        assertThat(second).isCompletedWithValue(Decision.allow());
        assertThat(third).isNotDone();
    }

    @Test
    void shouldAnswerBeforeItIsTooLateAndComputeNothingForIt() {
        SlowLane lane = lane(waiting::add);
        List<CompletableFuture<Decision>> answers = new ArrayList<>();
        CompletableFuture<Decision> inWork = lane.decide(1, () -> {
                    nanos.set(PATIENCE_NANOS - 1);
                    lane.expire();
                    assertThat(answers).noneMatch(CompletableFuture::isDone);
                    nanos.set(PATIENCE_NANOS);
                    lane.expire();
                    assertThat(answers.get(0)).isCompletedExceptionally();
                    return Decision.allow();
                })
                .toCompletableFuture();
        AtomicInteger computed = new AtomicInteger();
        CompletableFuture<Decision> behind = lane.decide(1, () -> {
                    computed.incrementAndGet();
                    return Decision.allow();
                })
                .toCompletableFuture();
        answers.add(inWork);
        answers.add(behind);
        nanos.set(1);
        CompletableFuture<Decision> later = decide(lane, 1, 0);

        waiting.remove().run();
        assertThat(inWork).isCompletedExceptionally();
        assertThat(behind).isCompletedExceptionally();
        assertThat(later).isNotDone();
        waiting.remove().run();
        assertThat(later).isCompletedWithValue(Decision.allow());
        assertThat(computed).hasValue(0);
        assertThat(waiting).isEmpty();
    }

    @Test
    void shouldNotAnswerLateEvenWhenNothingHasExpiredIt() {
        SlowLane lane = lane(Runnable::run);

        assertThat(decide(lane, 1, PATIENCE_NANOS - 1)).isCompletedWithValue(Decision.allow());
        assertThat(decide(lane, 1, PATIENCE_NANOS)).isCompletedExceptionally();
    }

    @Test
    void shouldDropWhatHasExpiredBeforeItsTurn() {
        SlowLane lane = lane(waiting::add);
        CompletableFuture<Decision> tooLate = decide(lane, 1, 0);
        nanos.addAndGet(PATIENCE_NANOS);

        waiting.remove().run();
        assertThat(tooLate).isCompletedExceptionally();
        assertThat(decide(lane, 1, 0)).isNotDone();
    }

    @Test
    void shouldTakeAnythingWhenIdle() {
        SlowLane lane = lane(Runnable::run);
        decide(lane, 1, 10 * PATIENCE_NANOS);

        assertThat(decide(lane, 1_000, 1)).isCompletedWithValue(Decision.allow());
        assertThat(decide(lane, 1_000, 1)).isCompletedWithValue(Decision.allow());
    }

    @Test
    void shouldBoundHowManyWait() {
        SlowLane lane = lane(waiting::add);
        for (int i = 0; i < 1_000; i++) {
            assertThat(decide(lane, 1, 0)).isNotDone();
        }
        assertThat(decide(lane, 1, 0)).isCompletedExceptionally();
    }

    @Test
    void shouldGiveUpWhatWaitsWhenClosed() {
        SlowLane lane = lane(waiting::add);
        CompletableFuture<Decision> first = decide(lane, 1, 0);
        lane.close();
        assertThat(first).isCompletedExceptionally();
    }

    @Test
    void shouldForgetWhatFailed() {
        SlowLane lane = lane(Runnable::run);

        for (int i = 0; i < 3; i++) {
            CompletableFuture<Decision> failed = lane.decide(1_000, () -> {
                        throw new IllegalStateException("no PBKDF2");
                    })
                    .toCompletableFuture();
            assertThatThrownBy(failed::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("no PBKDF2");
        }
        assertThat(decide(lane, 1_000, 1)).isCompletedWithValue(Decision.allow());
    }

    @Test
    void shouldFailWhenThePluginHasStopped() {
        List<Integer> refused = new ArrayList<>();
        SlowLane lane = lane(task -> {
            refused.add(1);
            throw new RejectedExecutionException("stopped");
        });

        assertThat(decide(lane, 1_000, 1)).isCompletedExceptionally();
        assertThat(decide(lane, 1_000, 1)).isCompletedExceptionally();
        assertThat(refused).hasSize(2);
    }

    @Test
    void shouldWorkOnOneAtATime() {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            SlowLane lane = lane(threads);
            CountDownLatch gate = new CountDownLatch(1);
            AtomicInteger running = new AtomicInteger();
            AtomicInteger most = new AtomicInteger();
            List<CompletableFuture<Decision>> decisions = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                decisions.add(lane.decide(1, () -> {
                            most.accumulateAndGet(running.incrementAndGet(), Math::max);
                            awaitGate(gate);
                            running.decrementAndGet();
                            return Decision.allow();
                        })
                        .toCompletableFuture());
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> running.get() == 1);
            gate.countDown();
            decisions.forEach(CompletableFuture::join);

            assertThat(most).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private SlowLane lane(Executor executor) {
        return new SlowLane(executor, PATIENCE_NANOS, nanos::get);
    }

    private CompletableFuture<Decision> decide(SlowLane lane, long iterations, long tookNanos) {
        return lane.decide(iterations, () -> {
                    nanos.addAndGet(tookNanos);
                    return Decision.allow();
                })
                .toCompletableFuture();
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
