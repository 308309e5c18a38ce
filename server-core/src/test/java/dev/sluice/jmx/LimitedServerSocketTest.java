package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bounds those who reach a port of RMI's. */
class LimitedServerSocketTest {
    private final ExecutorService aside = Executors.newSingleThreadExecutor();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private LimitedServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new LimitedServerSocket(InetAddress.getByName("127.0.0.1"), 0, 2, plain -> plain);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        aside.shutdownNow();
    }

    private Socket connect() throws IOException {
        Socket client = new Socket("127.0.0.1", server.getLocalPort());
        client.setSoTimeout(60_000);
        sockets.add(client);
        return client;
    }

    private LimitedSocket accept() throws IOException {
        LimitedSocket accepted = (LimitedSocket) server.accept();
        sockets.add(accepted);
        return accepted;
    }

    /** As RMI does it, on a thread of the connection's. */
    private static CompletableFuture<Integer> read(LimitedSocket socket) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                result.complete(socket.getInputStream().read());
            } catch (IOException failure) {
                result.completeExceptionally(failure);
            }
        });
        thread.setDaemon(true);
        thread.start();
        await().until(() -> socket.isSilent() || result.isDone());
        return result;
    }

    @Test
    void shouldDropWhoHasBeenSilentForLongest() throws Exception {
        connect();
        CompletableFuture<Integer> first = read(accept());
        Socket talking = connect();
        CompletableFuture<Integer> second = read(accept());
        connect();
        accept();
        await().until(first::isCompletedExceptionally);
        assertThat(second).isNotDone();
        talking.getOutputStream().write(7);
        await().until(second::isDone);
        assertThat(second).isCompletedWithValue(7);
    }

    /** Without a password, and for as long as one likes, as RMI does not bound its writes. */
    @Test
    void shouldMakeRoomFromThoseWhoDoNotTakeTheirAnswers() throws Exception {
        List<Thread> stuck = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            connect();
            stuck.add(answerForEver(accept()));
        }
        CompletableFuture<LimitedSocket> next = CompletableFuture.supplyAsync(this::acceptNext, aside);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> {
                    connect();
                    return next.isDone();
                });
        await().until(() -> stuck.stream().filter(Thread::isAlive).count() == 1);
    }

    private LimitedSocket acceptNext() {
        try {
            return accept();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Thread answerForEver(LimitedSocket socket) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    socket.getOutputStream().write(new byte[8_192]);
                }
            } catch (IOException dropped) {
                // as it is to be
            }
        });
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Test
    void shouldTurnNewOnesAwayWhileTheOthersAreServed() throws Exception {
        connect();
        LimitedSocket first = accept();
        connect();
        accept();
        Socket third = connect();
        CompletableFuture<LimitedSocket> accepting = CompletableFuture.supplyAsync(this::acceptNext, aside);
        assertThat(third.getInputStream().read()).isEqualTo(-1);
        assertThat(accepting).isNotDone();
        first.close();
        connect();
        await().until(accepting::isDone);
    }

    @Test
    void shouldReadNoMoreThanARequestMayHave() throws Exception {
        Socket client = connect();
        LimitedSocket accepted = accept();
        byte[] most = new byte[LimitedSocket.MAX_REQUEST_BYTES];
        for (int i = 0; i < 2; i++) {
            write(client, most);
            assertThat(accepted.getInputStream().readNBytes(most.length)).hasSameSizeAs(most);
            accepted.getOutputStream().write(i);
            assertThat(client.getInputStream().read()).isEqualTo(i);
        }
        write(client, most);
        write(client, new byte[1]);
        assertThatIOException()
                .isThrownBy(() -> accepted.getInputStream().readNBytes(most.length + 1))
                .withMessageContaining("a request of more than 262144 bytes");
    }

    /** Does not wait for whom it is for: the system may not keep as much. */
    private void write(Socket socket, byte[] bytes) {
        aside.execute(() -> {
            try {
                socket.getOutputStream().write(bytes);
            } catch (IOException closed) {
                throw new UncheckedIOException(closed);
            }
        });
    }

    @Test
    void shouldLetNobodyBeSilentForHours() throws Exception {
        connect();
        LimitedSocket accepted = accept();
        accepted.setSoTimeout(7_200_000);
        assertThat(accepted.getSoTimeout()).isEqualTo(30_000);
        accepted.setSoTimeout(0);
        assertThat(accepted.getSoTimeout()).isEqualTo(30_000);
        accepted.setSoTimeout(100);
        assertThat(accepted.getSoTimeout()).isEqualTo(100);
    }

    @Test
    void shouldAnswerBeforeItEnds() throws Exception {
        Socket asking = connect();
        LimitedSocket asked = accept();
        connect();
        CompletableFuture<Integer> silent = read(accept());
        server.close();
        await().until(silent::isCompletedExceptionally);
        asked.getOutputStream().write(9);
        assertThat(asking.getInputStream().read()).isEqualTo(9);
        assertThatIOException().isThrownBy(() -> asked.getInputStream().read());
        assertThat(asking.getInputStream().read()).isEqualTo(-1);
    }
}
