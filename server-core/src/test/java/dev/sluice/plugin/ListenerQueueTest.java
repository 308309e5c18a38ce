package dev.sluice.plugin;

import static dev.sluice.plugin.EventBench.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.plugin.LifeSpans.Span;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListenerQueueTest {
    /** Longer than any test. */
    private static final long LIMIT_NANOS = java.util.concurrent.TimeUnit.MINUTES.toNanos(10);

    private static final int MAX = ListenerQueue.MAX_WAITING;
    private static final Type[] STARTS = {
        Type.CONNECTION_OPENED, Type.PUBLISH_STARTED, Type.PLAY_STARTED, Type.RECORDING_STARTED
    };

    @TempDir
    private Path folder;

    private final Queue<ServerEvent> told = new ConcurrentLinkedQueue<>();
    private EventBench bench;
    private ListenerQueue queue;

    @BeforeEach
    void make() {
        bench = new EventBench(folder, Limits.patient().deadlines());
    }

    @AfterEach
    void close() {
        queue.close();
        bench.close();
    }

    private static void awaitZero(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void hangingUntil(CountDownLatch latch) {
        queue = new ListenerQueue(
                bench.listener(event -> {
                    awaitZero(latch);
                    told.add(event);
                }),
                bench.counters,
                LIMIT_NANOS);
        queue.start();
        queue.add(event(Type.PROTOCOL_ERROR, 0));
        await().until(() -> queue.length() == 0);
    }

    private List<String> toldOf(Type... types) {
        return told.stream()
                .filter(event -> Set.of(types).contains(event.type()))
                .map(event -> event.type() + " " + event.subjectId())
                .toList();
    }

    @Test
    void shouldDropAndCountInformationalEventsBeyondItsBound() {
        CountDownLatch latch = new CountDownLatch(1);
        hangingUntil(latch);

        for (int i = 0; i < MAX + 500; i++) {
            queue.add(event(Type.PLAYER_SLOW, 0));
        }

        assertThat(queue.length()).isEqualTo(MAX);
        assertThat(queue.dropped()).isEqualTo(500);
        assertThat(bench.counters.get(Counter.EVENTS_DROPPED)).isEqualTo(500);
        latch.countDown();
        await().until(() -> told.size() == MAX + 1);
    }

    @Test
    void shouldNeverDropStartsOrStopsOfWhatGoesOn() {
        CountDownLatch latch = new CountDownLatch(1);
        hangingUntil(latch);
        for (int i = 0; i < MAX; i++) {
            queue.add(event(Type.PLAYER_SLOW, 0));
        }

        queue.add(event(Type.CONNECTION_OPENED, 1));
        for (int i = 2; i < 50_000; i++) {
            queue.add(event(Type.CONNECTION_OPENED, i));
            queue.add(event(Type.PUBLISH_STARTED, i));
            queue.add(event(Type.PUBLISH_STOPPED, i));
            queue.add(event(Type.CONNECTION_CLOSED, i));
        }
        queue.add(event(Type.PUBLISH_STARTED, 1));

        assertThat(queue.length()).isEqualTo(MAX + 2);
        assertThat(queue.dropped()).isEqualTo(4 * (50_000 - 2));
        latch.countDown();
        await().until(() -> told.size() == MAX + 3);
        queue.add(event(Type.PUBLISH_STOPPED, 1));
        queue.add(event(Type.CONNECTION_CLOSED, 1));
        await().untilAsserted(() -> assertThat(toldOf(
                        Type.CONNECTION_OPENED, Type.PUBLISH_STARTED, Type.PUBLISH_STOPPED, Type.CONNECTION_CLOSED))
                .containsExactly(
                        "CONNECTION_OPENED 1", "PUBLISH_STARTED 1", "PUBLISH_STOPPED 1", "CONNECTION_CLOSED 1"));
    }

    @Test
    void shouldTellStopOfWhatWasToldUnderPressure() {
        CountDownLatch latch = new CountDownLatch(1);
        queue = new ListenerQueue(
                bench.listener(event -> {
                    told.add(event);
                    if (event.type() == Type.PROTOCOL_ERROR) {
                        awaitZero(latch);
                    }
                }),
                bench.counters,
                LIMIT_NANOS);
        queue.start();
        queue.add(event(Type.PLAY_STARTED, 1));
        queue.add(event(Type.PROTOCOL_ERROR, 0));
        await().until(() -> told.size() == 2);
        for (int i = 0; i < MAX + 1; i++) {
            queue.add(event(Type.PLAYER_SLOW, 0));
        }

        queue.add(event(Type.PLAY_STOPPED, 1));
        latch.countDown();

        await().untilAsserted(() -> assertThat(toldOf(Type.PLAY_STARTED, Type.PLAY_STOPPED))
                .containsExactly("PLAY_STARTED 1", "PLAY_STOPPED 1"));
        assertThat(queue.dropped()).isEqualTo(1);
    }

    @Test
    void shouldPairFailedRecordingWithItsStart() {
        CountDownLatch latch = new CountDownLatch(1);
        hangingUntil(latch);
        queue.add(event(Type.RECORDING_STARTED, 1));
        queue.add(event(Type.RECORDING_FAILED, 1));
        for (int i = 0; i < MAX; i++) {
            queue.add(event(Type.PLAYER_SLOW, 0));
        }
        long before = queue.dropped();

        queue.add(event(Type.RECORDING_STARTED, 2));
        queue.add(event(Type.RECORDING_FAILED, 2));
        queue.add(event(Type.RECORDING_FAILED, 0));

        assertThat(queue.dropped() - before).isEqualTo(3);
        latch.countDown();
        await().until(() -> queue.length() == 0 && told.size() == MAX + 1);
        assertThat(toldOf(Type.RECORDING_STARTED, Type.RECORDING_FAILED))
                .containsExactly("RECORDING_STARTED 1", "RECORDING_FAILED 1");
    }

    @Test
    void shouldGoOnAfterListenerThatThrows() {
        queue = new ListenerQueue(
                bench.listener(event -> {
                    told.add(event);
                    throw new AssertionError("on purpose");
                }),
                bench.counters,
                LIMIT_NANOS);
        queue.start();
        for (int i = 0; i < FailureCount.MAX_IN_A_ROW; i++) {
            queue.add(event(Type.PLAYER_SLOW, 0));
        }

        await().until(() -> told.size() == FailureCount.MAX_IN_A_ROW);
        await().until(() -> bench.quarantined.size() == 1);
        assertThat(bench.owner().failures().total()).isEqualTo(FailureCount.MAX_IN_A_ROW);
    }

    @Test
    void shouldCountEachCallThatTakesTooLong() {
        Semaphore go = new Semaphore(0);
        AtomicInteger begun = new AtomicInteger();
        queue = new ListenerQueue(
                bench.listener(event -> {
                    begun.incrementAndGet();
                    go.acquireUninterruptibly();
                }),
                bench.counters,
                0);
        queue.start();

        for (int i = 0; i < FailureCount.MAX_IN_A_ROW; i++) {
            queue.add(event(Type.PLAYER_SLOW, 0));
        }

        for (int i = 1; i <= FailureCount.MAX_IN_A_ROW; i++) {
            int calls = i;
            await().until(() -> begun.get() == calls);
            queue.watch(System.nanoTime() + 1_000);
            queue.watch(System.nanoTime() + 1_000);
            assertThat(bench.owner().failures().total()).isEqualTo(calls);
            go.release();
        }
        assertThat(bench.quarantined).hasSize(1);
    }

    @RepeatedTest(4)
    void shouldTellPairsExactlyOnceAndStayBounded() {
        long seed = ThreadLocalRandom.current().nextLong();
        Random random = new Random(seed);
        Semaphore speed = new Semaphore(0);
        List<ServerEvent> collected = new ArrayList<>();
        queue = new ListenerQueue(
                bench.listener(event -> {
                    speed.acquireUninterruptibly();
                    synchronized (collected) {
                        collected.add(event);
                    }
                }),
                bench.counters,
                LIMIT_NANOS);
        queue.start();
        List<Span> open = new ArrayList<>();
        long accepted = 0;
        int mostOpen = 0;
        for (int i = 0; i < 60_000; i++) {
            queue.add(next(random, open, i + 1));
            accepted++;
            mostOpen = Math.max(mostOpen, open.size());
            assertThat(queue.length()).as("length, seed %d", seed).isLessThanOrEqualTo(MAX + 2 * mostOpen + 1);
            if (random.nextInt(1000) == 0) {
                speed.release(random.nextInt(400));
            }
        }
        speed.release(200_000);
        await().until(() -> queue.length() == 0);
        long expected = accepted - queue.dropped();
        await().untilAsserted(() -> {
            synchronized (collected) {
                assertThat(collected).as("seed %d", seed).hasSize((int) expected);
            }
        });
        expectPairs(collected, open, seed);
        assertThat(queue.dropped()).as("seed %d: pressed at all", seed).isPositive();
    }

    private static ServerEvent next(Random random, List<Span> open, long number) {
        int dice = random.nextInt(10);
        if (dice < 2) {
            return event(Type.PLAYER_SLOW, 0);
        }
        if (dice < 6 && open.size() < 200 || open.isEmpty()) {
            Span span = new Span(STARTS[random.nextInt(STARTS.length)], number);
            open.add(span);
            return event(span.start(), number);
        }
        Span ended = open.remove(random.nextInt(open.size()));
        return event(stopOf(ended.start(), random), ended.subjectId());
    }

    private static Type stopOf(Type start, Random random) {
        return switch (start) {
            case CONNECTION_OPENED -> Type.CONNECTION_CLOSED;
            case PUBLISH_STARTED -> Type.PUBLISH_STOPPED;
            case PLAY_STARTED -> Type.PLAY_STOPPED;
            default -> random.nextBoolean() ? Type.RECORDING_STOPPED : Type.RECORDING_FAILED;
        };
    }

    private static void expectPairs(List<ServerEvent> events, List<Span> open, long seed) {
        Set<Span> begun = new HashSet<>();
        Set<Span> ever = new HashSet<>();
        for (ServerEvent event : events) {
            Span.of(event).ifPresent(span -> {
                if (event.type() == span.start()) {
                    assertThat(ever.add(span))
                            .as("%s once, seed %d", span, seed)
                            .isTrue();
                    begun.add(span);
                } else {
                    assertThat(begun.remove(span))
                            .as("%s before its stop, seed %d", span, seed)
                            .isTrue();
                }
            });
        }
        assertThat(begun).as("what goes on, seed %d", seed).containsExactlyInAnyOrderElementsOf(open);
    }
}
