package dev.sluice.net;

import static dev.sluice.net.Loopback.ask;
import static dev.sluice.net.Loopback.pass;
import static dev.sluice.net.Loopback.run;
import static dev.sluice.net.Loopback.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final Counters counters = new Counters();
    private final EventLoops loops = loops();
    private final EventLoop loop = loops.all().get(0);

    @AfterEach
    void tearDown() {
        loops.close();
    }

    @Test
    void shouldRunSignalOnItsThread() {
        assertThat(ask(loop, loop::isCurrent)).isTrue();
        assertThat(loop.isCurrent()).isFalse();
    }

    @Test
    void shouldRunOnceWhatIsRaisedTwice() {
        AtomicInteger runs = new AtomicInteger();
        Signal signal = new Signal(runs::incrementAndGet);
        CountDownLatch raised = holdUp();
        loop.raise(signal);
        loop.raise(signal);
        raised.countDown();
        run(loop, () -> {});

        assertThat(runs).hasValue(1);

        loop.raise(signal);
        run(loop, () -> {});
        assertThat(runs).hasValue(2);
    }

    @Test
    void shouldRunSignalsInTheOrderTheyWereRaised() {
        List<Integer> order = new ArrayList<>();
        CountDownLatch raised = holdUp();
        for (int i = 0; i < 5; i++) {
            int number = i;
            loop.raise(new Signal(() -> order.add(number)));
        }
        raised.countDown();
        run(loop, () -> {});

        assertThat(order).containsExactly(0, 1, 2, 3, 4);
    }

    /** Whoever raises has changed something before; the action must see the last change. */
    @Test
    void shouldLoseNoSignalOfManyThreads() {
        AtomicLong wanted = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        Signal signal = new Signal(() -> seen.set(wanted.get()));
        for (int round = 0; round < 50; round++) {
            IntStream.range(0, 400).parallel().forEach(i -> {
                wanted.incrementAndGet();
                loop.raise(signal);
            });
            until(() -> seen.get() == wanted.get());
        }
    }

    @Test
    void shouldSurviveWhatThrows() {
        loop.raise(new Signal(() -> {
            throw new IllegalStateException("a signal's, on purpose");
        }));
        loop.raise(new Signal(() -> {
            throw new StackOverflowError("a signal's, on purpose");
        }));
        run(
                loop,
                () -> loop.timer(() -> {
                            throw new IllegalStateException("a timer's, on purpose");
                        })
                        .setAt(System.nanoTime()));

        until(() -> counters.get(Counter.LOOP_ERRORS) == 3);
        assertThat(ask(loop, () -> "alive")).isEqualTo("alive");
    }

    @Test
    void shouldRingTimersNoEarlierThanSet() {
        List<Long> early = new ArrayList<>();
        CountDownLatch rung = new CountDownLatch(3);
        run(loop, () -> {
            for (long millis : new long[] {30, 0, 10}) {
                long at = System.nanoTime() + millis * 1_000_000;
                loop.timer(() -> {
                            early.add(at - System.nanoTime());
                            rung.countDown();
                        })
                        .setAt(at);
            }
        });

        pass(rung);
        assertThat(ask(loop, () -> List.copyOf(early))).hasSize(3).allMatch(nanos -> nanos <= 0);
    }

    @Test
    void shouldNotRingTimerThatWasCancelled() {
        AtomicBoolean rung = new AtomicBoolean();
        CountDownLatch later = new CountDownLatch(1);
        run(loop, () -> {
            Timer timer = loop.timer(() -> rung.set(true));
            timer.setAt(System.nanoTime() + 5_000_000);
            timer.cancel();
            loop.timer(later::countDown).setAt(System.nanoTime() + 10_000_000);
        });

        pass(later);
        assertThat(rung).isFalse();
    }

    @Test
    void shouldServeSocketsWhileSignalRaisesItself() throws Exception {
        try (Loopback loopback = new Loopback(1);
                SocketChannel client = loopback.connect()) {
            EventLoop busy = loopback.loop(0);
            AtomicBoolean enough = new AtomicBoolean();
            Signal[] itself = new Signal[1];
            itself[0] = new Signal(() -> {
                if (!enough.get()) {
                    busy.raise(itself[0]);
                }
            });
            busy.raise(itself[0]);
            client.write(ByteBuffer.wrap(new byte[10]));
            RecordingHandler handler = loopback.peer().handler();

            until(() -> handler.receivedBytes() == 10);
            enough.set(true);
        }
    }

    @Test
    void shouldNoteLongTurns() {
        run(loop, () -> {
            long end = System.nanoTime() + 30_000_000;
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
        });

        // in a turn of its own, before which the long one was noted
        run(loop, () -> {});

        assertThat(loop.figures().longestTurnNanos()).isGreaterThanOrEqualTo(30_000_000);
        assertThat(counters.get(Counter.LOOP_STALLS)).isPositive();
        until(() -> loop.figures().stalls() == counters.get(Counter.LOOP_STALLS));
        assertThat(loop.figures().busyNanos()).isGreaterThanOrEqualTo(30_000_000);
    }

    @Test
    void shouldCountTurns() {
        long turns = loop.figures().turns();
        for (int i = 0; i < 10; i++) {
            run(loop, () -> {});
        }

        until(() -> loop.figures().turns() >= turns + 10);
        assertThat(loop.figures().index()).isZero();
    }

    @Test
    void shouldTellHowManyWaitForTheirShareOfATurn() throws Exception {
        int crowd = 100;
        List<SocketChannel> clients = new ArrayList<>();
        try (Loopback loopback = new Loopback(1)) {
            EventLoop crowded = loopback.loop(0);
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < crowd; i++) {
                clients.add(loopback.connect());
                connections.add(loopback.peer().connection());
            }
            until(() -> crowded.figures().connections() == crowd);
            CompletableFuture<LoopFigures> inTheNextTurn = new CompletableFuture<>();
            run(crowded, () -> {
                connections.forEach(Connection::flushLater);
                crowded.raise(new Signal(() -> inTheNextTurn.complete(crowded.figures())));
            });

            assertThat(inTheNextTurn.get().backlog()).isBetween(1, crowd - 1);
            until(() -> crowded.figures().backlog() == 0);
            for (SocketChannel client : clients) {
                client.close();
            }
            until(() -> crowded.figures().connections() == 0);
        }
    }

    /** Keeps the loop from its signals until the latch is counted down. */
    private CountDownLatch holdUp() {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.raise(new Signal(() -> {
            held.countDown();
            pass(release);
        }));
        pass(held);
        return release;
    }

    private EventLoops loops() {
        try {
            return new EventLoops(1, counters);
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
