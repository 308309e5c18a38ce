package dev.sluice.hooks;

import static dev.sluice.api.ServerEvent.Type.CONNECTION_CLOSED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STOPPED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STARTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STOPPED;
import static dev.sluice.api.ServerEvent.Type.RECORDING_PART;
import static dev.sluice.api.ServerEvent.Type.RECORDING_STOPPED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.ServerEvent;
import dev.sluice.hooks.FakeBackend.Received;
import dev.sluice.testkit.TestRequest;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a backend that was written for nginx-rtmp is sent. */
class NginxParametersTest {
    private static final String OBS_SESSION = "app=live&flashver=FMLE%2F3.0%20%28compatible%3B%20FMSc%2F1.0%29"
            + "&swfurl=rtmp%3A%2F%2F192.0.2.7%2Flive&tcurl=rtmp%3A%2F%2F192.0.2.7%2Flive&pageurl=&addr=192.0.2.33";

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
    void shouldSayWhoConnects() throws Exception {
        try (Running running = new Running(Settings.nginx().with("onConnect", backend.url("/connect")))) {
            running.decide(new TestRequest(Action.CONNECT, "live?k=v", "", "k=v", Running.obs()));
        }

        Received request = backend.received().get(0);
        assertThat(request.path()).isEqualTo("/connect");
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/x-www-form-urlencoded");
        assertThat(request.body())
                .isEqualTo(OBS_SESSION + "&epoch=" + (1_700_000_000_123L & 0xFFFFFFFFL) + "&call=connect&k=v");
    }

    @Test
    void shouldSayWhatObsPublishes() throws Exception {
        try (Running running = new Running(Settings.nginx().with("onPublish", backend.url("/publish")))) {
            running.decide(publish("show", "token=abc"));
        }

        assertThat(backend.received().get(0).body())
                .isEqualTo(OBS_SESSION + "&clientid=17&call=publish&name=show&type=live&token=abc");
    }

    @Test
    void shouldSayWhatFfmpegPlays() throws Exception {
        try (Running running = new Running(Settings.nginx().with("onPlay", backend.url("/play")))) {
            running.decide(played(-2000, true));
            running.decide(played(1.5, false));
        }

        assertThat(backend.received().get(0).parameters())
                .containsExactly(
                        entry("app", "live"),
                        entry("flashver", "LNX 9,0,124,2"),
                        entry("swfurl", ""),
                        entry("tcurl", "rtmp://192.0.2.7:1935/live"),
                        entry("pageurl", ""),
                        entry("addr", "2001:db8:0:0:0:0:0:5"),
                        entry("clientid", "18"),
                        entry("call", "play"),
                        entry("name", "show"),
                        entry("start", "4294965296"),
                        entry("duration", "0"),
                        entry("reset", "1"));
        assertThat(backend.received().get(1).parameters()).contains(entry("start", "1"), entry("reset", "0"));
    }

    @Test
    void shouldAskByGetWhereNginxWould() throws Exception {
        Settings settings = Settings.nginx()
                .with("method", HooksSettings.Method.GET)
                .with("onPublish", backend.url("/publish?site=7"));
        try (Running running = new Running(settings)) {
            running.decide(publish("a b", "token=x%26y&site=8"));
        }

        Received request = backend.received().get(0);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.query())
                .isEqualTo("site=7&" + OBS_SESSION + "&clientid=17&call=publish&name=a%20b&type=live&token=x%26y");
        assertThat(request.body()).isEmpty();
    }

    @Test
    void shouldNotLetAClientOverrideWhatIsConfigured() throws Exception {
        try (Running running = new Running(Settings.nginx().with("onPublish", backend.url("/publish?api_key=7")))) {
            running.decide(publish("show", "api.key=1&api%20key=2&api[key=3&api_key=4&token=abc"));
        }

        assertThat(backend.received().get(0).query()).isEqualTo("api_key=7");
        assertThat(backend.received().get(0).body())
                .endsWith("&type=live&token=abc")
                .doesNotContain("api");
    }

    @Test
    void shouldNotLetAClientSpeakForItself() throws Exception {
        try (Running running = new Running(Settings.nginx().with("onPublish", backend.url("/")))) {
            running.decide(publish("mine", "name=other&addr=1.2.3.4&app=x&call=play&clientid=1&type=y&epoch=5&t=k"));
        }

        assertThat(backend.received().get(0).parameters())
                .contains(entry("name", "mine"), entry("addr", "192.0.2.33"), entry("app", "live"))
                .contains(entry("call", "publish"), entry("clientid", "17"), entry("type", "live"))
                .contains(entry("epoch", "5"), entry("t", "k"));
    }

    @Test
    void shouldTellEndsInOrder() {
        Settings settings = Settings.nginx()
                .with("onPublishDone", backend.url("/publish_done"))
                .with("onPlayDone", backend.url("/play_done"))
                .with("onDone", backend.url("/done"))
                .with("onDisconnect", backend.url("/disconnect"));
        try (Running running = new Running(settings)) {
            running.happens(of(PUBLISH_STOPPED, "show"));
            running.happens(of(PLAY_STOPPED, "other"));
            running.happens(of(CONNECTION_CLOSED, ""));
            await().until(() -> backend.received().size() == 5);
        }

        assertThat(backend.received())
                .extracting(Received::path)
                .containsExactly("/publish_done", "/done", "/play_done", "/done", "/disconnect");
        assertThat(backend.received().get(0).body())
                .isEqualTo(OBS_SESSION + "&clientid=17&call=publish_done&name=show&token=abc");
        assertThat(backend.received().get(1).body())
                .isEqualTo(OBS_SESSION + "&clientid=17&call=done&name=show&token=abc");
        assertThat(backend.received().get(2).body())
                .isEqualTo(OBS_SESSION + "&clientid=17&call=play_done&name=other&token=abc");
        assertThat(backend.received().get(4).body()).isEqualTo(OBS_SESSION + "&clientid=17&call=disconnect&token=abc");
    }

    @Test
    void shouldTellWhereARecordingIs() {
        try (Running running = new Running(Settings.nginx().with("onRecordDone", backend.url("/")))) {
            running.happens(
                    ServerEvent.of(RECORDING_STOPPED).subject(4).connection(Running.obs()).stream("live", "show")
                            .detail("plugin", "recorder-flv")
                            .detail("location", "/var/rec/show 1.flv")
                            .build());
            running.happens(ServerEvent.of(RECORDING_STOPPED).subject(5).stream("live", "show")
                    .detail("plugin", "recorder-flv")
                    .detail("location", "x.flv")
                    .build());
            await().until(() -> backend.received().size() == 2);
        }

        assertThat(backend.received())
                .extracting(Received::body)
                .containsExactlyInAnyOrder(
                        OBS_SESSION + "&clientid=17&call=record_done&recorder=recorder-flv&name=show"
                                + "&path=%2Fvar%2Frec%2Fshow%201.flv",
                        "app=live&call=record_done&recorder=recorder-flv&name=show&path=x.flv");
    }

    @Test
    void shouldTellOfEachPartOfARecording() {
        try (Running running = new Running(Settings.nginx().with("onRecordDone", backend.url("/")))) {
            for (ServerEvent.Type type : List.of(RECORDING_PART, RECORDING_PART, RECORDING_STOPPED)) {
                running.happens(ServerEvent.of(type).subject(4).connection(Running.obs()).stream("live", "show")
                        .detail("plugin", "recorder-flv")
                        .detail("location", type + ".flv")
                        .build());
            }
            await().until(() -> backend.received().size() == 3);
        }

        assertThat(backend.all("call")).containsOnly("record_done");
        assertThat(backend.all("recorder")).containsOnly("recorder-flv");
        assertThat(backend.all("path"))
                .containsExactly("RECORDING_PART.flv", "RECORDING_PART.flv", "RECORDING_STOPPED.flv");
    }

    @Test
    void shouldTellWhatGoesOn() {
        try (Running running = new Running(Settings.nginx().with("onUpdate", backend.url("/")))) {
            running.happens(
                    ServerEvent.of(PUBLISH_STARTED)
                            .time(Instant.now().minusSeconds(65))
                            .subject(4)
                            .connection(Running.obs())
                            .stream("live", "show")
                            .query("token=abc&time=0")
                            .build()
                            .asReplayed());
            await().until(() -> !backend.received().isEmpty());
        }

        Map<String, String> parameters = backend.received().get(0).parameters();
        assertThat(List.copyOf(parameters.keySet()).subList(6, 12))
                .containsExactly("clientid", "call", "time", "timestamp", "name", "token");
        assertThat(parameters).contains(entry("call", "update_publish"), entry("name", "show"));
        assertThat(Long.parseLong(parameters.get("time"))).isBetween(65L, 95L);
        assertThat(Long.parseLong(parameters.get("timestamp"))).isBetween(65_000L, 95_000L);
    }

    @Test
    void shouldCallAStreamAsItsPublisherDidAfterARename() throws Exception {
        Settings settings = Settings.nginx()
                .with("onPublish", backend.url("/publish"))
                .with("onPublishDone", backend.url("/publish_done"));
        backend.redirects(302, "public");
        try (Running running = new Running(settings)) {
            running.decide(publish("key", ""));
            running.happens(of(PUBLISH_STOPPED, "public"));
            await().until(() -> backend.received().size() == 2);
        }

        assertThat(backend.received().get(1).parameters()).contains(entry("name", "key"));
    }

    @Test
    void shouldSendConfiguredHeadersAndCredentials() throws Exception {
        Settings settings = Settings.nginx()
                .with("headers", Map.of("X-Api-Key", "k1"))
                .with("onPublish", "http://me:p%40ss@127.0.0.1:" + backend.port() + "/publish");
        try (Running running = new Running(settings)) {
            running.decide(publish("show", ""));
        }

        assertThat(backend.received().get(0).headers().getFirst("X-Api-Key")).isEqualTo("k1");
        assertThat(backend.received().get(0).headers().getFirst("Authorization"))
                .isEqualTo("Basic bWU6cEBzcw==");
    }

    private static ServerEvent of(ServerEvent.Type type, String stream) {
        return ServerEvent.of(type).subject(4).connection(Running.obs()).stream("live", stream)
                .query("token=abc")
                .build();
    }

    private static AccessRequest publish(String name, String query) {
        return new TestRequest(Action.PUBLISH, "live", name, query, Running.obs());
    }

    private static AccessRequest played(double start, boolean reset) {
        ConnectionInfo ffmpeg = Running.ffmpeg();
        AccessRequest plain = new TestRequest(Action.PLAY, "live", "show", "", ffmpeg);
        return (AccessRequest) Proxy.newProxyInstance(
                AccessRequest.class.getClassLoader(), new Class<?>[] {AccessRequest.class}, (proxy, called, unused) -> {
                    switch (called.getName()) {
                        case "playStart":
                            return start;
                        case "playReset":
                            return reset;
                        default:
                            return called.invoke(plain);
                    }
                });
    }
}
