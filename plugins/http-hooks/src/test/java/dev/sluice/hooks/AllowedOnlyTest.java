package dev.sluice.hooks;

import static dev.sluice.api.ServerEvent.Type.CONNECTION_CLOSED;
import static dev.sluice.api.ServerEvent.Type.PLAY_REJECTED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STARTED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STOPPED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_REJECTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STARTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STOPPED;
import static dev.sluice.api.ServerEvent.Type.STATISTICS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ServerEvent;
import dev.sluice.testkit.TestRequest;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the backend has allowed, and the server has not let begin. */
class AllowedOnlyTest {
    private FakeBackend backend;
    private Running running;

    @BeforeEach
    void start() throws IOException {
        backend = FakeBackend.start();
        running = new Running(Settings.nginx()
                .with("onPublish", backend.url("/"))
                .with("onPlay", backend.url("/"))
                .with("onPublishDone", backend.url("/"))
                .with("onPlayDone", backend.url("/"))
                .with("onDone", backend.url("/"))
                .with("onDisconnect", backend.url("/")));
    }

    @AfterEach
    void stop() {
        running.close();
        backend.close();
    }

    @Test
    void shouldTellTheEndOfAPublicationThatTheServerRefuses() throws Exception {
        decide(Action.PUBLISH, "show");
        happens(PUBLISH_REJECTED, 0, "show");
        await().until(() -> backend.received().size() == 3);
        happens(CONNECTION_CLOSED, 17, "");

        assertCalls("publish show", "publish_done show", "done show", "disconnect null");
        assertThat(backend.all("token")).containsOnly("abc");
        assertThat(backend.all("addr")).containsOnly("192.0.2.33");
    }

    @Test
    void shouldTellTheEndOfAPlayingByTheNameThatTheClientAskedWith() throws Exception {
        backend.redirects(302, "public");
        decide(Action.PLAY, "key");
        backend.answers(200);
        happens(PLAY_REJECTED, 0, "public");
        await().until(() -> backend.received().size() == 3);
        happens(CONNECTION_CLOSED, 17, "");

        assertCalls("play key", "play_done key", "done key", "disconnect null");
    }

    @Test
    void shouldTellNoEndOfWhatTheBackendHasDenied() throws Exception {
        backend.answers(403);
        decide(Action.PUBLISH, "show");
        backend.answers(200);
        happens(PUBLISH_REJECTED, 0, "show");
        happens(CONNECTION_CLOSED, 17, "");

        assertCalls("publish show", "disconnect null");
    }

    @Test
    void shouldTellTheEndOfWhatHasBegunOnce() throws Exception {
        decide(Action.PUBLISH, "show");
        happens(PUBLISH_STARTED, 4, "show");
        happens(PLAY_REJECTED, 0, "show");
        happens(PUBLISH_REJECTED, 0, "show");
        happens(PUBLISH_STOPPED, 4, "show");
        happens(PUBLISH_REJECTED, 0, "show");
        happens(CONNECTION_CLOSED, 17, "");

        assertCalls("publish show", "publish_done show", "done show", "disconnect null");
    }

    @Test
    void shouldTellTheEndOnceWhereAnotherPluginGivesTheName() throws Exception {
        decide(Action.PLAY, "show");
        happens(PLAY_STARTED, 4, "other");
        happens(PLAY_STOPPED, 4, "other");
        happens(CONNECTION_CLOSED, 17, "");

        assertCalls("play show", "play_done other", "done other", "disconnect null");
    }

    @Test
    void shouldTellTheEndWhenTheClientLeavesBeforeItBegins() throws Exception {
        decide(Action.PLAY, "show");
        happens(CONNECTION_CLOSED, 17, "");

        assertCalls("play show", "play_done show", "done show", "disconnect null");
    }

    @Test
    void shouldTellTheEndWhenTheAnswerComesAfterTheClientHasLeft() throws Exception {
        happens(CONNECTION_CLOSED, 17, "");
        await().until(() -> backend.received().size() == 1);
        decide(Action.PLAY, "show");
        running.happens(ServerEvent.of(STATISTICS).build());
        running.happens(ServerEvent.of(STATISTICS).build());

        assertCalls("disconnect null", "play show", "play_done show", "done show");
    }

    @Test
    void shouldRememberNoMoreOfAConnectionThanItMay() throws Exception {
        Allowances allowances = new Allowances(1);
        for (int i = 0; i <= Allowances.MAX_OF_CONNECTION; i++) {
            allowances.allowed(request(Action.PLAY, "show" + i), "show" + i);
        }
        allowances.allowed(TestRequest.play("another connection"), "another connection");

        assertThat(allowances.endedBy(event(CONNECTION_CLOSED, 17, "")))
                .hasSize(Allowances.MAX_OF_CONNECTION)
                .extracting(ServerEvent::stream)
                .doesNotContain("show0");
        assertThat(allowances.endedBy(Running.event(CONNECTION_CLOSED, 1, "").build()))
                .isEmpty();
    }

    private void decide(Action action, String stream) throws Exception {
        running.decide(request(action, stream));
    }

    private static TestRequest request(Action action, String stream) {
        return new TestRequest(action, "live", stream, "token=abc", Running.obs());
    }

    private void happens(ServerEvent.Type type, long subject, String stream) {
        running.happens(event(type, subject, stream));
    }

    private static ServerEvent event(ServerEvent.Type type, long subject, String stream) {
        return ServerEvent.of(type).subject(subject).connection(Running.obs()).stream("live", stream)
                .query("token=abc")
                .build();
    }

    /** In this order, and no more. */
    private void assertCalls(String... calls) {
        await().until(() -> backend.received().size() >= calls.length);
        running.close();
        List<String> names = backend.all("name");
        List<String> all = backend.all("call");
        for (int i = 0; i < all.size(); i++) {
            all.set(i, all.get(i) + " " + names.get(i));
        }
        assertThat(all).containsExactly(calls);
    }
}
