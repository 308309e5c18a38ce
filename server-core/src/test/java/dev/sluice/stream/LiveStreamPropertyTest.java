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

/** Random lives of streams, on loops that turn when told to, held to a {@link Ledger}. */
class LiveStreamPropertyTest {
    private static final int SEEDS = 120;
    private static final int STEPS = 600;
    private static final int LOOPS = 3;
    private static final int MAX_PLAYERS = 12;

    @Test
    @Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldGiveEachPlayerWholeMessagesInOrder() {
        int delivered = 0;
        int skips = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            Life life = new Life(seed);
            try {
                life.live();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ": " + failure, failure);
            }
            delivered += life.delivered;
            skips += life.skips;
        }
        assertThat(delivered).isGreaterThan(100 * SEEDS);
        assertThat(skips).isGreaterThan(SEEDS);
    }

    private static final class Life {
        private final Random random;
        private final FakeClock clock = new FakeClock();
        private final List<FakeLoop> loops =
                IntStream.range(0, LOOPS).mapToObj(i -> new FakeLoop(i, clock)).toList();
        private final SegmentPool pool;
        private final StreamRegistry registry;
        private final StreamSettings settings;
        private final List<Side> sides = new ArrayList<>();
        private int step;
        private int delivered;
        private int skips;

        Life(long seed) {
            random = new Random(seed);
            Counters counters = new Counters();
            pool = new SegmentPool((2L + random.nextInt(10)) << 20, LOOPS, counters);
            registry = new StreamRegistry(new StreamEnvironment(pool, counters, clock, LOOPS, pick(128, 4096, 60_000)));
            settings = new StreamSettings(
                    millis(pick(1000, 5000)),
                    pick(1 << 18, 1 << 20, 1 << 23),
                    millis(pick(500, 5000)),
                    random.nextInt(5) > 0,
                    millis(pick(0, 35)),
                    millis(pick(200, 1000)),
                    pick(1 << 15, 1 << 17, 1 << 20),
                    random.nextInt(4) > 0,
                    millis(pick(0, 300)),
                    millis(200));
            sides.add(new Side("a"));
            sides.add(new Side("b"));
        }

        void live() {
            for (step = 0; step < STEPS; step++) {
                act(sides.get(random.nextInt(sides.size())));
                if (step % 4 == 0) {
                    Scribbler.scribble(pool, 2 * SegmentPool.ORDERS);
                }
            }
            settle();
            sides.forEach(Side::assertAllDelivered);
            sides.forEach(Side::close);
            loops.forEach(FakeLoop::turn);
            assertThat(registry.all()).isEmpty();
            assertThat(pool.usedBytes()).as("bytes lent out in the end").isZero();
            pool.close();
        }

        private void act(Side side) {
            int dice = random.nextInt(100);
            if (dice < 40) {
                side.publish();
            } else if (dice < 65) {
                loops.get(random.nextInt(LOOPS)).turn();
            } else if (dice < 80) {
                side.withPlayer(player -> player.open(1L << random.nextInt(22)));
            } else if (dice < 88) {
                clock.advanceMillis(1 + random.nextInt(random.nextInt(10) == 0 ? 1000 : 50));
            } else if (dice < 93) {
                side.join();
            } else if (dice < 95) {
                side.withPlayer(CheckedPlayer::leave);
            } else if (dice < 98) {
                side.withPlayer(player -> player.want(random.nextBoolean(), random.nextInt(3) > 0));
            } else {
                side.end(random.nextBoolean());
            }
        }

        /** Has everybody take everything. */
        private void settle() {
            clock.advanceMillis(40);
            boolean idle = false;
            while (!idle) {
                for (Side side : sides) {
                    List.copyOf(side.players).stream()
                            .filter(player -> !player.isClosed())
                            .forEach(player -> player.open(Long.MAX_VALUE));
                }
                loops.forEach(FakeLoop::turn);
                idle = loops.stream().allMatch(FakeLoop::isIdle);
            }
        }

        private int pick(int... values) {
            return values[random.nextInt(values.length)];
        }

        private static long millis(long millis) {
            return millis * 1_000_000;
        }

        /** One stream with all who have to do with it. */
        private final class Side {
            private final StreamPath path;
            private final Lease lease;
            private final Ledger ledger;
            private final List<CheckedPlayer> players = new ArrayList<>();
            private RandomPublisher publisher;

            Side(String name) {
                path = new StreamPath("live", name);
                lease = lease();
                ledger = new Ledger(lease.stream());
            }

            private Lease lease() {
                return registry.acquire(path, settings, loops.get(path.name().equals("a") ? 0 : 1));
            }

            void publish() {
                if (publisher == null || random.nextInt(100) == 0) {
                    // a loop always comes to see one end of a stream before the next
                    loops.forEach(FakeLoop::turn);
                    RandomPublisher candidate = new RandomPublisher(ledger, lease(), random, clock, "step " + step);
                    if (candidate.start()) {
                        assertThat(publisher == null || publisher.isReplaced()).isTrue();
                        publisher = candidate;
                    }
                }
                if (publisher != null && !publisher.publish()) {
                    end(random.nextBoolean());
                }
            }

            void end(boolean graceful) {
                if (publisher != null) {
                    publisher.end(graceful);
                    publisher = null;
                }
            }

            void join() {
                players.removeIf(this::isGone);
                if (players.size() < MAX_PLAYERS / 2) {
                    CheckedPlayer player = new CheckedPlayer(
                            ledger,
                            lease(),
                            loops.get(random.nextInt(LOOPS)),
                            pick(1, 1, 5, 0x01020304),
                            "step " + step);
                    players.add(player);
                    player.open(1L << random.nextInt(22));
                }
            }

            void withPlayer(Consumer<CheckedPlayer> action) {
                players.removeIf(this::isGone);
                if (!players.isEmpty()) {
                    action.accept(players.get(random.nextInt(players.size())));
                }
            }

            private boolean isGone(CheckedPlayer player) {
                if (player.isClosed()) {
                    delivered += player.delivered();
                    skips += player.skips();
                }
                return player.isClosed();
            }

            void assertAllDelivered() {
                for (CheckedPlayer player : players) {
                    if (!player.isClosed() && ledger.stream().phase().live()) {
                        assertThat(player.hasStarted()).as("has its place").isTrue();
                        player.assertHasAllUpTo(ledger.size());
                    }
                }
            }

            void close() {
                end(true);
                clock.advanceMillis(1000);
                settle();
                for (CheckedPlayer player : players) {
                    assertThat(player.isClosed() || !player.hasStarted())
                            .as("is told of the end")
                            .isTrue();
                    if (!player.isClosed()) {
                        player.leave();
                    }
                }
                players.removeIf(this::isGone);
                lease.close();
            }
        }
    }
}
