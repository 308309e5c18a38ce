package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlowLaneTest {
    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Test
    void shouldRefuseAtOnceWhatWouldWaitTooLong() {
        SlowLane lane = new SlowLane(waiting::add, 1_000);
        CompletableFuture<Decision> first = decide(lane, 600);
        CompletableFuture<Decision> second = decide(lane, 400);

        assertThat(decide(lane, 1)).isCompletedExceptionally();
        waiting.remove().run();
        assertThat(first).isCompletedWithValue(Decision.allow());

        CompletableFuture<Decision> third = decide(lane, 600);
        assertThat(third).isNotDone();
        waiting.remove().run();
        waiting.remove().run();
        assertThat(second).isCompleted();
        assertThat(third).isCompleted();
    }

    @Test
    void shouldForgetWhatFailed() {
        SlowLane lane = new SlowLane(Runnable::run, 1_000);

        for (int i = 0; i < 3; i++) {
            CompletableFuture<Decision> failed = lane.decide(1_000, () -> {
                        throw new IllegalStateException("no PBKDF2");
                    })
                    .toCompletableFuture();
            assertThatThrownBy(failed::join)
                    .isInstanceOf(CompletionException.class)
                    .hasRootCauseMessage("no PBKDF2");
        }
        assertThat(decide(lane, 1_000)).isCompletedWithValue(Decision.allow());
    }

    @Test
    void shouldFailWhenThePluginHasStopped() {
        List<Integer> refused = new ArrayList<>();
        SlowLane lane = new SlowLane(
                task -> {
                    refused.add(1);
                    throw new RejectedExecutionException("stopped");
                },
                1_000);

        assertThat(decide(lane, 1_000)).isCompletedExceptionally();
        assertThat(decide(lane, 1_000)).isCompletedExceptionally();
        assertThat(refused).hasSize(2);
    }

    @Test
    void shouldWorkOnOneAtATime() {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            SlowLane lane = new SlowLane(threads, 1_000);
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
            await().until(() -> running.get() == 1);
            gate.countDown();
            decisions.forEach(CompletableFuture::join);

            assertThat(most).hasValue(1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static CompletableFuture<Decision> decide(SlowLane lane, long iterations) {
        return lane.decide(iterations, Decision::allow).toCompletableFuture();
    }

    private static void awaitGate(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
