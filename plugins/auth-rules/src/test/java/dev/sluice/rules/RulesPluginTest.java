package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.testkit.TestContext;
import dev.sluice.testkit.TestRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesPluginTest {
    @TempDir
    private Path base;

    @Test
    void shouldDoNothingWithoutSettings() {
        try (TestContext context = new TestContext("auth-rules", base, null)) {
            new RulesPlugin(context).start();

            assertThat(context.authenticators()).isEmpty();
        }
    }

    @Test
    void shouldDecideBySettings() {
        RuleSettings rule =
                RuleDraft.allow().with(TokensTest.PBKDF2_OF_STUDIO_1).build();
        RulesSettings settings = new RulesSettings(List.of(rule), Verdict.DENY, "token");
        try (TestContext context = new TestContext("auth-rules", base, settings)) {
            new RulesPlugin(context).start();

            assertThat(context.authenticators()).hasSize(1);
            Authenticator rules = context.authenticators().get(0);
            assertThat(verdict(rules, "token=studio-1")).isEqualTo(Verdict.ALLOW);
            assertThat(verdict(rules, "token=studio-2")).isEqualTo(Verdict.DENY);
        }
    }

    /** Guessing costs one core for some seconds; who shows a token that has fitted does not wait for it. */
    @Test
    void shouldAnswerKnownTokensWhileOthersAreGuessed() {
        RuleSettings rule = RuleDraft.allow()
                .with(
                        TokensTest.PBKDF2_OF_STUDIO_1,
                        TokensTest.PBKDF2_OF_STUDIO_1.replace("pbkdf2:1000:", "pbkdf2:500000:"))
                .build();
        RulesSettings settings = new RulesSettings(List.of(rule), Verdict.DENY, "token");
        try (TestContext context = new TestContext("auth-rules", base, settings)) {
            context.authTimeout(Duration.ofSeconds(20));
            new RulesPlugin(context).start();
            Authenticator rules = context.authenticators().get(0);
            assertThat(verdict(rules, "token=studio-1")).isEqualTo(Verdict.ALLOW);

            int refused = 0;
            for (int i = 0; i < 900; i++) {
                var guess = rules.authenticate(TestRequest.publish("cam").with("token=guess" + i));
                refused += guess.toCompletableFuture().isCompletedExceptionally() ? 1 : 0;
            }

            assertThat(refused).isPositive();
            assertThat(rules.authenticate(TestRequest.publish("cam").with("token=studio-1"))
                            .toCompletableFuture())
                    .isCompleted();
        }
    }

    /** Each question would take a second or so: none may be answered late, and none says what it has not compared. */
    @Test
    void shouldDecideNothingWhenComparingTakesTooLong() {
        RuleSettings rule = RuleDraft.allow()
                .with(TokensTest.PBKDF2_OF_STUDIO_1, hash("MDEyMzQ1Njc4OWFiY2RlZg=="), hash("ZmVkY2JhOTg3NjU0MzIxMA=="))
                .build();
        RulesSettings settings = new RulesSettings(List.of(rule), Verdict.DENY, "token");
        try (TestContext context = new TestContext("auth-rules", base, settings)) {
            context.authTimeout(Duration.ofMillis(100));
            new RulesPlugin(context).start();
            Authenticator rules = context.authenticators().get(0);
            TestRequest known = TestRequest.publish("cam").with("token=studio-1");

            List<CompletableFuture<Decision>> answers = new ArrayList<>();
            answers.add(rules.authenticate(known).toCompletableFuture());
            for (int i = 0; i < 40; i++) {
                answers.add(rules.authenticate(TestRequest.publish("cam").with("token=guess" + i))
                        .toCompletableFuture());
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> answers.stream().allMatch(CompletableFuture::isDone));
            assertThat(answers).allMatch(CompletableFuture::isCompletedExceptionally);

            // it was compared all the same, so that who tries again gets in
            await().atMost(Duration.ofSeconds(30))
                    .until(
                            () -> rules.authenticate(known)
                                    .toCompletableFuture()
                                    .exceptionally(refused -> null)
                                    .getNow(null),
                            Decision.allow()::equals);
        }
    }

    private static String hash(String salt) {
        return "pbkdf2:1000000:" + salt + ":yoF7phidnA/d8AAw8OE56TKe+e4Pdp2RtFQ8BaDluHs=";
    }

    private static Verdict verdict(Authenticator rules, String query) throws CompletionException {
        return rules.authenticate(TestRequest.publish("cam").with(query))
                .toCompletableFuture()
                .join()
                .verdict();
    }
}
