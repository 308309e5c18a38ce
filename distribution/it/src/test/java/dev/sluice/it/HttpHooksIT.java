package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.it.FlvFile.Tag;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A backend written for nginx-rtmp decides about ffmpeg. */
class HttpHooksIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);
    private final List<Map<String, String>> calls = new CopyOnWriteArrayList<>();
    private HttpServer backend;
    private Sluice server;

    @BeforeEach
    void start() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        backend.createContext("/", this::answer);
        backend.start();
        String url = "http://127.0.0.1:" + backend.getAddress().getPort();
        Sluice.configure(bench, """
                auth: { timeout: 60s }
                plugins:
                  settings:
                    http-hooks:
                      timeout: 50s
                      connectTimeout: 50s
                      format: nginx-rtmp
                      onPublish: %1$s/ask
                      onPlay: %1$s/ask
                      onPublishDone: %1$s/tell
                """.formatted(url));
        server = Sluice.start(bench);
    }

    @AfterEach
    void stop() {
        backend.stop(0);
    }

    /** The token decides, and a secret name is exchanged for the public one. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Map<String, String> call = Stream.of(body.split("&"))
                    .map(pair -> pair.split("=", 2))
                    .collect(Collectors.toMap(pair -> decoded(pair[0]), pair -> decoded(pair[1])));
            calls.add(call);
            if (call.get("call").equals("publish") && call.get("name").equals("secret-4WN")) {
                exchange.getResponseHeaders().add("Location", "public");
                exchange.sendResponseHeaders(302, -1);
            } else {
                exchange.sendResponseHeaders("good-8YL".equals(call.get("token")) ? 200 : 403, -1);
            }
        }
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    @Test
    void shouldDoAsTheBackendSays() {
        refusedPublisher(server.url("show") + "?token=bad-2PD", "Not authorized.");
        refusedPlayer(server.url("show"), "Not authorized.");

        Path file = bench.folder().resolve("show.flv");
        Run player = ffmpeg.record(server.url("show") + "?token=good-8YL", file, 10);
        server.awaitPlayers("show", 1);
        ffmpeg.publish(server.url("show") + "?token=good-8YL", "160x120", 2).expectSuccess(LIMIT);
        player.expectSuccess(LIMIT);
        ffmpeg.expectDecodes(file);
        Awaitility.await("end of the publication")
                .atMost(LIMIT)
                .until(() -> calls.stream()
                        .anyMatch(call -> call.get("call").equals("publish_done")
                                && call.get("name").equals("show")));
        assertThat(calls.get(0))
                .containsEntry("call", "publish")
                .containsEntry("app", "live")
                .containsEntry("name", "show")
                .containsEntry("addr", "127.0.0.1")
                .containsEntry("type", "live")
                .containsEntry("token", "bad-2PD");
        assertThat(server.log()).doesNotContain("bad-2PD", "good-8YL");
    }

    @Test
    void shouldShowAStreamUnderItsPublicName() {
        Path file = bench.folder().resolve("public.flv");
        Run player = ffmpeg.record(server.url("public") + "?token=good-8YL", file, 10);
        server.awaitPlayers("public", 1);
        ffmpeg.publish(server.url("secret-4WN"), "160x120", 2).expectSuccess(LIMIT);
        player.expectSuccess(LIMIT);
        assertThat(ffmpeg.streams(file)).containsExactlyInAnyOrder("h264,160,120", "aac");
        ffmpeg.expectDecodes(file);
        assertThat(server.log()).contains("live/public] publish started").doesNotContain("secret-4WN");
    }

    @Test
    void shouldRefuseOthersButServeOnWhenTheBackendIsDown() {
        Path published = ffmpeg.encode("published.flv", 120);
        Path file = bench.folder().resolve("show.flv");
        Run player = ffmpeg.record(server.url("show") + "?token=good-8YL", file, Ffmpeg.ENDLESS_SECONDS);
        server.awaitPlayers("show", 1);
        Run publisher = ffmpeg.publishFile(published, server.url("show") + "?token=good-8YL");
        LateJoinIT.awaitMedia(file);
        backend.stop(0);
        refusedPublisher(server.url("other") + "?token=good-8YL", "No decision can be made now.");
        refusedPlayer(server.url("show") + "?token=good-8YL", "No decision can be made now.");
        assertThat(publisher.isAlive()).as("the publisher is there still").isTrue();
        int before = FlvFile.tags(file, FlvFile.VIDEO).size();
        Awaitility.await("more media")
                .atMost(LIMIT)
                .until(() -> FlvFile.tags(file, FlvFile.VIDEO).size() > before + 5);
        publisher.terminate();
        player.expectSuccess(LIMIT);
        for (int type : List.of(FlvFile.AUDIO, FlvFile.VIDEO)) {
            List<Tag> played = FlvFile.withoutEnd(FlvFile.tags(file, type));
            List<Tag> all = FlvFile.tags(published, type);
            FlvFile.expectSame(played, all.subList(0, played.size()));
        }
        assertThat(server.log()).doesNotContain("good-8YL", "quarantined", "ERROR");
    }

    private void refusedPublisher(String url, String why) {
        ffmpeg.publish(url, "160x120", Ffmpeg.ENDLESS_SECONDS).expectFailure(LIMIT, why);
    }

    private void refusedPlayer(String url, String why) {
        ffmpeg.record(url, bench.folder().resolve("refused.flv"), 10).expectFailure(LIMIT, why);
    }
}
