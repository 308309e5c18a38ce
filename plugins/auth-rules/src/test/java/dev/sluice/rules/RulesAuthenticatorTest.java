package dev.sluice.rules;

import static dev.sluice.rules.RuleDraft.allow;
import static dev.sluice.rules.RuleDraft.deny;
import static dev.sluice.testkit.TestRequest.connect;
import static dev.sluice.testkit.TestRequest.play;
import static dev.sluice.testkit.TestRequest.publish;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.testkit.TestClient;
import dev.sluice.testkit.TestRequest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulesAuthenticatorTest {
    @Test
    void shouldHaveTheFirstRuleThatFitsDecide() {
        RuleDraft[] rules = {
            deny().from("10.6.6.0/24").because("Not from there."),
            allow().to(Action.PUBLISH).from("10.0.0.0/8"),
            deny().to(Action.PUBLISH).because("Publish from the studio."),
            allow().to(Action.PLAY).on("public/**"),
            deny().to(Action.PLAY)
        };

        assertThat(decision(publish("cam").from("10.6.6.6"), rules)).hasToString("DENY: Not from there.");
        assertThat(decision(play("public/cam").from("10.6.6.6"), rules)).hasToString("DENY: Not from there.");
        assertThat(decision(publish("cam").from("10.1.2.3"), rules)).hasToString("ALLOW");
        assertThat(decision(publish("cam").from("192.0.2.1"), rules)).hasToString("DENY: Publish from the studio.");
        assertThat(decision(play("public/cam").from("192.0.2.1"), rules)).hasToString("ALLOW");
        assertThat(decision(play("cam").from("192.0.2.1"), rules)).hasToString("DENY: Access denied.");
    }

    @Test
    void shouldMatchEachConditionAlone() {
        assertThat(verdict(publish("cam"), allow().in("live"))).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(publish("cam").in("vod"), allow().in("live"))).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(publish("cam1"), allow().on("cam?"))).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(publish("cam"), allow().on("cam?"))).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(publish("cam"), allow().to(Action.PLAY))).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(publish("cam").from("::1"), allow().from("127.0.0.1", "::1")))
                .isEqualTo(Verdict.ALLOW);
        assertThat(verdict(publish("cam").from("::2"), allow().from("127.0.0.1", "::1")))
                .isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(onPage("https://example.org/a/b"), allow().on("**", "https://example.org/**")))
                .isEqualTo(Verdict.ALLOW);
        assertThat(verdict(onPage("https://example.com/a/b"), allow().on("**", "https://example.org/**")))
                .isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(onPage(""), allow().on("**", "https://example.org/**")))
                .isEqualTo(Verdict.ABSTAIN);
    }

    @Test
    void shouldGoOnWithTheNextRuleWhenTheTokenDoesNotFit() {
        RuleDraft[] rules = {
            allow().on("cam").with("old", "sha256:" + TokensTest.SHA256_OF_STUDIO_1),
            allow().on("cam").from("10.0.0.0/8"),
            deny().because("Wrong or missing token.")
        };

        assertThat(decision(publish("cam").with("token=old"), rules)).hasToString("ALLOW");
        assertThat(decision(publish("cam").with("a=b&token=studio%2D1"), rules)).hasToString("ALLOW");
        assertThat(decision(publish("cam").with("token=new").from("10.0.0.1"), rules))
                .hasToString("ALLOW");
        assertThat(decision(publish("cam").with("token=new"), rules)).hasToString("DENY: Wrong or missing token.");
        assertThat(decision(publish("cam").with("Token=old"), rules)).hasToString("DENY: Wrong or missing token.");
        assertThat(decision(publish("cam"), rules)).hasToString("DENY: Wrong or missing token.");
    }

    @Test
    void shouldDecideByTheSlowHashThenByTheRulesBehindIt() {
        RuleDraft[] rules = {
            allow().with(TokensTest.PBKDF2_OF_STUDIO_1).as("studio"),
            allow().with("guest").as("guests"),
            deny()
        };

        assertThat(decision(publish("x").with("token=studio-1"), rules).streamName())
                .contains("studio");
        assertThat(decision(publish("x").with("token=guest"), rules).streamName())
                .contains("guests");
        assertThat(verdict(publish("x").with("token=thief"), rules)).isEqualTo(Verdict.DENY);
        assertThat(verdict(publish("x"), rules)).isEqualTo(Verdict.DENY);
    }

    @Test
    void shouldTakeTheTokenFromTheParameterThatIsConfigured() {
        RulesSettings settings = new RulesSettings(List.of(allow().with("old").build()), Verdict.DENY, "pass");

        assertThat(decision(publish("cam").with("pass=old"), settings)).hasToString("ALLOW");
        assertThat(decision(publish("cam").with("token=old"), settings)).hasToString("DENY: No rule allows it.");
    }

    @Test
    void shouldTakeAPlusSignOfTheQueryForASpace() {
        assertThat(verdict(publish("cam").with("token=a%2Bb"), allow().with("a+b")))
                .isEqualTo(Verdict.ALLOW);
        assertThat(verdict(publish("cam").with("token=a+b"), allow().with("a+b")))
                .isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(publish("a+b"), allow().keyed("a+b"))).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldPublishUnderAPublicNameByASecretKey() {
        RuleDraft[] rules = {
            allow().to(Action.PUBLISH)
                    .in("live")
                    .keyed("sha256:" + TokensTest.SHA256_OF_STUDIO_1)
                    .as("news/main"),
            deny().to(Action.PUBLISH)
        };

        assertThat(decision(publish("studio-1"), rules).streamName()).contains("news/main");
        assertThat(verdict(publish("news/main"), rules)).isEqualTo(Verdict.DENY);
        assertThat(verdict(publish("studio-1").in("other"), rules)).isEqualTo(Verdict.DENY);
        assertThat(verdict(play("news/main"), rules)).isEqualTo(Verdict.ABSTAIN);
    }

    @Test
    void shouldNeedBothTokenAndStreamKey() {
        RuleDraft rule = allow().with("t").keyed(TokensTest.PBKDF2_OF_STUDIO_1);

        assertThat(verdict(publish("studio-1").with("token=t"), rule)).isEqualTo(Verdict.ALLOW);
        assertThat(verdict(publish("studio-1").with("token=x"), rule)).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(publish("studio-2").with("token=t"), rule)).isEqualTo(Verdict.ABSTAIN);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void shouldDecideOtherwiseForPublishAndPlayButNeverForConnect(Verdict otherwise) {
        RulesSettings settings = new RulesSettings(List.of(), otherwise, "token");

        assertThat(decision(publish("cam"), settings).verdict()).isEqualTo(otherwise);
        assertThat(decision(play("cam"), settings).verdict()).isEqualTo(otherwise);
        assertThat(decision(connect(), settings).verdict()).isEqualTo(Verdict.ABSTAIN);
    }

    @Test
    void shouldDecideAConnectOnlyByRulesForIt() {
        assertThat(verdict(connect(), deny())).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(connect(), deny().to(Action.CONNECT))).isEqualTo(Verdict.DENY);
        assertThat(verdict(connect(), deny().to(Action.CONNECT).from("10.0.0.0/8")))
                .isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(connect(), deny().to(Action.CONNECT).on("cam"))).isEqualTo(Verdict.ABSTAIN);
    }

    /** Of rtmp://host/secret/y and the stream x the server makes the stream y/x of the application secret. */
    @Test
    void shouldFindTheApplicationOfAConnectAheadOfAnInstance() {
        RuleDraft rule = deny().to(Action.CONNECT).in("secret");
        RuleDraft deep = deny().to(Action.CONNECT).in("eu/s*");

        assertThat(verdict(connect().in("secret"), rule)).isEqualTo(Verdict.DENY);
        assertThat(verdict(connect().in("secret/y"), rule)).isEqualTo(Verdict.DENY);
        assertThat(verdict(connect().in("secret/y/z"), rule)).isEqualTo(Verdict.DENY);
        assertThat(verdict(connect().in("secrets/y"), rule)).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(connect().in("y/secret"), rule)).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(connect().in(""), rule)).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(connect().in("eu/secret/y"), deep)).isEqualTo(Verdict.DENY);
        assertThat(verdict(connect().in("eu"), deep)).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(publish("x").in("secret/y"), deny().in("secret"))).isEqualTo(Verdict.ABSTAIN);
    }

    @Test
    void shouldLeaveToOthersWhatARuleAbstainsFrom() {
        RuleDraft[] rules = {RuleDraft.of(Verdict.ABSTAIN).on("hooked/**"), deny()};

        assertThat(verdict(publish("hooked/cam"), rules)).isEqualTo(Verdict.ABSTAIN);
        assertThat(verdict(publish("cam"), rules)).isEqualTo(Verdict.DENY);
    }

    private static TestRequest onPage(String url) {
        TestClient client = TestClient.number(1);
        return new TestRequest(
                Action.PLAY,
                "live",
                "cam",
                "",
                new TestClient(
                        1, client.remoteAddress(), client.connectedAt(), "live", client.tcUrl(), url, "", "test"));
    }

    private static Verdict verdict(AccessRequest request, RuleDraft... rules) {
        return decision(request, rules).verdict();
    }

    private static Decision decision(AccessRequest request, RuleDraft... rules) {
        return decision(
                request,
                new RulesSettings(Arrays.stream(rules).map(RuleDraft::build).toList(), Verdict.ABSTAIN, "token"));
    }

    private static Decision decision(AccessRequest request, RulesSettings settings) {
        return new RulesAuthenticator(settings, new SlowLane(Runnable::run, 1L << 40, System::nanoTime))
                .authenticate(request)
                .toCompletableFuture()
                .join();
    }
}
