package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.hooks.HooksSettings.WhenUnavailable;
import dev.sluice.testkit.TestRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of the answers of a backend that was written for nginx-rtmp. */
class NginxDecisionsTest {
    private FakeBackend backend;
    private Running running;

    @BeforeEach
    void startBackend() throws IOException {
        backend = FakeBackend.start();
        running = new Running(settings());
    }

    @AfterEach
    void stopBackend() {
        running.close();
        backend.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void shouldAllowBySuccess(int status) throws Exception {
        backend.answers(status);

        assertThat(running.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
    }

    @ParameterizedTest
    @EnumSource(Action.class)
    void shouldDenyByRefusal(Action action) throws Exception {
        backend.answers(403, "secret page");

        Decision decision = running.decide(new TestRequest(action, "live", "show", "", Running.obs()));

        assertThat(decision.verdict()).isEqualTo(Verdict.DENY);
        assertThat(decision.reason()).isEqualTo("Not authorized.");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 404, 410})
    void shouldDenyByEachRefusal(int status) throws Exception {
        backend.answers(status);

        assertThat(running.decide(TestRequest.play("show")).verdict()).isEqualTo(Verdict.DENY);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 502, 503, 504, 408, 429})
    void shouldDecideNothingWhenTheBackendIsNotWell(int status) {
        backend.answers(status);

        assertThatThrownBy(() -> running.decide(TestRequest.publish("show?token=abc")))
                .hasRootCauseMessage(backend.url("/publish") + ": HTTP " + status);
    }

    @ParameterizedTest
    @CsvSource({
        "301, public, public",
        "302, /public, public",
        "303, some/where, some/where",
        "307, a%3Fb%23c, a?b#c",
        "308, a%20b%2Bc+d, a b+c+d",
        "302, a:b, a:b",
    })
    void shouldRenameByRedirect(int status, String location, String name) throws Exception {
        backend.redirects(status, location);

        assertThat(running.decide(TestRequest.publish("key")).streamName()).contains(name);
        assertThat(running.decide(TestRequest.play("key")).streamName()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00e9t\u00e9", "%C3%A9t%C3%A9"})
    void shouldReadALocationInUtf8(String location) throws Exception {
        String bytes = new String(location.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        backend.redirects(302, bytes);

        assertThat(running.decide(TestRequest.publish("key")).streamName()).contains("\u00e9t\u00e9");
    }

    @Test
    void shouldAllowByRedirectToNowhere() throws Exception {
        backend.answers(302);

        assertThat(running.decide(TestRequest.publish("show"))).isEqualTo(Decision.allow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtmp://192.0.2.1/live/other",
                "RTMP://192.0.2.1/",
                "rtmps://host/live/x",
                "/",
                "%zz",
                "/login?next=%2Fpublish",
                "public?x=y",
                "public?",
                "/app#/login",
                "?x"
            })
    void shouldLetNobodyInByARedirectThatItCannotFollow(String location) {
        backend.redirects(302, location);
        try (Running open = new Running(settings().with("whenUnavailable", WhenUnavailable.ALLOW))) {
            assertThatThrownBy(() -> open.decide(TestRequest.publish("show")))
                    .hasRootCauseInstanceOf(NoDecisionException.class)
                    .rootCause()
                    .hasMessageContaining("redirects to");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/login", "https://127.0.0.1/publish", "//127.0.0.1/x"})
    void shouldNotTakeAnotherPageForAName(String location) {
        backend.redirects(302, location);

        assertThatThrownBy(() -> running.decide(TestRequest.publish("show")))
                .hasRootCauseMessage(backend.url("/publish") + ": the backend redirects to another page");
        assertThat(backend.received()).hasSize(1);
    }

    @Test
    void shouldNotMoveAClientToAnotherApplication() {
        backend.redirects(302, "other");

        assertThatThrownBy(() -> running.decide(TestRequest.connect()))
                .rootCause()
                .hasMessageContaining("another application");
    }

    @Test
    void shouldAbstainFromWhatIsNotAsked() throws Exception {
        try (Running only = new Running(Settings.nginx().with("onPublish", backend.url("/publish")))) {
            assertThat(only.decide(TestRequest.play("show")).verdict()).isEqualTo(Verdict.ABSTAIN);
            assertThat(only.decide(TestRequest.connect()).verdict()).isEqualTo(Verdict.ABSTAIN);
        }
        assertThat(backend.received()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"ALLOW, ALLOW", "ABSTAIN, ABSTAIN"})
    void shouldOpenWhenUnavailableIfToldTo(WhenUnavailable whenUnavailable, Verdict verdict) throws Exception {
        backend.answers(500);
        try (Running open = new Running(settings().with("whenUnavailable", whenUnavailable))) {
            assertThat(open.decide(TestRequest.publish("show")).verdict()).isEqualTo(verdict);
        }
    }

    private Settings settings() {
        return Settings.nginx()
                .with("onConnect", backend.url("/connect"))
                .with("onPublish", backend.url("/publish"))
                .with("onPlay", backend.url("/play"));
    }
}
