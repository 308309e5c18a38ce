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
import dev.sluice.net.Loopback.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections over loopback. A read that never ends fails by its timeout. */
@Timeout(20)
class ConnectionTest {
    private static final int SEND_BUFFER_BYTES = 64 << 10;
    private static final int BIG = 20_000;

    private Loopback loopback;
    private SocketChannel client;
    private Connection connection;
    private RecordingHandler handler;

    @BeforeEach
    void setUp() throws Exception {
        loopback = new Loopback(2);
        client = loopback.connect();
        Peer peer = loopback.peer();
        connection = peer.connection();
        handler = peer.handler();
        until(() -> handler.loops.size() == 1);
    }

    @AfterEach
    void tearDown() throws IOException {
        client.close();
        loopback.awaitNoConnections();
        loopback.close();
        assertThat(handler.strayCalls).as("calls off the loop").isEmpty();
        assertThat(loopback.count(Counter.LOOP_ERRORS)).isZero();
    }

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

    /** RI-076: the client has sent more than the server ever reads, and still gets to know why it is refused. */
    @Test
    void shouldLetPeerReadLastBytesThoughItSentUnreadOnes() throws IOException {
        handler.reading = in -> {
            connection.send(Frames.encode('p', 7, 500));
            connection.closeAfterFlush("refused");
            return true;
        };
        client.write(ByteBuffer.allocate(1 << 20));

        assertThat(frames(1)).containsExactly(new Frame('p', 7));
        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);

        client.close();
        until(() -> handler.closedBecause != null);
        assertThat(handler.closedBecause).isEqualTo("refused");
    }

    @Test
    void shouldFinishMessageAtHandBeforeClosing() throws IOException {
        int count = 400;
        sources(new FrameSource('a', count, BIG));
        awaitBlocked(connection);
        on(connection, () -> {
            connection.send(Frames.encode('p', 1, 10));
            connection.closeAfterFlush("done");
        });

        InputStream in = client.socket().getInputStream();
        Frame last = Frames.read(in);
        int numberOfMedia = 0;
        while (last.sender() == 'a') {
            assertThat(last.number()).isEqualTo(numberOfMedia++);
            last = Frames.read(in);
        }

        assertThat(last).isEqualTo(new Frame('p', 1));
        assertThat(in.read()).isEqualTo(-1);
        assertThat(numberOfMedia).isBetween(1, count - 1);
    }

    @Test
    void shouldGiveUpPeerThatNeitherReadsNorLeaves() throws IOException {
        on(connection, () -> connection.closeAfterFlush("done"));

        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        until(() -> handler.closedBecause != null);

        assertThat(handler.closedBecause).isEqualTo("done");
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
        until(() -> loopback.count(Counter.BYTES_IN) == 2);
        handler.reading = handler::takeAll;
        run(connection.loop(), connection::resume);
        client.write(ByteBuffer.wrap(new byte[] {3}));

        until(() -> handler.receivedBytes() == 3);
        assertThat(handler.received()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldServeOthersBetweenReadsOfOneThatNeverPauses() throws Exception {
        // the first and the third connection share a loop
        try (SocketChannel second = loopback.connect();
                SocketChannel third = loopback.connect()) {
            assertThat(second.isConnected()).isTrue();
            loopback.peer();
            Peer other = loopback.peer();
            assertThat(other.connection().loop()).isSameAs(connection.loop());
            until(() -> other.handler().loops.size() == 1);
            // a socket that carries much is given more memory, so that whole buffers can be read from it
            for (int i = 0; i < 512; i++) {
                write(client, new byte[64 << 10]);
            }
            until(() -> handler.receivedBytes() == 32 << 20);
            List<Character> order = new ArrayList<>();
            handler.reading = in -> {
                order.add('a');
                in.position(in.limit());
                return true;
            };
            other.handler().reading = in -> {
                order.add('b');
                return other.handler().takeAll(in);
            };
            CountDownLatch release = new CountDownLatch(1);
            connection.loop().raise(new Signal(() -> pass(release)));
            client.configureBlocking(false);
            write(client, new byte[1 << 20]);
            write(third, new byte[1]);
            release.countDown();

            until(() -> other.handler().receivedBytes() == 1);
            assertThat(ask(connection.loop(), () -> order.indexOf('b'))).isLessThanOrEqualTo(4);
        }
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
        until(() -> loopback.count(Counter.BYTES_IN) == 1);
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
    void shouldCloseWhenPeerResets() throws IOException {
        client.setOption(StandardSocketOptions.SO_LINGER, 0);
        client.close();

        until(() -> handler.closedBecause != null);
        assertThat(loopback.count(Counter.CONNECTIONS_CLOSED)).isEqualTo(1);
    }

    @Test
    void shouldCloseWhenPeerLeaves() throws IOException {
        client.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        client.close();

        until(() -> handler.closedBecause != null);
        assertThat(handler.received()).containsExactly(1, 2, 3);
        assertThat(handler.closedBecause).isEqualTo("closed by peer");
    }

    @Test
    void shouldResetPeer() {
        run(connection.loop(), () -> connection.reset("too slow"));

        until(() -> handler.closedBecause != null);
        assertThat(handler.closedBecause).isEqualTo("too slow");
    }

    @Test
    void shouldCloseOnlyConnectionWhoseHandlerThrows() throws Exception {
        try (SocketChannel other = loopback.connect()) {
            RecordingHandler healthy = loopback.peer().handler();
            handler.reading = in -> {
                throw new IllegalStateException("on purpose");
            };
            client.write(ByteBuffer.wrap(new byte[1]));
            until(() -> handler.closedBecause != null);
            other.write(ByteBuffer.wrap(new byte[5]));

            until(() -> healthy.receivedBytes() == 5);
            assertThat(handler.failures).hasSize(1);
            assertThat(healthy.closedBecause).isNull();
        }
    }

    @Test
    void shouldCloseWhenGuardedWorkThrows() {
        on(connection, () -> {
            throw new StackOverflowError("on purpose");
        });

        loopback.awaitNoConnections();
        assertThat(handler.failures).hasSize(1);
    }

    @Test
    void shouldClosePeerThatDoesNotReadItsReplies() throws IOException {
        run(connection.loop(), () -> connection.sendBuffer(SEND_BUFFER_BYTES));
        until(() -> {
            on(connection, () -> connection.send(new byte[8 << 10]));
            return handler.closedBecause != null;
        });

        assertThat(loopback.count(Counter.PRIVATE_QUEUE_OVERFLOWS)).isEqualTo(1);
    }

    /** Of shared bytes one piece may be long, but they must not pile up. */
    @Test
    void shouldClosePeerThatDoesNotReadSharedBytes() throws IOException {
        run(connection.loop(), () -> connection.sendBuffer(SEND_BUFFER_BYTES));
        byte[] shared = Frames.encode('s', 0, 8 << 20);
        on(connection, () -> connection.sendShared(shared));
        awaitBlocked(connection);
        assertThat(handler.closedBecause).isNull();

        on(connection, () -> connection.sendShared(shared));

        assertThat(handler.closedBecause).isNotNull();
        assertThat(loopback.count(Counter.PRIVATE_QUEUE_OVERFLOWS)).isEqualTo(1);
    }

    @Test
    void shouldNotGoOnWhenSourceLeavesInTheMiddleOfMessage() throws IOException {
        FrameSource source = new FrameSource('a', 1, 8 << 20);
        sources(source);
        awaitBlocked(connection);
        on(connection, () -> {
            connection.removeSource(source);
            connection.send(Frames.encode('p', 0, 10));
        });

        assertThat(handler.closedBecause).contains("middle of a message");
    }

    @Test
    void shouldIgnoreEverythingAfterClose() throws IOException {
        run(connection.loop(), () -> {
            connection.close("first");
            connection.close("second");
            connection.send(new byte[10]);
            connection.flush();
            connection.resume();
            connection.closeAfterFlush("third");
            connection.guard(() -> connection.send(new byte[10]));
        });

        assertThat(handler.closedBecause).isEqualTo("first");
        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
        assertThat(loopback.count(Counter.CONNECTIONS_CLOSED)).isEqualTo(1);
    }

    @Test
    void shouldTellWhatItCarried() throws IOException {
        client.write(ByteBuffer.wrap(new byte[10]));
        until(() -> handler.receivedBytes() == 10);
        on(connection, () -> connection.send(Frames.encode('p', 0, 11)));
        frames(1);

        assertThat(ask(connection.loop(), connection::bytesIn)).isEqualTo(10);
        assertThat(ask(connection.loop(), connection::bytesOut)).isEqualTo(20);
        assertThat(loopback.count(Counter.BYTES_IN)).isEqualTo(10);
        assertThat(loopback.count(Counter.BYTES_OUT)).isEqualTo(20);
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

    private void sources(FrameSource... sources) {
        run(connection.loop(), () -> connection.sendBuffer(SEND_BUFFER_BYTES));
        on(connection, () -> {
            for (FrameSource source : sources) {
                connection.addSource(source);
            }
        });
    }

    private List<Frame> frames(int count) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(Frames.read(client.socket().getInputStream()));
        }
        return frames;
    }

    private static List<Frame> numbered(char sender, int count) {
        return IntStream.range(0, count).mapToObj(i -> new Frame(sender, i)).toList();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void write(SocketChannel channel, byte[] bytes) {
        try {
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
