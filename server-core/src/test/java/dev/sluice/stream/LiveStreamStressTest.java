package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
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
    private static final StreamSettings SETTINGS =
            new StreamSettings(SECOND, 4 << 20, SECOND, true, 0, SECOND / 20, 1 << 20, true, 10 * SECOND, 10 * SECOND);

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
            home.execute(new ScriptPublisher(registry.acquire(path, SETTINGS, home), home, pool));
            loops.forEach(loop -> audience(registry, path, home, loop));
        }
        loops.forEach(ThreadLoop::start);
        Thread scribbler = new Thread(() -> scribble(pool), "scribbler");
        scribbler.start();

        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
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

    /** Appends a few messages each time it runs, and changes places with another publisher after each stretch. */
    private final class ScriptPublisher implements Runnable, Publisher {
        private final Lease lease;
        private final ThreadLoop home;
        private final SegmentPool pool;
        private final Script script = new Script();
        private long[] turnsSeen = {};
        private long number;

        ScriptPublisher(Lease lease, ThreadLoop home, SegmentPool pool) {
            this.lease = lease;
            this.home = home;
            this.pool = pool;
        }

        @Override
        public void run() {
            if (number % Script.STRETCH == 0 && !begin()) {
                home.execute(this);
                return;
            }
            for (int i = 0; i < 10; i++, number++) {
                append();
            }
            lease.stream().endBatch();
            if (number % Script.STRETCH == 0) {
                lease.stream().release(this, Script.endsGracefully(number / Script.STRETCH - 1));
                turnsSeen = turns();
            }
            if (number < MESSAGES) {
                home.execute(this);
            } else {
                ending = true;
                lease.close();
                busy.decrementAndGet();
            }
        }

        /** Waits until each loop has seen the end of the stretch before. */
        private boolean begin() {
            long[] turns = turns();
            for (int i = 0; i < turnsSeen.length; i++) {
                if (turns[i] < turnsSeen[i] + 2) {
                    return false;
                }
            }
            LiveStream.Claim claim = lease.stream().claim(this);
            assertThat(claim).isEqualTo(LiveStream.Claim.GRANTED);
            return true;
        }

        private long[] turns() {
            return loops.stream().mapToLong(ThreadLoop::turns).toArray();
        }

        private void append() {
            if (pool.usedBytes() > pool.maxBytes() / 2) {
                // a loop that the machine does not let run pins what it has not read
                LockSupport.parkNanos(1_000_000);
            }
            boolean taken = lease.stream()
                    .append(
                            Script.kind(number),
                            Script.role(number),
                            Script.isHeader(number) ? Script.KEY : null,
                            Script.timestamp(number),
                            script.payload(number));
            assertThat(taken).as("message %d taken", number).isTrue();
        }

        @Override
        public long lastActivityNanos() {
            return System.nanoTime();
        }

        @Override
        public void onReplaced() {
            throw new AssertionError("replaced");
        }
    }
}
