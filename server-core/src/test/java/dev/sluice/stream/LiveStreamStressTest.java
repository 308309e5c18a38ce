package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Loops with threads of their own: publishers at full speed, players that join, lag, skip and leave. A thread writes over
 * what is free, so that a segment that is given back too early does not keep what somebody reads.
 */
class LiveStreamStressTest {
    private static final int MESSAGES = 15 * Script.STRETCH;
    private static final int PLAYERS_PER_LOOP = 6;
    private static final long SECOND = 1_000_000_000L;
    private static final StreamSettings SETTINGS = new StreamSettings(
            SECOND, 4 << 20, SECOND, true, 0, SECOND / 20, 1 << 20, true, 300 * SECOND, 300 * SECOND);

    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicInteger delivered = new AtomicInteger();
    private final AtomicInteger skips = new AtomicInteger();
    private final AtomicInteger busy = new AtomicInteger();
    private final List<ThreadLoop> loops = new ArrayList<>();
    private volatile boolean ending;
    private volatile boolean stopping;

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void shouldNeverReuseWhatSomebodyReads(int loopCount) throws InterruptedException {
        SegmentPool pool = new SegmentPool(64 << 20, loopCount, new Counters());
        StreamRegistry registry =
                new StreamRegistry(new StreamEnvironment(pool, new Counters(), System::nanoTime, loopCount, 4096));
        IntStream.range(0, loopCount).forEach(i -> loops.add(new ThreadLoop(i, failure)));
        for (int i = 0; i < 2; i++) {
            ThreadLoop home = loops.get(i);
            StreamPath path = new StreamPath("live", "s" + i);
            busy.incrementAndGet();
            Lease lease = registry.acquire(path, SETTINGS, home);
            home.execute(new ScriptPublisher(lease, home, loops, pool, number -> number < MESSAGES, this::onPublished));
            loops.forEach(loop -> audience(registry, path, home, loop));
        }
        loops.forEach(ThreadLoop::start);
        Thread scribbler = new Thread(() -> scribble(pool), "scribbler");
        scribbler.start();

        try {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(10))
                    .until(() -> isOver() && (failure.get() != null || pool.usedBytes() == 0));
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
        assertThat(delivered.get()).isGreaterThan(MESSAGES / 10);
        assertThat(skips.get()).isPositive();
    }

    private void onPublished() {
        ending = true;
        busy.decrementAndGet();
    }

    private void scribble(SegmentPool pool) {
        while (!stopping && !isOver()) {
            Scribbler.scribble(pool, SegmentPool.ORDERS);
        }
    }

    private boolean isOver() {
        return failure.get() != null || busy.get() == 0;
    }

    private void audience(StreamRegistry registry, StreamPath path, ThreadLoop home, ThreadLoop loop) {
        busy.incrementAndGet();
        List<ScriptPlayer> players = new ArrayList<>();
        Random random = new Random(loop.index());
        loop.execute(new Runnable() {
            @Override
            public void run() {
                players.removeIf(player -> isGone(player));
                while (!ending && players.size() < PLAYERS_PER_LOOP) {
                    int id = random.nextInt(3) == 0 ? 5 : 1;
                    players.add(new ScriptPlayer(registry.acquire(path, SETTINGS, home), loop, id));
                }
                for (ScriptPlayer player : players) {
                    actAtRandom(player, random);
                }
                if (ending && players.isEmpty()) {
                    busy.decrementAndGet();
                } else {
                    loop.execute(this);
                }
            }
        });
    }

    private boolean isGone(ScriptPlayer player) {
        if (player.isClosed()) {
            delivered.addAndGet(player.delivered());
            skips.addAndGet(player.skips());
        }
        return player.isClosed();
    }

    private void actAtRandom(ScriptPlayer player, Random random) {
        if (player.isClosed()) {
            return;
        }
        int dice = random.nextInt(2000);
        if (dice == 0 || ending && dice < 100) {
            player.leave();
        } else if (dice < 1000) {
            player.open(random.nextInt(1 << random.nextInt(20)));
        }
    }
}
