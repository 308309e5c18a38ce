package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpHandler;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.hooks.HooksSettings.WhenUnavailable;
import dev.sluice.testkit.TestRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What counts as an outage, in which {@code whenUnavailable: allow} lets in, and what a client could bring about. */
@Timeout(90)
class OutageTest {
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

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 599})
    void shouldLetInByFaultsOfTheBackend(int status) throws Exception {
        backend.answers(status);
        try (Running nginx = asking(Settings.nginx());
                Running json = asking(Settings.json())) {
            assertThat(nginx.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
            assertThat(json.decide(TestRequest.play("show"))).isEqualTo(Decision.allow());
        }
    }

    @Test
    void shouldLetInWhenNobodyListens() throws Exception {
        try (DeadPort port = new DeadPort();
                Running running = new Running(open(Settings.nginx()).with("onPublish", port.url()))) {
            assertThat(running.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
        }
    }

    @Test
    void shouldLetInWhenNoAnswerComes() throws Exception {
        backend.answers(hanging());
        try (Running running = asking(Settings.nginx().with("timeout", Duration.ofMillis(150)))) {
            assertThat(running.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 307, 408, 429, 600, 799})
    void shouldLetNobodyInByOtherStatuses(int status) {
        backend.redirects(status, "http://127.0.0.1/login");

        assertNobodyGetsIn(Settings.nginx());
        assertNobodyGetsIn(Settings.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"OK", "{}", "{\"decision\":\"Allow\"}", "{\"decision\":7}", "[", "<html>"})
    void shouldLetNobodyInByWhatItDoesNotUnderstand(String body) {
        backend.answers(200, body);

        assertNobodyGetsIn(Settings.json());
    }

    @Test
    void shouldLetNobodyInByAnAnswerThatIsTooLong() {
        backend.answers(200, "{\"decision\":\"allow\",\"x\":\"" + "y".repeat(LimitedBody.MAX_BYTES) + "\"}");

        assertNobodyGetsIn(Settings.json());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SSH-2.0-OpenSSH\r\n\r\n"})
    void shouldLetNobodyInByAnAnswerThatIsNoHttp(String answer) throws Exception {
        try (RawServer server = new RawServer(answer);
                Running running = new Running(open(Settings.nginx()).with("onPublish", server.url()))) {
            assertNobodyGetsIn(running);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = WhenUnavailable.class,
            names = {"ALLOW", "ABSTAIN"})
    void shouldLetNobodyInThroughAQueueThatIsFull(WhenUnavailable whenUnavailable) {
        backend.answers(hanging());
        try (Running running = asking(Settings.nginx().with("concurrency", 1), whenUnavailable)) {
            for (int i = 0; i < 1025; i++) {
                running.ask(TestRequest.publish("show"));
            }
            assertNobodyGetsIn(running);
        }
    }

    @Test
    void shouldLetNobodyInBecauseItWaitedForItsTurn() {
        backend.answers(hanging());
        Settings settings = Settings.nginx().with("concurrency", 1).with("timeout", Duration.ofMillis(500));
        try (Running running = asking(settings)) {
            List<CompletableFuture<Decision>> decisions = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                decisions.add(running.ask(TestRequest.publish("show")));
            }
            await().until(() -> decisions.stream().allMatch(CompletableFuture::isDone));

            assertThat(decisions.get(0)).isCompletedWithValue(Decision.allow());
            assertThat(decisions.subList(1, 5)).allMatch(CompletableFuture::isCompletedExceptionally);
        }
    }

    @Test
    void shouldLetNobodyInBecauseThePluginStops() {
        backend.answers(hanging());
        Running running = asking(Settings.nginx());
        CompletableFuture<Decision> decision = running.ask(TestRequest.publish("show"));
        await().until(() -> !backend.received().isEmpty());

        running.close();

        assertThat(decision).isCompletedExceptionally();
    }

    @Test
    void shouldNotLetPlayersKeepPublishersWaiting() throws Exception {
        backend.answers(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/play")) {
                hanging().handle(exchange);
            } else {
                FakeBackend.respond(exchange, 403, "");
            }
        });
        try (Running running = asking(Settings.nginx().with("concurrency", 2))) {
            for (int i = 0; i < 2000; i++) {
                running.ask(TestRequest.play("show"));
            }

            assertThat(running.decide(TestRequest.publish("show")).verdict()).isEqualTo(Verdict.DENY);
            assertThat(running.decide(TestRequest.connect()).verdict()).isEqualTo(Verdict.DENY);
        }
    }

    private void assertNobodyGetsIn(Settings settings) {
        for (WhenUnavailable lenient : List.of(WhenUnavailable.ALLOW, WhenUnavailable.ABSTAIN)) {
            try (Running running = asking(settings, lenient)) {
                assertNobodyGetsIn(running);
            }
        }
    }

    private static void assertNobodyGetsIn(Running running) {
        CompletableFuture<Decision> decision = running.ask(TestRequest.publish("show"));

        assertThatThrownBy(() -> decision.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NoDecisionException.class);
    }

    private Running asking(Settings settings) {
        return asking(settings, WhenUnavailable.ALLOW);
    }

    private Running asking(Settings settings, WhenUnavailable whenUnavailable) {
        return new Running(settings.with("whenUnavailable", whenUnavailable)
                .with("onConnect", backend.url("/connect"))
                .with("onPublish", backend.url("/publish"))
                .with("onPlay", backend.url("/play")));
    }

    private static Settings open(Settings settings) {
        return settings.with("whenUnavailable", WhenUnavailable.ALLOW);
    }

    private HttpHandler hanging() {
        return exchange -> {
            try {
                never.await();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        };
    }
}
