package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counters;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Random lives of a stream with taps of different speed, held to a {@link Ledger}. */
class LogTapPropertyTest {
    private static final int SEEDS = 150;
    private static final int STEPS = 800;
    private static final int LOOPS = 2;
    private static final int MAX_TAPS = 4;

    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldGiveEachTapWholeMessagesInOrder() {
        long delivered = 0;
        long dropped = 0;
        int ended = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Life life = new Life(seed);
            try {
                life.live();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ", step " + life.step + ": " + failure, failure);
            }
            delivered += life.delivered;
            dropped += life.dropped;
            ended += life.ended;
        }
        assertThat(delivered).isGreaterThan(100L * SEEDS);
        assertThat(dropped).isGreaterThan(20L * SEEDS);
        assertThat(ended).isGreaterThan(SEEDS / 2);
    }

    private static final class Life {
        private final Random random;
        private final FakeClock clock = new FakeClock();
        private final List<FakeLoop> loops =
                IntStream.range(0, LOOPS).mapToObj(i -> new FakeLoop(i, clock)).toList();
        private final SegmentPool pool;
        private final StreamRegistry registry;
        private final StreamSettings settings;
        private final Lease lease;
        private final Ledger ledger;
        private final List<CheckedTap> taps = new ArrayList<>();
        private RandomPublisher publisher;
        private CheckedPlayer player;
        private int wakes;
        private int step;
        private long delivered;
        private long dropped;
        private int ended;

        Life(long seed) {
            random = new Random(seed);
            Counters counters = new Counters();
            pool = new SegmentPool((2L + random.nextInt(6)) << 20, LOOPS, counters);
            registry = new StreamRegistry(new StreamEnvironment(pool, counters, clock, LOOPS, pick(128, 4096, 60_000)));
            settings = new StreamSettings(
                    millis(pick(1000, 5000)),
                    pick(1 << 18, 1 << 20, 1 << 23),
                    millis(500),
                    true,
                    millis(pick(0, 35)),
                    millis(1000),
                    pick(1 << 14, 1 << 16, 1 << 20),
                    true,
                    millis(pick(0, 300)),
                    millis(200));
            lease = lease();
            ledger = new Ledger(lease.stream());
        }

        void live() {
            for (step = 0; step < STEPS; step++) {
                act();
                taps.forEach(CheckedTap::observe);
                if (step % 4 == 0) {
                    Scribbler.scribble(pool, 2 * SegmentPool.ORDERS);
                }
            }
            settle();
            if (publisher != null) {
                taps.forEach(CheckedTap::assertHasAll);
            }
            end(true);
            settle();
            leave();
            lease.close();
            loops.forEach(FakeLoop::turn);
            assertThat(registry.all()).isEmpty();
            assertThat(pool.usedBytes()).as("bytes lent out in the end").isZero();
            assertThat(wakes).isPositive();
            pool.close();
        }

        private void act() {
            int dice = random.nextInt(100);
            if (dice < 45) {
                publish();
            } else if (dice < 60) {
                loops.get(random.nextInt(LOOPS)).turn();
            } else if (dice < 82) {
                withTap(tap -> tap.poll(1 + random.nextInt(1 << random.nextInt(8))));
            } else if (dice < 88) {
                clock.advanceMillis(1 + random.nextInt(random.nextInt(10) == 0 ? 1000 : 50));
            } else if (dice < 92) {
                join();
            } else if (dice < 94) {
                withTap(this::close);
            } else if (dice < 98) {
                watch();
            } else {
                end(random.nextBoolean());
            }
        }

        private void publish() {
            if (publisher == null || publisher.isReplaced() || random.nextInt(100) == 0) {
                // a loop always comes to see one end of a stream before the next
                loops.forEach(FakeLoop::turn);
                taps.forEach(CheckedTap::observe);
                RandomPublisher candidate = new RandomPublisher(ledger, lease(), random, clock, "step " + step);
                if (candidate.start()) {
                    publisher = candidate;
                    taps.forEach(CheckedTap::observe);
                    if (random.nextBoolean()) {
                        tap(ledger.stream().tap(() -> wakes++));
                    }
                }
            }
            if (publisher != null && !publisher.publish()) {
                end(random.nextBoolean());
            }
        }

        private void end(boolean graceful) {
            if (publisher != null) {
                publisher.end(graceful);
                publisher = null;
            }
        }

        private void join() {
            tap(
                    random.nextInt(4) == 0
                            ? ledger.stream().tap(() -> wakes++)
                            : ledger.stream().requestTap(() -> wakes++));
        }

        private void tap(LogTap tap) {
            CheckedTap checked = new CheckedTap(ledger, tap, "tap of step " + step);
            taps.add(checked);
            if (taps.size() > MAX_TAPS) {
                close(taps.get(random.nextInt(taps.size())));
            }
        }

        private void withTap(Consumer<CheckedTap> action) {
            if (!taps.isEmpty()) {
                action.accept(taps.get(random.nextInt(taps.size())));
            }
        }

        private void close(CheckedTap tap) {
            tap.close();
            taps.remove(tap);
            delivered += tap.delivered();
            dropped += tap.dropped();
            ended += tap.hasEnded() ? 1 : 0;
        }

        /** A player beside the taps pins the log as well. */
        private void watch() {
            if (player == null || player.isClosed()) {
                player = new CheckedPlayer(ledger, lease(), loops.get(random.nextInt(LOOPS)), 1, "player");
            }
            player.open(1L << random.nextInt(20));
        }

        private void leave() {
            List.copyOf(taps).forEach(this::close);
            if (player != null && !player.isClosed()) {
                player.leave();
            }
        }

        /** Has everybody take everything. */
        private void settle() {
            clock.advanceMillis(400);
            boolean idle = false;
            while (!idle) {
                if (player != null && !player.isClosed()) {
                    player.open(Long.MAX_VALUE);
                }
                loops.forEach(FakeLoop::turn);
                taps.forEach(CheckedTap::observe);
                boolean more = false;
                for (CheckedTap tap : taps) {
                    more |= tap.poll(Integer.MAX_VALUE);
                }
                idle = !more && loops.stream().allMatch(FakeLoop::isIdle);
            }
        }

        private Lease lease() {
            return registry.acquire(new StreamPath("live", "a"), settings, loops.get(0));
        }

        private int pick(int... values) {
            return values[random.nextInt(values.length)];
        }

        private static long millis(long millis) {
            return millis * 1_000_000;
        }
    }
}
