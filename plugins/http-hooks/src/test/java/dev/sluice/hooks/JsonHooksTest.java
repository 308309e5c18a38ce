package dev.sluice.hooks;

import static dev.sluice.api.ServerEvent.Type.CONNECTION_CLOSED;
import static dev.sluice.api.ServerEvent.Type.CONNECTION_OPENED;
import static dev.sluice.api.ServerEvent.Type.PLAYER_SLOW;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_REJECTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STARTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STOPPED;
import static dev.sluice.api.ServerEvent.Type.RECORDING_FAILED;
import static dev.sluice.api.ServerEvent.Type.RECORDING_PART;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.Headers;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.api.ServerEvent;
import dev.sluice.hooks.FakeBackend.Received;
import dev.sluice.testkit.TestRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonHooksTest {
    private FakeBackend backend;

    @BeforeEach
    void startBackend() throws IOException {
        backend = FakeBackend.start();
    }

    @AfterEach
    void stopBackend() {
        backend.close();
    }

    @Test
    void shouldSayWhoPublishesWhat() throws Exception {
        try (Running running = asking()) {
            running.decide(new TestRequest(Action.PUBLISH, "live", "show", "token=a\"b", Running.obs()));
        }

        Received request = backend.received().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
        JsonObject body = json(request);
        assertThat(body.remove("id").getAsString()).hasSize(36);
        assertThat(Instant.parse(body.remove("time").getAsString())).isAfter(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(body)
                .hasToString("{'event':'publish','application':'live','stream':'show','query':'token=a\\'b',"
                                .replace('\'', '"')
                        + ("'publishType':'live','connection':{'id':17,'address':'192.0.2.33','port':50123,"
                                        + "'connectedAt':'2023-11-14T22:13:20.123Z','app':'live',"
                                        + "'tcUrl':'rtmp://192.0.2.7/live','pageUrl':'',"
                                        + "'swfUrl':'rtmp://192.0.2.7/live',"
                                        + "'flashVer':'FMLE/3.0 (compatible; FMSc/1.0)'}}")
                                .replace('\'', '"'));
    }

    @Test
    void shouldSayWhatAPlayerAsksFor() throws Exception {
        try (Running running = asking()) {
            running.decide(TestRequest.play("show"));
            running.decide(TestRequest.connect());
        }

        JsonObject play = json(backend.received().get(0));
        assertThat(play.get("event").getAsString()).isEqualTo("play");
        assertThat(play.get("start").getAsDouble()).isEqualTo(-2);
        assertThat(play.get("duration").getAsDouble()).isEqualTo(-1);
        assertThat(play.get("reset").getAsBoolean()).isTrue();
        assertThat(json(backend.received().get(1)).get("event").getAsString()).isEqualTo("connect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n",
                "{\"decision\":\"allow\"}",
                "{\"decision\":\"allow\",\"stream\":\"\",\"reason\":null,\"more\":[1]}"
            })
    void shouldAllow(String body) throws Exception {
        assertThat(decide(200, body)).isEqualTo(Decision.allow());
    }

    @Test
    void shouldAllowUnderAnotherName() throws Exception {
        Decision decision = decide(200, "{\"decision\":\"allow\",\"stream\":\"public\"}");

        assertThat(decision.streamName()).contains("public");
    }

    @Test
    void shouldAbstain() throws Exception {
        assertThat(decide(200, "{\"decision\":\"abstain\"}").verdict()).isEqualTo(Verdict.ABSTAIN);
    }

    @Test
    void shouldDenyForTheGivenReason() throws Exception {
        Decision decision = decide(200, "{\"decision\":\"deny\",\"reason\":\"Not\\r\\npaid \\u0000.\"}");

        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        assertThat(decision.reason()).isEqualTo("Not paid  .");
    }

    @Test
    void shouldDenyWithoutReason() throws Exception {
        assertThat(decide(403, "{\"decision\":\"allow\"}").reason()).isEqualTo("Not authorized.");
        assertThat(decide(200, "{\"decision\":\"deny\"}").reason()).isEqualTo("Not authorized.");
        assertThat(decide(200, "{\"decision\":\"deny\",\"reason\":\"" + "x".repeat(1000) + "\"}")
                        .reason())
                .hasSize(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OK",
                "{}",
                "{\"decison\":\"deny\"}",
                "{\"decision\":\"Allow\"}",
                "{\"decision\":true}",
                "{\"decision\":\"allow\",\"stream\":7}",
                "{\"decision\":\"allow\"",
                "{\"decision\":\"allow\"} {",
                "{decision:'allow'}",
                "[\"allow\"]",
                "\"allow\"",
                "<html>"
            })
    void shouldLetNobodyInByABodyThatItDoesNotUnderstand(String body) {
        assertThatThrownBy(() -> decide(200, body)).hasRootCauseInstanceOf(NoDecisionException.class);
    }

    @Test
    void shouldLetNobodyInByARedirect() {
        backend.redirects(302, "public");
        try (Running running = asking()) {
            assertThatThrownBy(() -> running.decide(TestRequest.publish("key")))
                    .hasRootCauseMessage(backend.url("/ask") + ": HTTP 302");
        }
    }

    @Test
    void shouldSignTimeAndBody() throws Exception {
        try (Running running = new Running(
                Settings.json().with("onPublish", backend.url("/ask")).with("secret", "s3cret"))) {
            running.decide(TestRequest.publish("show"));
        }

        Received request = backend.received().get(0);
        Headers headers = request.headers();
        String time = headers.getFirst("X-Sluice-Timestamp");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("s3cret".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] expected = mac.doFinal((time + "." + request.body()).getBytes(StandardCharsets.UTF_8));
        assertThat(headers.getFirst("X-Sluice-Signature"))
                .isEqualTo("sha256=" + HexFormat.of().formatHex(expected));
        assertThat(Instant.now().getEpochSecond() - Long.parseLong(time)).isBetween(0L, 60L);
    }

    @Test
    void shouldNotSignWithoutSecret() throws Exception {
        decide(200, "");

        assertThat(backend.received().get(0).headers()).doesNotContainKey("X-sluice-signature");
    }

    @Test
    void shouldTellTheWholeLifeOfAConnection() {
        try (Running running = new Running(
                Settings.json().with("events", backend.url("/events")).with("onPublishDone", backend.url("/done")))) {
            running.happens(CONNECTION_OPENED, 3, "");
            running.happens(Running.event(PUBLISH_STARTED, 3, "show").build().asReplayed());
            running.happens(PUBLISH_REJECTED, 3, "other");
            running.happens(PLAYER_SLOW, 3, "show");
            running.happens(Running.event(PUBLISH_STOPPED, 3, "show")
                    .query("t=1")
                    .reason("gone")
                    .detail("bytesIn", 12)
                    .build());
            running.happens(RECORDING_PART, 3, "show");
            running.happens(RECORDING_FAILED, 3, "show");
            running.happens(CONNECTION_CLOSED, 3, "");
            await().until(() -> backend.received().size() == 7);
        }

        List<String> told = backend.received().stream()
                .map(request ->
                        request.path() + " " + json(request).get("event").getAsString())
                .toList();
        assertThat(told)
                .containsExactly(
                        "/events connection_opened",
                        "/events publish_started",
                        "/events publish_stopped",
                        "/done publish_stopped",
                        "/events recording_part",
                        "/events recording_failed",
                        "/events connection_closed");
        assertThat(json(backend.received().get(1)).get("replayed").getAsBoolean())
                .isTrue();
        JsonObject stopped = json(backend.received().get(2));
        assertThat(stopped.get("subject").getAsLong()).isEqualTo(3);
        assertThat(stopped.get("replayed").getAsBoolean()).isFalse();
        assertThat(stopped.get("application").getAsString()).isEqualTo("live");
        assertThat(stopped.get("stream").getAsString()).isEqualTo("show");
        assertThat(stopped.get("query").getAsString()).isEqualTo("t=1");
        assertThat(stopped.get("reason").getAsString()).isEqualTo("gone");
        assertThat(stopped.get("details")).hasToString("{\"bytesIn\":\"12\"}");
        assertThat(stopped.getAsJsonObject("connection").get("id").getAsLong()).isEqualTo(3);
    }

    @Test
    void shouldSendTheSameIdAgain() {
        backend.answers(
                exchange -> FakeBackend.respond(exchange, backend.received().size() < 3 ? 503 : 200, ""));
        try (Running running = new Running(Settings.json().with("events", backend.url("/events")))) {
            running.happens(ServerEvent.of(CONNECTION_OPENED).build());
            await().until(() -> backend.received().size() == 3);
        }

        assertThat(backend.received().stream()
                        .map(request -> json(request).get("id").getAsString())
                        .distinct())
                .hasSize(1);
    }

    private Decision decide(int status, String body) throws Exception {
        backend.answers(status, body);
        try (Running running = asking()) {
            return running.decide(TestRequest.publish("show"));
        }
    }

    private Running asking() {
        String url = backend.url("/ask");
        return new Running(
                Settings.json().with("onConnect", url).with("onPublish", url).with("onPlay", url));
    }

    private static JsonObject json(Received request) {
        return JsonParser.parseString(request.body()).getAsJsonObject();
    }
}
