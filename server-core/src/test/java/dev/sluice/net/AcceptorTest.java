package dev.sluice.net;

import static dev.sluice.net.Loopback.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AcceptorTest {
    @Test
    void shouldRefuseMoreThanMaxConnections() throws Exception {
        try (Loopback loopback = new Loopback(1, () -> 1, RecordingHandler::new)) {
            SocketChannel first = loopback.connect();
            RecordingHandler handler = loopback.peer().handler();
            try (SocketChannel second = loopback.connect()) {
                assertThat(isCut(second)).isTrue();
            }
            assertThat(loopback.count(Counter.CONNECTIONS_REFUSED_LIMIT)).isEqualTo(1);

            first.write(ByteBuffer.wrap(new byte[3]));
            until(() -> handler.receivedBytes() == 3);

            first.close();
            loopback.awaitNoConnections();
            try (SocketChannel third = loopback.connect()) {
                RecordingHandler next = loopback.peer().handler();
                third.write(ByteBuffer.wrap(new byte[4]));
                until(() -> next.receivedBytes() == 4);
            }
        }
    }

    @Test
    void shouldCountEveryConnectionOnceOpenedAndOnceClosed() throws Exception {
        try (Loopback loopback = new Loopback(2)) {
            List<SocketChannel> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                clients.add(loopback.connect());
            }
            for (SocketChannel client : clients) {
                client.close();
            }
            until(() -> loopback.count(Counter.CONNECTIONS_CLOSED) == 20);

            assertThat(loopback.count(Counter.CONNECTIONS_ACCEPTED)).isEqualTo(20);
            assertThat(loopback.count(Counter.CONNECTIONS_OPENED)).isEqualTo(20);
        }
    }

    @Test
    void shouldHandConnectionsRound() throws Exception {
        try (Loopback loopback = new Loopback(3)) {
            List<Integer> loops = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                loopback.connect();
                loops.add(loopback.peer().connection().loop().index());
            }

            assertThat(loops).containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2);
        }
    }

    /** Whatever the making of one session throws, the next client is served and the failed one does not hang. */
    @Test
    void shouldOutliveHandlerThatCannotBeMade() throws Exception {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Supplier<RecordingHandler> handlers = () -> {
            Throwable failure = thrown.getAndSet(null);
            if (failure != null) {
                AcceptorTest.<RuntimeException>sneak(failure);
            }
            return new RecordingHandler();
        };
        try (Loopback loopback = new Loopback(1, () -> 100, handlers)) {
            for (Throwable failure : List.of(new IllegalStateException("on purpose"), new LinkageError("on purpose"))) {
                thrown.set(failure);
                try (SocketChannel unlucky = loopback.connect()) {
                    assertThat(isCut(unlucky)).as("cut after %s", failure).isTrue();
                }
                try (SocketChannel next = loopback.connect()) {
                    RecordingHandler handler = loopback.peer().handler();
                    next.write(ByteBuffer.wrap(new byte[1]));
                    until(() -> handler.receivedBytes() == 1);
                }
            }
            assertThat(loopback.count(Counter.ACCEPT_FAILURES)).isEqualTo(2);
            loopback.awaitNoConnections();
        }
    }

    @Test
    void shouldCloseWhatIsConnectedWhenLoopsClose() throws Exception {
        Loopback loopback = new Loopback(1);
        SocketChannel client = loopback.connect();
        RecordingHandler handler = loopback.peer().handler();
        loopback.close();

        assertThat(isCut(client)).isTrue();
        assertThat(handler.closedBecause).isEqualTo("server shutdown");
        assertThat(loopback.count(Counter.CONNECTIONS_CLOSED)).isEqualTo(1);
    }

    @Test
    void shouldCloseWhatHasNotArrivedYetWhenLoopsClose() throws Exception {
        Loopback loopback = new Loopback(1);
        CountDownLatch release = new CountDownLatch(1);
        loopback.loop(0).raise(new Signal(() -> Loopback.pass(release)));
        SocketChannel client = loopback.connect();
        RecordingHandler handler = loopback.peer().handler();
        loopback.stopAccepting();
        loopback.loop(0).stop();
        release.countDown();
        loopback.loops.close();

        assertThat(isCut(client)).isTrue();
        assertThat(handler.closedBecause).isEqualTo("server shutdown");
    }

    private static boolean isCut(SocketChannel client) throws IOException {
        try {
            client.socket().setSoTimeout(30_000);
            return client.socket().getInputStream().read() == -1;
        } catch (SocketException reset) {
            return true;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable failure) throws T {
        throw (T) failure;
    }
}
