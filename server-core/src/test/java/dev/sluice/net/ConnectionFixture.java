package dev.sluice.net;

import static dev.sluice.net.Loopback.on;
import static dev.sluice.net.Loopback.run;
import static dev.sluice.net.Loopback.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.net.Frames.Frame;
import dev.sluice.net.Loopback.Peer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** One connection over loopback. A read that never ends fails by its timeout. */
@Timeout(120)
abstract class ConnectionFixture {
    static final int SEND_BUFFER_BYTES = 64 << 10;
    static final int BIG = 20_000;

    Loopback loopback;
    SocketChannel client;
    Connection connection;
    RecordingHandler handler;

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

    void sources(FrameSource... sources) {
        run(connection.loop(), () -> connection.sendBuffer(SEND_BUFFER_BYTES));
        on(connection, () -> {
            for (FrameSource source : sources) {
                connection.addSource(source);
            }
        });
    }

    List<Frame> frames(int count) throws IOException {
        List<Frame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(Frames.read(client.socket().getInputStream()));
        }
        return frames;
    }

    static List<Frame> numbered(char sender, int count) {
        return IntStream.range(0, count).mapToObj(i -> new Frame(sender, i)).toList();
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** All of it; a signal to the process may cut a single write short. */
    static void write(SocketChannel channel, byte[] bytes) {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        try {
            while (left.hasRemaining()) {
                channel.write(left);
            }
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
