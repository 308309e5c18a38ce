package dev.sluice.plugin;

import static dev.sluice.plugin.EventBench.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.EventListener;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.plugin.Limits.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventDispatcherTest {
    @TempDir
    private Path folder;

    private final Queue<String> told = new ConcurrentLinkedQueue<>();
    private final CountDownLatch hanging = new CountDownLatch(1);
    private EventBench bench;
    private EventDispatcher events;

    @BeforeEach
    void make() {
        // soon over for the listener that hangs; for the others it does not matter
        Limits limits = Limits.patient().with(Limit.EVENT, Duration.ofMillis(200));
        bench = new EventBench(folder, limits.deadlines());
        events = new EventDispatcher(bench.counters);
        events.start();
    }

    @AfterEach
    void close() {
        hanging.countDown();
        events.close();
        bench.close();
    }

    private void take(ServerEvent event) {
        told.add((event.replayed() ? "replayed " : "") + event.type() + " " + event.subjectId());
    }

    private EventListener slow() {
        return event -> {
            try {
                hanging.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            take(event);
        };
    }

    @Test
    void shouldTellStateFirstThenWhatHappens() {
        events.accept(event(Type.CONNECTION_OPENED, 1));
        events.accept(event(Type.PUBLISH_STARTED, 1));
        events.accept(event(Type.CONNECTION_OPENED, 2));
        events.accept(event(Type.PLAY_STARTED, 2));
        events.accept(event(Type.RECORDING_STARTED, 1));
        events.accept(event(Type.RECORDING_STARTED, 2));
        events.accept(event(Type.PLAYER_SLOW, 0));
        events.accept(event(Type.RECORDING_FAILED, 1));
        events.accept(event(Type.RECORDING_FAILED, 0));
        events.accept(event(Type.PLAY_STOPPED, 2));

        events.add(bench.listener(this::take));
        events.accept(event(Type.PUBLISH_STOPPED, 1));

        await().untilAsserted(() -> assertThat(told)
                .containsExactly(
                        "replayed CONNECTION_OPENED 1",
                        "replayed PUBLISH_STARTED 1",
                        "replayed CONNECTION_OPENED 2",
                        "replayed RECORDING_STARTED 2",
                        "PUBLISH_STOPPED 1"));
    }

    @Test
    void shouldKeepOrderOfEachConnectionForListenerThatHung() {
        events.add(bench.listener(slow()));
        List<String> expected = new ArrayList<>();
        IntStream.rangeClosed(1, 1000).forEach(i -> {
            for (Type type : List.of(
                    Type.CONNECTION_OPENED,
                    Type.PUBLISH_STARTED,
                    Type.STREAM_STALLED,
                    Type.PUBLISH_STOPPED,
                    Type.CONNECTION_CLOSED)) {
                events.accept(event(type, i));
                expected.add(type + " " + i);
            }
        });

        hanging.countDown();

        await().untilAsserted(() -> assertThat(told).hasSize(5000));
        assertThat(told).containsExactlyElementsOf(expected);
    }

    @Test
    void shouldWaitForNoListener() {
        AtomicInteger seen = new AtomicInteger();
        events.add(bench.listener(slow()));
        events.add(bench.listener(event -> seen.incrementAndGet()));

        for (int i = 1; i <= 20_000; i++) {
            events.accept(event(Type.CONNECTION_OPENED, i));
            events.accept(event(Type.CONNECTION_CLOSED, i));
            if (i % 2_000 == 0) {
                // so that the other one is never too slow, on however busy a machine
                int all = 2 * i;
                await().until(() -> seen.get() == all);
            }
        }

        assertThat(hanging.getCount()).isEqualTo(1);
        await().untilAsserted(() -> assertThat(events.droppedBy(bench.owner())).isPositive());
    }

    @Test
    void shouldTellNothingFurtherAfterRemoval() {
        var first = bench.listener(this::take);
        events.add(first);
        events.accept(event(Type.CONNECTION_OPENED, 1));
        await().until(() -> told.size() == 1);

        events.remove(first);
        events.accept(event(Type.CONNECTION_CLOSED, 1));
        events.accept(event(Type.CONNECTION_OPENED, 2));
        events.add(bench.listener(this::take));

        await().untilAsserted(
                        () -> assertThat(told).containsExactly("CONNECTION_OPENED 1", "replayed CONNECTION_OPENED 2"));
    }

    @Test
    void shouldCountListenerThatHangsAsFailureOnce() {
        events.add(bench.listener(slow()));
        events.accept(event(Type.PLAYER_SLOW, 0));

        await().untilAsserted(() -> assertThat(bench.owner().failures().total()).isEqualTo(1));
        events.drain(Duration.ofMillis(500));

        assertThat(bench.owner().failures().total()).isEqualTo(1);
    }

    @Test
    void shouldDrainWhatWasAccepted() {
        events.add(bench.listener(this::take));
        for (int i = 1; i <= 3000; i++) {
            events.accept(event(Type.CONNECTION_OPENED, i));
        }

        events.drain(Duration.ofSeconds(10));

        await().untilAsserted(() -> assertThat(told).hasSize(3000));
    }
}
