package dev.sluice.hooks;

import static dev.sluice.api.ServerEvent.Type.CONNECTION_CLOSED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STARTED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STOPPED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STARTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class UpdatesTest {
    private final CountDownLatch open = new CountDownLatch(1);
    private FakeBackend backend;

    @BeforeEach
    void startBackend() throws IOException {
        backend = FakeBackend.start();
    }

    @AfterEach
    void stopBackend() {
        open.countDown();
        backend.close();
    }

    @Test
    void shouldTellOfPublishersAndPlayersAgainAndAgain() {
        try (Running running = new Running(nginx())) {
            running.happens(PUBLISH_STARTED, 1, "show");
            running.happens(PLAY_STARTED, 1, "other");
            await().until(() -> calls("update_publish") > 2);
            await().until(() -> backend.all("call").contains("update_play"));
        }

        assertThat(backend.all("call")).containsOnly("update_publish", "update_play");
    }

    @Test
    void shouldNotTellBeforeTheInterval() {
        Duration interval = Duration.ofMillis(600);
        try (Running running = new Running(nginx().with("updateInterval", interval))) {
            long begunNanos = System.nanoTime();
            running.happens(PUBLISH_STARTED, 1, "show");
            await().until(() -> !backend.received().isEmpty());

            assertThat(System.nanoTime() - begunNanos).isGreaterThanOrEqualTo(interval.toNanos());
        }
    }

    @Test
    void shouldEndWithWhatItIsAbout() {
        try (Running running = new Running(nginx())) {
            running.happens(PUBLISH_STARTED, 1, "show");
            running.happens(PLAY_STARTED, 1, "other");
            await().until(() -> backend.received().size() >= 2);
            running.happens(PUBLISH_STOPPED, 1, "show");
            long publishBefore = calls("update_publish");
            long playBefore = calls("update_play");
            await().until(() -> calls("update_play") > playBefore + 4);

            // one may have been under way
            assertThat(calls("update_publish")).isLessThanOrEqualTo(publishBefore + 1);

            running.happens(PLAY_STOPPED, 1, "other");
        }
    }

    @Test
    void shouldNotHeapUpUpdatesThatAreNotAnswered() {
        backend.answers(exchange -> {
            awaitQuietly(open);
            FakeBackend.respond(exchange, 200, "");
        });
        try (Running running = new Running(nginx().with("onPublishDone", backend.url("/done")))) {
            running.happens(PUBLISH_STARTED, 1, "show");
            await().until(() ->
                    !backend.received().isEmpty() && running.plugin().skipped() >= 3);
            running.happens(PUBLISH_STOPPED, 1, "show");
            open.countDown();
            await().until(() -> backend.all("call").contains("publish_done"));
        }

        assertThat(backend.all("call")).containsExactly("update_publish", "publish_done");
    }

    @Test
    void shouldTellOfEndsWhileUpdatesHang() {
        backend.answers(exchange -> {
            if (exchange.getRequestURI().getPath().equals("/update")) {
                awaitQuietly(open);
            }
            FakeBackend.respond(exchange, 200, "");
        });
        Settings settings = nginx().with("concurrency", 2)
                .with("queueSize", 300)
                .with("onPlayDone", backend.url("/done"))
                .with("onDisconnect", backend.url("/disconnect"));
        int players = 500;
        try (Running running = new Running(settings)) {
            for (long id = 1; id <= players; id++) {
                running.happens(PLAY_STARTED, id, "show");
            }
            await().until(() -> running.plugin().skipped() > 2 * players);
            for (long id = 1; id <= players / 4; id++) {
                running.happens(PLAY_STOPPED, id, "show");
                running.happens(CONNECTION_CLOSED, id, "");
            }

            await().until(() -> clients("/disconnect") == players / 4);

            assertThat(clients("/done")).isEqualTo(players / 4);
            assertThat(clients("/update")).isEqualTo(2);
            assertThat(running.plugin().dropped()).isZero();
        }
    }

    @Test
    void shouldSendNoUpdateOfWhatHasEndedMeanwhile() {
        backend.answers(exchange -> {
            awaitQuietly(open);
            FakeBackend.respond(exchange, 200, "");
        });
        try (Running running = new Running(nginx().with("concurrency", 1))) {
            running.happens(PLAY_STARTED, 1, "first");
            running.happens(PLAY_STARTED, 2, "second");
            running.happens(PLAY_STARTED, 3, "third");
            await().until(() -> running.plugin().skipped() >= 3);
            running.happens(PLAY_STOPPED, 1, "first");
            running.happens(PLAY_STOPPED, 2, "second");
            open.countDown();
            await().until(() -> backend.all("name").contains("third"));
        }

        assertThat(backend.all("name")).doesNotContain("second");
    }

    @Test
    void shouldNotEndAConnectionForWhatHasEndedOnIt() {
        backend.answers(exchange -> {
            boolean held = backend.received().size() == 1;
            if (held) {
                awaitQuietly(open);
            }
            FakeBackend.respond(exchange, held ? 403 : 200, "");
        });
        try (Running running = new Running(nginx().with("concurrency", 1))) {
            running.happens(PLAY_STARTED, 1, "first");
            await().until(() -> backend.received().size() == 1);
            running.happens(PLAY_STOPPED, 1, "first");
            running.happens(Running.event(PLAY_STARTED, 1, "second").subject(2).build());
            open.countDown();
            await().until(() -> backend.all("name").contains("second"));

            assertThat(running.context().dropped()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 404})
    void shouldEndTheConnectionThatTheBackendRefuses(int status) {
        backend.answers(status);
        try (Running running = new Running(nginx())) {
            running.happens(PUBLISH_STARTED, 7, "show");
            await().until(() -> !running.context().dropped().isEmpty());

            assertThat(running.context().dropped()).containsExactly(entry(7L, "The backend has ended it."));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 500, 503})
    void shouldEndOnlyIfStrictWhenTheBackendIsNotWell(int status) {
        backend.redirects(status, "elsewhere");
        try (Running running = new Running(nginx())) {
            running.happens(PUBLISH_STARTED, 7, "show");
            await().until(() -> backend.received().size() >= 3);

            assertThat(running.context().dropped()).isEmpty();
        }
        try (Running strict = new Running(nginx().with("updateStrict", true))) {
            strict.happens(PUBLISH_STARTED, 7, "show");
            await().until(() -> !strict.context().dropped().isEmpty());

            assertThat(strict.context().dropped()).containsExactly(entry(7L, "The backend does not confirm it."));
        }
    }

    @Test
    void shouldEndIfStrictWhenTheBackendIsGone() throws IOException {
        try (DeadPort port = new DeadPort();
                Running strict =
                        new Running(nginx().with("onUpdate", port.url()).with("updateStrict", true))) {
            strict.happens(PLAY_STARTED, 7, "show");

            await().until(() -> strict.context().dropped().containsKey(7L));
        }
    }

    @Test
    void shouldEndNobodyBecauseThePluginStops() {
        backend.answers(exchange -> {
            awaitQuietly(open);
            exchange.close();
        });
        Running strict = new Running(nginx().with("updateStrict", true));
        strict.happens(PLAY_STARTED, 7, "show");
        await().until(() -> !backend.received().isEmpty());

        strict.close();

        assertThat(strict.context().dropped()).isEmpty();
    }

    @Test
    void shouldReadTheDecisionOfJson() {
        backend.answers(200, "{\"decision\":\"deny\",\"reason\":\"Time is up.\"}");
        try (Running running = new Running(json())) {
            running.happens(PUBLISH_STARTED, 7, "show");
            await().until(() -> !running.context().dropped().isEmpty());

            assertThat(running.context().dropped()).containsExactly(entry(7L, "Time is up."));
        }
        assertThat(backend.received().get(0).body())
                .startsWith("{\"event\":\"update_publish\"")
                .contains("\"subject\":7,", "\"stream\":\"show\",", "\"millis\":");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{\"decision\":\"allow\"}", "{\"decision\":\"abstain\"}", "OK"})
    void shouldGoOnUnlessJsonSaysNo(String body) {
        backend.answers(200, body);
        try (Running running = new Running(json())) {
            running.happens(PUBLISH_STARTED, 7, "show");
            await().until(() -> backend.received().size() >= 3);

            assertThat(running.context().dropped()).isEmpty();
        }
    }

    private Settings nginx() {
        return Settings.nginx().with("onUpdate", backend.url("/update"));
    }

    private Settings json() {
        return Settings.json().with("onUpdate", backend.url("/update"));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private long calls(String name) {
        return backend.all("call").stream().filter(name::equals).count();
    }

    /** How many clients it has been told of; a request may come twice if a connection breaks. */
    private long clients(String path) {
        return backend.received().stream()
                .filter(request -> request.path().equals(path))
                .map(request -> request.parameters().get("clientid"))
                .distinct()
                .count();
    }
}
