package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Hours in small: the tarball's server under clients that come, go and stall at random. System properties: {@code
 * soak.minutes} (default 1), {@code soak.cycles} (default 10000), {@code soak.seed}.
 */
@Tag("soak")
class SoakIT {
    private static final int STAGES = 6;
    private static final int CYCLE_THREADS = 4;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration SETTLE = Duration.ofSeconds(40);
    private static final Duration REST = Duration.ofMinutes(2);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final long seed = Long.getLong("soak.seed", System.nanoTime());
    private Sluice server;

    @BeforeEach
    void start() {
        Assumptions.assumeTrue(Footprint.isMeasurable(), "no /proc or no jcmd");
        System.out.println("soak.seed " + seed);
        server = Sluice.start(
                bench,
                "limits.directMemory=64MiB",
                "applications.live.publish.resumeGrace=1s",
                "applications.live.publish.staleAfter=1s",
                "applications.live.play.maxLag=2s",
                "applications.live.play.stallTimeout=3s",
                "applications.live.play.sendBuffer=32KiB");
    }

    @Test
    void shouldLoseNothingAndComeBackToRest() throws Exception {
        perform(WARM_UP, 1);
        Footprint before = settle();
        Duration length = Duration.ofSeconds((long) (60 * Double.parseDouble(System.getProperty("soak.minutes", "1"))));
        long frames = perform(length, 2);
        System.out.println(frames + " frames, each seen by every probe of its stream");
        assertThat(frames).isPositive();
        awaitNoMoreThan(before);
        assertThat(server.log()).doesNotContain(" ERROR ");
    }

    /** Hostile case 76. */
    @Test
    void shouldNotGrowWithTheNumberOfPublications() throws Exception {
        int cycles = Integer.getInteger("soak.cycles", 10_000);
        cycle(cycles / 4);
        Footprint before = settle();
        cycle(cycles);
        awaitNoMoreThan(before);
        assertThat(server.log()).doesNotContain(" ERROR ");
    }

    /** Runs all stages for that long; returns how many frames were published. */
    private long perform(Duration length, int round) throws Exception {
        long deadline = System.nanoTime() + length.toNanos();
        var stages = new ArrayList<Callable<Long>>();
        for (int i = 0; i < STAGES; i++) {
            var random = new SplittableRandom(seed + 1000L * round + i);
            stages.add(new SoakStage(server.port(), "stage-" + i, i + 1, random, deadline));
        }
        return sum(stages);
    }

    private void cycle(int count) throws Exception {
        var cycles = new ArrayList<Callable<Long>>();
        for (int i = 0; i < CYCLE_THREADS; i++) {
            String key = "cycle-" + i;
            cycles.add(() -> {
                for (int j = 0; j < count / CYCLE_THREADS; j++) {
                    cycleOnce(key, j);
                }
                return (long) count;
            });
        }
        sum(cycles);
    }

    private void cycleOnce(String key, int number) throws IOException {
        WireClient publisher = WireClient.publishing(server.port(), key + "-" + number % 7);
        publisher.send(SoakStage.clip(1, 3));
        switch (number % 3) {
            case 0 -> publisher.abort();
            case 1 -> publisher.close();
            default -> {
                publisher.command(0, "deleteStream", null, 1.0);
                publisher.sync();
                publisher.close();
            }
        }
    }

    private static long sum(List<Callable<Long>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            long sum = 0;
            for (Future<Long> task : threads.invokeAll(tasks)) {
                sum += task.get();
            }
            return sum;
        } catch (ExecutionException e) {
            throw new AssertionError("a stage failed", e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** What a leak holds stays, while the rest goes sooner or later. */
    private void awaitNoMoreThan(Footprint before) {
        Awaitility.await("rest")
                .atMost(REST)
                .pollDelay(Duration.ZERO)
                .untilAsserted(() -> settle().expectNoMoreThan(before));
    }

    /** Waits until the server has noticed that everybody is gone. */
    private Footprint settle() {
        var last = new ArrayList<Long>();
        Awaitility.await("connections are closed")
                .atMost(SETTLE)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    last.add(Footprint.descriptorsOf(server.process()));
                    int size = last.size();
                    return size > 4 && last.get(size - 1).equals(last.get(size - 4));
                });
        return Footprint.of(bench, server.process());
    }
}
