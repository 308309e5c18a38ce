package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Loops and pumps with threads of their own: publishers at full speed, pumps that keep up and others that do not, taps
 * that are closed under their hands. A thread writes over what is free, so that a segment that is given back too early
 * does not keep what a pump reads.
 */
class LogTapStressTest {
    private static final long MIN_DELIVERED = 20_000;
    private static final long MIN_DROPPED = 2_000;
    private static final long MIN_TAPS = 100;
    private static final int LOOPS = 2;
    private static final long SECOND = 1_000_000_000L;
    /** Of each stream: one that hardly ever loses its place, and one that pumps are often too slow for. */
    private static final int[] MAX_LAG_BYTES = {1 << 20, 64 << 10};
    /** Of a thousand messages a pump sleeps a while after so many. */
    private static final int[] SLOWNESS = {0, 2, 200};

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger publishing = new AtomicInteger(LOOPS);
    private final List<ThreadLoop> loops = new ArrayList<>();
    private final List<TapPump> pumps = new ArrayList<>();
    private volatile boolean stopping;

    @Test
    void shouldNeverReuseWhatAPumpReads() throws InterruptedException {
        SegmentPool pool = new SegmentPool(32 << 20, LOOPS, new Counters());
        StreamRegistry registry =
                new StreamRegistry(new StreamEnvironment(pool, new Counters(), System::nanoTime, LOOPS, 4096));
        for (int i = 0; i < LOOPS; i++) {
            loops.add(new ThreadLoop(i, failure));
        }
        for (ThreadLoop home : loops) {
            StreamPath path = new StreamPath("live", "s" + home.index());
            StreamSettings settings = settings(MAX_LAG_BYTES[home.index()]);
            Lease lease = registry.acquire(path, settings, home);
            home.execute(new ScriptPublisher(
                    lease, home, loops, pool, number -> !hasSeenEnough(), publishing::decrementAndGet));
            for (int slowness : SLOWNESS) {
                pumps.add(new TapPump(registry.acquire(path, settings, home), slowness, slowness, failure));
            }
        }
        loops.forEach(ThreadLoop::start);
        pumps.forEach(TapPump::start);
        Thread scribbler = new Thread(() -> disturb(pool), "scribbler");
        scribbler.start();
        try {
            await(() -> publishing.get() == 0);
            pumps.forEach(TapPump::end);
            await(() -> pumps.stream().allMatch(TapPump::isOver));
            await(() -> pool.usedBytes() == 0);
        } finally {
            stopping = true;
        }
        scribbler.join();
        for (ThreadLoop loop : loops) {
            loop.stop();
        }
        pool.close();
        assertThat(failure.get()).isNull();
        assertThat(registry.all()).isEmpty();
        assertThat(hasSeenEnough()).isTrue();
    }

    private boolean hasSeenEnough() {
        return failure.get() != null
                || sum(TapPump::delivered) >= MIN_DELIVERED
                        && sum(TapPump::dropped) >= MIN_DROPPED
                        && sum(TapPump::taps) >= MIN_TAPS;
    }

    private long sum(ToLongFunction<TapPump> count) {
        return pumps.stream().mapToLong(count).sum();
    }

    private void await(BooleanSupplier condition) {
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .atMost(Duration.ofMinutes(10))
                .until(() -> failure.get() != null || condition.getAsBoolean());
    }

    private static StreamSettings settings(int maxLagBytes) {
        return new StreamSettings(
                SECOND, 4 << 20, SECOND, true, 0, SECOND, maxLagBytes, true, 300 * SECOND, 300 * SECOND);
    }

    private void disturb(SegmentPool pool) {
        Random random = new Random(5);
        while (!stopping && failure.get() == null) {
            Scribbler.scribble(pool, SegmentPool.ORDERS);
            if (random.nextInt(16) == 0) {
                pumps.get(random.nextInt(pumps.size())).disturb();
            }
        }
    }
}
