package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ffmpeg does is seen in the event log and in the metrics. */
class TelemetryIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);
    private final HttpClient http = HttpClient.newHttpClient();
    private Sluice server;
    private URI metrics;
    private Path watched;
    private Run player;

    @BeforeEach
    void play() {
        Sluice.configure(bench, """
                plugins:
                  settings:
                    event-log: { events: all }
                    metrics-prometheus: { port: 0 }
                """);
        server = Sluice.start(bench);
        server.awaitLog("Metrics are at http");
        metrics = URI.create(server.log().replaceFirst("(?s).*Metrics are at (http\\S+).*", "$1"));
        watched = bench.folder().resolve("watched.flv");
        player = ffmpeg.record(server.url("seen") + "?token=unseen-6HC", watched, Ffmpeg.ENDLESS_SECONDS);
        server.awaitPlayers("seen", 1);
    }

    private Run publish(int seconds) {
        return ffmpeg.publish(server.url("seen") + "?token=unseen-6HC", "160x120", seconds);
    }

    @Test
    void shouldShowPublishersAndPlayersWhileTheyAreThere() throws Exception {
        Run publisher = publish(Ffmpeg.ENDLESS_SECONDS);
        LateJoinIT.awaitMedia(watched);
        assertThat(scrape())
                .contains("sluice_publishers 1.0")
                .contains("sluice_players 1.0")
                .contains("sluice_stream_live{application=\"live\",stream=\"seen\"} 1.0")
                .contains("sluice_stream_players{application=\"live\",stream=\"seen\"} 1.0")
                .noneMatch(line -> line.contains("unseen"));
        publisher.terminate();
        player.expectSuccess(LIMIT);
        Awaitility.await("nobody")
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(scrape()).contains("sluice_publishers 0.0", "sluice_players 0.0"));
    }

    private List<String> scrape() throws IOException, InterruptedException {
        var response = http.send(HttpRequest.newBuilder(metrics).timeout(LIMIT).build(), BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(200);
        return response.body().lines().toList();
    }

    @Test
    void shouldWriteALineForEachStartAndEachEnd() throws IOException {
        publish(3).expectSuccess(LIMIT);
        player.expectSuccess(LIMIT);
        Path file = Sluice.base(bench).resolve("logs/events.jsonl");
        Awaitility.await("all lines")
                .atMost(LIMIT)
                .until(() -> Files.exists(file) && count(Files.readAllLines(file), "connection_closed") >= 2);
        List<String> lines = Files.readAllLines(file);
        assertThat(lines)
                .allMatch(line -> line.matches("\\{\"time\":\"[^\"]+Z\",\"type\":\"[a-z_]+\".*}"))
                .noneMatch(line -> line.contains("unseen"));
        for (String what : List.of("publish", "play")) {
            String start = only(lines, what + "_started");
            String stop = only(lines, what + "_stopped");
            assertThat(start).contains("\"application\":\"live\",\"stream\":\"seen\"");
            assertThat(stop).contains("\"application\":\"live\",\"stream\":\"seen\"");
            assertThat(number(stop, "subject")).isEqualTo(number(start, "subject"));
            assertThat(number(stop, "connection\":{\"id")).isEqualTo(number(start, "connection\":{\"id"));
            assertThat(number(stop, "millis")).isBetween(1000L, LIMIT.toMillis());
        }
        assertThat(number(only(lines, "publish_stopped"), "bytesIn")).isGreaterThan(10_000);
    }

    private static long count(List<String> lines, String type) {
        return lines.stream()
                .filter(line -> line.contains("\"type\":\"" + type + "\""))
                .count();
    }

    private static String only(List<String> lines, String type) {
        List<String> found = lines.stream()
                .filter(line -> line.contains("\"type\":\"" + type + "\""))
                .toList();
        assertThat(found).as("lines of type %s", type).hasSize(1);
        return found.get(0);
    }

    private static long number(String line, String key) {
        String digits = line.replaceFirst(".*\"" + key.replace("{", "\\{") + "\":\"?(\\d+).*", "$1");
        return Long.parseLong(digits);
    }
}
