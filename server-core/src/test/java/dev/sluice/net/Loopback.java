package dev.sluice.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.counter.WarningLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** Loops and a listener on loopback, and clients of them. */
final class Loopback implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int CLIENT_RECEIVE_BYTES = 32 << 10;

    final Counters counters = new Counters();
    final EventLoops loops;
    private final Acceptor acceptor;
    private final InetSocketAddress address;
    private final BlockingQueue<Peer> arrived = new LinkedBlockingQueue<>();

    Loopback(int loopCount, IntSupplier maxConnections, Supplier<RecordingHandler> handlers) throws IOException {
        loops = new EventLoops(loopCount, counters);
        WarningLog warnings = new WarningLog(LoggerFactory.getLogger(Loopback.class), System::nanoTime);
        acceptor = new Acceptor(loops, counters, warnings, maxConnections, connection -> {
            RecordingHandler handler = handlers.get();
            handler.connection(connection);
            arrived.add(new Peer(connection, handler));
            return handler;
        });
        address = acceptor.bind(new ListenAddress("127.0.0.1", 0, 100));
        acceptor.start();
    }

    Loopback(int loopCount) throws IOException {
        this(loopCount, () -> 1000, RecordingHandler::new);
    }

    /** The server's side of a connection. */
    record Peer(Connection connection, RecordingHandler handler) {}

    /** A blocking client whose kernel holds little, so that the server soon finds its own side full. */
    SocketChannel connect() throws IOException {
        SocketChannel client = SocketChannel.open();
        client.setOption(StandardSocketOptions.SO_RCVBUF, CLIENT_RECEIVE_BYTES);
        client.connect(address);
        return client;
    }

    /** The next connection that the server has taken. */
    Peer peer() throws InterruptedException {
        Peer peer = arrived.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(peer).as("accepted connection").isNotNull();
        return peer;
    }

    EventLoop loop(int index) {
        return loops.all().get(index);
    }

    /** Has work done as the connection's own and waits for it. */
    static void on(Connection connection, Runnable work) {
        run(connection.loop(), () -> connection.guard(work));
    }

    static void run(EventLoop loop, Runnable work) {
        ask(loop, () -> {
            work.run();
            return true;
        });
    }

    static <T> T ask(EventLoop loop, Supplier<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.raise(new Signal(() -> answer.complete(question.get())));
        return answer.orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .until(condition);
    }

    static void pass(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    static void awaitBlocked(Connection connection) {
        until(() -> ask(connection.loop(), connection::isBlocked));
    }

    void awaitNoConnections() {
        until(() -> counters.openConnections() == 0);
    }

    /** Whoever was accepted has been handed to its loop when this returns. */
    void stopAccepting() throws IOException {
        acceptor.close();
    }

    long count(Counter counter) {
        return counters.get(counter);
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        loops.close();
    }
}
