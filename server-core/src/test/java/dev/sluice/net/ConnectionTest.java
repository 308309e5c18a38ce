package dev.sluice.net;

import static dev.sluice.net.Loopback.ask;
import static dev.sluice.net.Loopback.awaitBlocked;
import static dev.sluice.net.Loopback.on;
import static dev.sluice.net.Loopback.pass;
import static dev.sluice.net.Loopback.run;
import static dev.sluice.net.Loopback.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.net.Frames.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionTest extends ConnectionFixture {
    @Test
    void shouldSendEverythingInOrderToPeerThatReadsLate() throws IOException {
        int count = 400;
        sources(new FrameSource('a', count, BIG));
        awaitBlocked(connection);

        assertThat(frames(count)).containsExactlyElementsOf(numbered('a', count));
    }

    @Test
    void shouldSendPrivateBytesBetweenMessagesOnly() throws IOException {
        int count = 200;
        sources(new FrameSource('a', count, BIG));
        awaitBlocked(connection);
        IntStream.range(0, 5).forEach(i -> on(connection, () -> connection.send(Frames.encode('p', i, 3_000))));

        List<Frame> all = frames(count + 5);

        assertThat(all).filteredOn(frame -> frame.sender() == 'a').containsExactlyElementsOf(numbered('a', count));
        assertThat(all).filteredOn(frame -> frame.sender() == 'p').containsExactlyElementsOf(numbered('p', 5));
        // they overtake what is not begun
        assertThat(all.get(all.size() - 1).sender()).isEqualTo('a');
    }

    @Test
    void shouldFinishPrivateMessageBeforeAnythingElse() throws IOException {
        run(connection.loop(), () -> connection.sendBuffer(SEND_BUFFER_BYTES));
        byte[] shared = Frames.encode('s', 0, 8 << 20);
        on(connection, () -> connection.sendShared(shared));
        awaitBlocked(connection);
        on(connection, () -> connection.addSource(new FrameSource('a', 3, BIG)));
        on(connection, () -> connection.send(Frames.encode('p', 0, 10)));

        assertThat(frames(5))
                .containsExactly(
                        new Frame('s', 0), new Frame('p', 0), new Frame('a', 0), new Frame('a', 1), new Frame('a', 2));
    }

    @Test
    void shouldLetSourcesTakeTurns() throws IOException {
        int count = 50;
        sources(new FrameSource('a', count, BIG), new FrameSource('b', count, BIG));

        List<Frame> all = frames(2 * count);

        for (int i = 0; i < count; i++) {
            assertThat(all.subList(2 * i, 2 * i + 2)).containsExactlyInAnyOrder(new Frame('a', i), new Frame('b', i));
        }
    }

    @Test
    void shouldGoOnWithOtherSourceWhenOneLeaves() throws IOException {
        FrameSource leaving = new FrameSource('a', 1, 10);
        sources(leaving, new FrameSource('b', 3, 10));
        on(connection, () -> connection.removeSource(leaving));
        sources(new FrameSource('c', 1, 10));

        assertThat(frames(5))
                .filteredOn(frame -> frame.sender() != 'a')
                .containsExactly(new Frame('b', 0), new Frame('b', 1), new Frame('b', 2), new Frame('c', 0));
    }

    /** Whatever else happens to a connection whose write budget is spent, it waits until the others had their turn. */
    @Test
    void shouldWriteNoMoreThanItsBudgetInOneTurn() throws IOException {
        int count = 60;
        FrameSource source = new FrameSource('a', count, BIG);
        List<Long> written = new ArrayList<>();
        run(connection.loop(), () -> {
            connection.addSource(source);
            for (int i = 0; i < 4; i++) {
                connection.guard(() -> {});
                connection.flush();
                written.add(source.written());
            }
        });

        assertThat(written).allMatch(bytes -> bytes <= 256 << 10);
        assertThat(frames(count)).containsExactlyElementsOf(numbered('a', count));
    }

    @Test
    void shouldHoldBytesBackUntilResumed() throws IOException {
        byte[] sent = noise(30_000);
        handler.reading = in -> {
            handler.take(in, 1_000);
            return false;
        };
        client.write(ByteBuffer.wrap(sent, 0, 20_000));
        until(() -> handler.receivedBytes() > 0);
        client.write(ByteBuffer.wrap(sent, 20_000, 10_000));
        for (int turns = 0; turns < 10; turns++) {
            run(connection.loop(), () -> {});
        }
        assertThat(handler.receivedBytes()).isEqualTo(1_000);

        until(() -> {
            run(connection.loop(), connection::resume);
            return handler.receivedBytes() == sent.length;
        });

        assertThat(handler.received()).isEqualTo(sent);
        // reading nothing, it would not see the client leave
        run(connection.loop(), connection::resume);
    }

    @Test
    void shouldReadOnAfterResume() throws IOException {
        handler.reading = in -> false;
        client.write(ByteBuffer.wrap(new byte[] {1, 2}));
        until(() -> connection.loop().figures().waitingHeapBytes() == 2);
        handler.reading = handler::takeAll;
        run(connection.loop(), connection::resume);
        client.write(ByteBuffer.wrap(new byte[] {3}));

        until(() -> handler.receivedBytes() == 3);
        assertThat(handler.received()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldReadNoMoreThanItsBudgetInOneTurn() throws IOException {
        // a socket that carries much is given more memory, so that whole buffers can be read from it
        for (int i = 0; i < 512; i++) {
            write(client, new byte[64 << 10]);
        }
        until(() -> handler.receivedBytes() == 32 << 20);
        AtomicInteger reads = new AtomicInteger();
        AtomicInteger readsInFirstTurn = new AtomicInteger();
        handler.reading = in -> {
            if (reads.incrementAndGet() == 1) {
                connection.loop().raise(new Signal(() -> readsInFirstTurn.set(reads.get())));
            }
            in.position(in.limit());
            return true;
        };
        CountDownLatch release = new CountDownLatch(1);
        connection.loop().raise(new Signal(() -> pass(release)));
        client.configureBlocking(false);
        client.write(ByteBuffer.allocate(1 << 20));
        release.countDown();

        until(() -> readsInFirstTurn.get() > 0);
        assertThat(readsInFirstTurn).hasValueLessThanOrEqualTo(4);
    }

    @Test
    void shouldLoseNothingWhenItMovesBetweenLoops() throws IOException {
        byte[] sent = noise(1 << 20);
        handler.reading = in -> {
            // part of what came is left, so that some of it is carried along
            handler.take(in, 1 + in.remaining() / 2);
            connection.moveTo(loopback.loop(1 - connection.loop().index()));
            return false;
        };
        handler.onArrival = connection::resume;
        Thread writer = new Thread(() -> write(client, sent));
        writer.start();

        until(() -> handler.receivedBytes() == sent.length);
        assertThat(handler.received()).isEqualTo(sent);
        assertThat(handler.loops).hasSizeGreaterThan(10).contains(0, 1);
        assertThat(handler.closedBecause).isNull();
    }

    @Test
    void shouldSendFromLoopItMovedTo() throws IOException {
        moveToOtherLoop();

        sources(new FrameSource('a', 100, BIG));
        awaitBlocked(connection);

        assertThat(frames(100)).containsExactlyElementsOf(numbered('a', 100));
    }

    /** The selector it left has not forgotten it yet. */
    @Test
    void shouldComeBackToLoopThatIsStillInTheSameTurn() throws IOException {
        EventLoop home = connection.loop();
        EventLoop away = loopback.loop(1 - home.index());
        handler.reading = in -> false;
        client.write(ByteBuffer.wrap(new byte[] {1}));
        until(() -> home.figures().waitingHeapBytes() == 1);
        handler.reading = handler::takeAll;
        CountDownLatch back = new CountDownLatch(1);
        run(home, () -> {
            handler.onArrival = () -> {
                handler.onArrival = connection::resume;
                connection.moveTo(home);
                // it leaves when this is over
                away.raise(new Signal(back::countDown));
            };
            // a timer, because signals raised meanwhile are run in the same turn
            home.timer(() -> {
                        connection.moveTo(away);
                        pass(back);
                    })
                    .setAt(System.nanoTime());
        });

        until(() -> handler.receivedBytes() == 1);
        assertThat(handler.failures).isEmpty();
    }

    @Test
    void shouldTellWhatItCarried() throws IOException {
        client.write(ByteBuffer.wrap(new byte[10]));
        until(() -> handler.receivedBytes() == 10);
        on(connection, () -> connection.send(Frames.encode('p', 0, 11)));
        frames(1);

        assertThat(ask(connection.loop(), connection.traffic()::bytesIn)).isEqualTo(10);
        assertThat(ask(connection.loop(), connection.traffic()::bytesOut)).isEqualTo(20);
        assertThat(loopback.count(Counter.BYTES_IN)).isEqualTo(10);
        assertThat(loopback.count(Counter.BYTES_OUT)).isEqualTo(20);
    }

    @Test
    void shouldBeCountedWhereItLives() throws IOException {
        int home = connection.loop().index();
        assertThat(livingOn(home)).isEqualTo(1);
        assertThat(livingOn(1 - home)).isZero();
        moveToOtherLoop();

        until(() -> livingOn(home) == 0 && livingOn(1 - home) == 1);
        client.close();
        until(() -> livingOn(1 - home) == 0);
    }

    @Test
    void shouldTellItsLoopWhatWaitsForIt() throws IOException {
        EventLoop home = connection.loop();
        handler.reading = in -> false;
        client.write(ByteBuffer.wrap(new byte[1_000]));
        until(() -> home.figures().waitingHeapBytes() == 1_000);
        handler.reading = handler::takeAll;
        on(connection, connection::resume);

        until(() -> home.figures().waitingHeapBytes() == 0);
    }

    private int livingOn(int loop) {
        return loopback.loop(loop).figures().connections();
    }

    private void moveToOtherLoop() throws IOException {
        handler.reading = in -> {
            connection.moveTo(loopback.loop(1 - connection.loop().index()));
            return false;
        };
        handler.onArrival = () -> {
            handler.reading = handler::takeAll;
            connection.resume();
        };
        client.write(ByteBuffer.wrap(new byte[1]));
        until(() -> handler.loops.size() == 2);
    }
}
