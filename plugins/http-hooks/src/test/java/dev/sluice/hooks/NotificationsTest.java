package dev.sluice.hooks;

import static dev.sluice.api.ServerEvent.Type.CONNECTION_CLOSED;
import static dev.sluice.api.ServerEvent.Type.CONNECTION_OPENED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STARTED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STOPPED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STARTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.sluice.hooks.FakeBackend.Received;
import dev.sluice.hooks.HooksSettings.Retries;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
class NotificationsTest {
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
    void shouldKeepTheOrderOfEachConnection() {
        long seed = System.nanoTime();
        System.out.println("shouldKeepTheOrderOfEachConnection: seed " + seed);
        Random random = new Random(seed);
        backend.answers(exchange -> {
            LockSupport.parkNanos(random.nextInt(3_000_000));
            FakeBackend.respond(exchange, random.nextInt(10) == 0 ? 503 : 200, "");
        });
        int connections = 50;
        try (Running running = new Running(events().with("retries", retries(20)))) {
            for (long id = 1; id <= connections; id++) {
                running.happens(CONNECTION_OPENED, id, "");
                running.happens(PUBLISH_STARTED, id, "s" + id);
            }
            for (long id = 1; id <= connections; id++) {
                running.happens(PUBLISH_STOPPED, id, "s" + id);
                running.happens(CONNECTION_CLOSED, id, "");
            }
            await().until(() -> delivered().size() == connections
                    && delivered().values().stream().allMatch(list -> list.contains("connection_closed")));
        }

        assertThat(delivered().values())
                .allSatisfy(list -> assertThat(list.stream().distinct())
                        .containsExactly(
                                "connection_opened", "publish_started", "publish_stopped", "connection_closed"));
    }

    @Test
    void shouldNotLetOneConnectionHoldUpTheOthers() {
        backend.answers(exchange -> {
            if (idOf(backend.answered()) == 1) {
                awaitQuietly(open);
            }
            FakeBackend.respond(exchange, 200, "");
        });
        try (Running running = new Running(events().with("concurrency", 2))) {
            running.happens(CONNECTION_OPENED, 1, "");
            await().until(() -> backend.received().size() == 1);
            for (int i = 0; i < 5; i++) {
                running.happens(PLAY_STARTED, 1, "a");
            }
            for (long id = 2; id <= 20; id++) {
                running.happens(CONNECTION_OPENED, id, "");
            }

            await().until(() -> backend.received().size() == 20);

            assertThat(delivered().get(1L)).containsExactly("connection_opened");
            open.countDown();
            await().until(() -> backend.received().size() == 25);
        }
    }

    @Test
    void shouldSendAgainWhatFailed() {
        AtomicInteger calls = new AtomicInteger();
        backend.answers(exchange -> {
            int call = calls.incrementAndGet();
            FakeBackend.respond(exchange, call <= 2 ? 500 : 200, "");
        });
        try (Running running = new Running(events())) {
            running.happens(CONNECTION_OPENED, 1, "");
            running.happens(CONNECTION_CLOSED, 1, "");
            await().until(() -> backend.received().size() == 4);
        }

        assertThat(delivered().get(1L))
                .containsExactly("connection_opened", "connection_opened", "connection_opened", "connection_closed");
    }

    @Test
    void shouldGiveUpAndGoOn() {
        backend.answers(500);
        try (Running running = new Running(events().with("retries", retries(2)))) {
            running.happens(CONNECTION_OPENED, 1, "");
            running.happens(CONNECTION_CLOSED, 1, "");
            await().until(() -> backend.received().size() == 6);
        }

        assertThat(delivered().get(1L))
                .containsExactly(
                        "connection_opened",
                        "connection_opened",
                        "connection_opened",
                        "connection_closed",
                        "connection_closed",
                        "connection_closed");
    }

    @Test
    void shouldNotRepeatWhatTheBackendRefuses() {
        backend.answers(404);
        try (Running running = new Running(events())) {
            running.happens(CONNECTION_OPENED, 1, "");
            running.happens(CONNECTION_CLOSED, 1, "");
            await().until(() -> backend.received().size() == 2);
        }

        assertThat(delivered().get(1L)).containsExactly("connection_opened", "connection_closed");
    }

    @Test
    void shouldDropWhatIsTooMuchForADeadBackend() throws IOException {
        try (DeadPort port = new DeadPort();
                Running running = new Running(Settings.json()
                        .with("events", port.url())
                        .with("queueSize", 100)
                        .with("retries", new Retries(20, Duration.ofSeconds(60))))) {
            for (long id = 1; id <= 1000; id++) {
                running.happens(PLAY_STARTED, id, "show");
            }

            assertThat(running.plugin().dropped()).isEqualTo(900);
        }
    }

    @Test
    void shouldTakeNewNotificationsWhenOldOnesAreGivenUp() throws IOException {
        try (DeadPort port = new DeadPort();
                Running running = new Running(Settings.json()
                        .with("events", port.url())
                        .with("queueSize", 1000)
                        .with("retries", retries(2)))) {
            for (long id = 1; id <= 1000; id++) {
                running.happens(PLAY_STARTED, id, "show");
            }
            await().untilAsserted(() -> {
                long before = running.plugin().dropped();
                running.happens(PLAY_STOPPED, 1, "show");
                assertThat(running.plugin().dropped()).isEqualTo(before);
            });
        }
    }

    @Test
    void shouldFinishWhatIsUnderWayWhenItStops() {
        backend.answers(exchange -> {
            LockSupport.parkNanos(20_000_000);
            FakeBackend.respond(exchange, 200, "");
        });
        Running running = new Running(events());
        for (int i = 0; i < 10; i++) {
            running.happens(PLAY_STARTED, 1, "show" + i);
        }

        running.close();

        assertThat(backend.received()).hasSize(10);
    }

    @Test
    void shouldTryOnceMoreWhenItStopsDuringAPause() {
        backend.answers(503);
        Running running = new Running(events().with("retries", new Retries(3, Duration.ofSeconds(60))));
        running.happens(CONNECTION_OPENED, 1, "");
        await().until(() -> running.plugin().resting() == 1);
        backend.answers(200);

        running.close();

        assertThat(backend.received()).hasSize(2);
    }

    @Test
    void shouldGiveUpAfterAWhileWhenItStops() {
        backend.answers(exchange -> {
            awaitQuietly(open);
            exchange.close();
        });
        Running running = new Running(events(), Path.of("."), Duration.ofMillis(500));
        running.happens(CONNECTION_OPENED, 1, "");
        running.happens(CONNECTION_CLOSED, 1, "");
        await().until(() -> backend.received().size() == 1);

        long begunNanos = System.nanoTime();
        running.close();

        // the backend would have a minute
        assertThat(Duration.ofNanos(System.nanoTime() - begunNanos))
                .isBetween(Duration.ofMillis(500), Duration.ofSeconds(30));
        running.happens(PLAY_STARTED, 1, "show");
        assertThat(running.plugin().dropped()).isEqualTo(1);
    }

    private Settings events() {
        return Settings.json().with("events", backend.url("/events"));
    }

    private static Retries retries(int count) {
        return new Retries(count, Duration.ofMillis(5));
    }

    /** The events that came in, by connection. */
    private Map<Long, List<String>> delivered() {
        return backend.received().stream()
                .collect(Collectors.groupingBy(
                        NotificationsTest::idOf,
                        Collectors.mapping(
                                request -> json(request).get("event").getAsString(),
                                Collectors.toCollection(ArrayList::new))));
    }

    private static long idOf(Received request) {
        return json(request).getAsJsonObject("connection").get("id").getAsLong();
    }

    private static JsonObject json(Received request) {
        return JsonParser.parseString(request.body()).getAsJsonObject();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
