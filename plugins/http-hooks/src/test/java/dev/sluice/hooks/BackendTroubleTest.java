package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import dev.sluice.api.Decision;
import dev.sluice.testkit.TestRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** adversarial 79: a hook that hangs, is slow, says too much, or is not there. */
@Timeout(60)
class BackendTroubleTest {
    private final CountDownLatch never = new CountDownLatch(1);
    private FakeBackend backend;

    @BeforeEach
    void startBackend() throws IOException {
        backend = FakeBackend.start();
    }

    @AfterEach
    void stopBackend() {
        never.countDown();
        backend.close();
    }

    @Test
    void shouldNotWaitLongerThanTheTimeout() {
        backend.answers(hanging());
        try (Running running = asking(Settings.nginx().with("timeout", Duration.ofMillis(150)))) {
            assertUnavailable(running, "no answer within 150 ms");
        }
    }

    @Test
    void shouldNotWaitLongerThanTheTimeoutForAConnectionEither() throws Exception {
        try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<SocketChannel> queue = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                SocketChannel waiting = SocketChannel.open();
                waiting.configureBlocking(false);
                waiting.connect(busy.getLocalSocketAddress());
                queue.add(waiting);
            }
            String url = "http://127.0.0.1:" + busy.getLocalPort() + "/x";
            Settings settings = Settings.nginx().with("onPublish", url).with("timeout", Duration.ofMillis(150));
            try (Running running = new Running(settings)) {
                assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                        .hasRootCauseMessage(url + ": no answer within 150 ms");
            }
            for (SocketChannel waiting : queue) {
                waiting.close();
            }
        }
    }

    @Test
    void shouldCountTheTimeInWhichAQuestionWaitsForItsTurn() {
        backend.answers(hanging());
        Settings oneAtATime =
                Settings.nginx().with("timeout", Duration.ofMillis(500)).with("concurrency", 1);
        try (Running running = asking(oneAtATime)) {
            List<CompletableFuture<Decision>> decisions = new ArrayList<>();
            for (int i = 0; i < 400; i++) {
                decisions.add(running.ask(TestRequest.publish("show")));
            }

            // from turn to turn it would be 200
            await().atMost(Duration.ofSeconds(50))
                    .until(() -> decisions.stream().allMatch(CompletableFuture::isCompletedExceptionally));
        }
    }

    @Test
    void shouldDecideByStatusWhileTheBodyIsSlow() throws Exception {
        backend.answers(slowBody());
        try (Running running = asking(Settings.nginx().with("timeout", Duration.ofSeconds(30)))) {
            assertThat(running.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
        }
    }

    @Test
    void shouldFreeThePlaceOfASlowBody() throws Exception {
        backend.answers(slowBody());
        Settings oneAtATime =
                Settings.nginx().with("timeout", Duration.ofSeconds(30)).with("concurrency", 1);
        try (Running running = asking(oneAtATime)) {
            for (int i = 0; i < 3; i++) {
                assertThat(running.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
            }
        }
    }

    @Test
    void shouldNotWaitForASlowJsonBody() {
        backend.answers(slowBody());
        try (Running running = asking(Settings.json().with("timeout", Duration.ofMillis(300)))) {
            assertUnavailable(running, "no answer within 300 ms");
        }
    }

    @Test
    void shouldNotReadAHugeBody() throws Exception {
        AtomicInteger megabytes = new AtomicInteger();
        CountDownLatch cut = new CountDownLatch(2);
        backend.answers(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (; megabytes.get() < 1000; megabytes.incrementAndGet()) {
                    out.write(new byte[1024 * 1024]);
                }
            } catch (IOException closed) {
                cut.countDown();
            }
        });
        try (Running json = asking(Settings.json());
                Running nginx = asking(Settings.nginx())) {
            assertUnavailable(json, "the answer is longer than 64 KiB");
            assertThat(nginx.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
            assertThat(cut.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(megabytes.get()).isLessThan(200);
    }

    @Test
    void shouldBeUnavailableWhenNobodyListens() throws IOException {
        try (DeadPort port = new DeadPort();
                Running running = new Running(Settings.nginx().with("onPublish", port.url()))) {
            assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                    .hasRootCauseMessage(port.url() + ": cannot connect");
        }
    }

    @Test
    void shouldBeUnavailableWhenTheHostIsUnknown() {
        Settings settings = Settings.nginx()
                .with("onPublish", "http://user:pw@no-such-host.invalid/x?token=abc")
                .with("timeout", Duration.ofSeconds(3));
        try (Running running = new Running(settings)) {
            assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                    .rootCause()
                    .message()
                    .isIn(
                            "http://no-such-host.invalid/x: unknown host",
                            "http://no-such-host.invalid/x: no answer within 3000 ms");
        }
    }

    @Test
    void shouldBeUnavailableWhenTheAnswerIsNoHttp() throws Exception {
        try (RawServer server = new RawServer("SSH-2.0-OpenSSH\r\n\r\n");
                Running running = new Running(Settings.nginx().with("onPublish", server.url()))) {
            assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                    .rootCause()
                    .hasMessageStartingWith(server.url() + ": ")
                    .message()
                    .doesNotContain("OpenSSH");
        }
    }

    @Test
    void shouldAskAgainWhenAConnectionKeptOpenIsClosed() throws Exception {
        try (RawServer server = new RawServer(
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
                        "",
                        "HTTP/1.1 403 No\r\n" + "Content-Length: 0\r\n\r\n");
                Running running = new Running(Settings.nginx().with("onPublish", server.url()))) {
            assertThat(running.decide(TestRequest.publish("one")).verdict()).isEqualTo(Decision.Verdict.ALLOW);
            assertThat(running.decide(TestRequest.publish("two")).verdict()).isEqualTo(Decision.Verdict.DENY);
        }
    }

    @Test
    void shouldNotAskForEverWhereEachConnectionIsClosed() throws Exception {
        try (RawServer server = new RawServer("");
                Running running = new Running(Settings.nginx().with("onPublish", server.url()))) {
            assertThatThrownBy(() -> running.decide(TestRequest.publish("one")))
                    .hasRootCauseInstanceOf(NoDecisionException.class);
            assertThat(server.requests()).isEqualTo(2);
        }
    }

    @Test
    void shouldHoldQuestionsBackThatAreTooManyAtOnce() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch open = new CountDownLatch(1);
        backend.answers(exchange -> {
            most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            awaitQuietly(open);
            atOnce.decrementAndGet();
            FakeBackend.respond(exchange, 200, "");
        });
        try (Running running = asking(Settings.nginx().with("concurrency", 3))) {
            List<CompletableFuture<Decision>> decisions = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                decisions.add(running.ask(TestRequest.publish("show")));
            }
            await().until(() -> atOnce.get() == 3);
            open.countDown();
            for (CompletableFuture<Decision> decision : decisions) {
                assertThat(decision.get(30, TimeUnit.SECONDS)).isEqualTo(Decision.allow());
            }
        }
        assertThat(most.get()).isEqualTo(3);
    }

    @Test
    void shouldRefuseQuestionsThatCannotWait() throws Exception {
        backend.answers(hanging());
        try (Running running = asking(Settings.nginx().with("concurrency", 1))) {
            for (int i = 0; i < 1025; i++) {
                running.ask(TestRequest.publish("show"));
            }
            assertUnavailable(running, "too many requests wait");
        }
    }

    @Test
    void shouldEndQuestionsUnderWayWhenItStops() {
        backend.answers(hanging());
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        Running running = asking(Settings.nginx());
        CompletableFuture<Decision> decision = running.ask(TestRequest.publish("show"));
        await().until(() -> !backend.received().isEmpty());

        running.close();

        assertThat(decision).isCompletedExceptionally();
        assertUnavailable(running, "the plugin stops");
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> !before.contains(thread))
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("http-hooks-ask")));
    }

    private void assertUnavailable(Running running, String why) {
        assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                .hasRootCauseMessage(backend.url("/ask") + ": " + why);
    }

    private Running asking(Settings settings) {
        return new Running(settings.with("onPublish", backend.url("/ask")));
    }

    private HttpHandler hanging() {
        return exchange -> {
            awaitQuietly(never);
            exchange.close();
        };
    }

    /** Headers at once, then a byte and nothing more. */
    private HttpHandler slowBody() {
        return exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitQuietly(never);
            exchange.close();
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
