package dev.sluice.net;

import static dev.sluice.net.Loopback.awaitBlocked;
import static dev.sluice.net.Loopback.on;
import static dev.sluice.net.Loopback.run;
import static dev.sluice.net.Loopback.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.net.Frames.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.junit.jupiter.api.Test;

/** How connections end, and what their peers still get. */
class ConnectionEndTest extends ConnectionFixture {
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

    /** What the client sent waited for something else before it was refused. */
    @Test
    void shouldReadOnAfterRefusalOfWhatWasHeldBack() throws IOException {
        handler.reading = in -> false;
        client.write(ByteBuffer.allocate(1));
        until(() -> connection.loop().figures().waitingHeapBytes() == 1);
        client.write(ByteBuffer.allocate(10_000));
        handler.reading = in -> {
            connection.send(Frames.encode('p', 7, 500));
            connection.closeAfterFlush("refused");
            throw new IllegalStateException("on purpose");
        };
        run(connection.loop(), connection::resume);

        until(() -> loopback.count(Counter.BYTES_IN) == 10_001);
        assertThat(frames(1)).containsExactly(new Frame('p', 7));
        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
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
}
