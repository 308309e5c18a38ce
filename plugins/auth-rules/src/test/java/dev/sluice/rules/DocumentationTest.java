package dev.sluice.rules;

import static dev.sluice.testkit.TestRequest.connect;
import static dev.sluice.testkit.TestRequest.play;
import static dev.sluice.testkit.TestRequest.publish;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.api.SettingsException;
import dev.sluice.testkit.TestSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/plugins/auth-rules.md shows does what it says there. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../../distribution/docs/plugins/auth-rules.md");
    private static final String HEAD = "    plugins:\n      settings:\n        auth-rules:\n";

    @Test
    void shouldPublishFromTheStudioOnly() throws IOException {
        RulesSettings settings = example(0);

        assertThat(decide(settings, publish("cam").from("10.1.2.3"))).isEqualTo("ALLOW");
        assertThat(decide(settings, publish("cam").from("fd00::1"))).isEqualTo("ALLOW");
        assertThat(decide(settings, publish("cam").from("192.0.2.1"))).isEqualTo("DENY: Publish from the studio only.");
        assertThat(decide(settings, play("cam").from("192.0.2.1"))).isEqualTo("ABSTAIN");
    }

    @Test
    void shouldDenyWhatNothingAllows() throws IOException {
        RulesSettings settings = example(1);

        assertThat(decide(settings, connect())).isEqualTo("ABSTAIN");
        assertThat(decide(settings, play("cam1").from("203.0.113.9"))).isEqualTo("DENY: Not from there.");
        assertThat(decide(settings, publish("cam1").with("token=studio-1"))).isEqualTo("ALLOW");
        assertThat(decide(settings, publish("cam2").with("token=studio-1"))).isEqualTo("DENY: Wrong or missing token.");
        assertThat(decide(settings, publish("cam2").with("token=old-token-of-cam2")))
                .isEqualTo("ALLOW");
        assertThat(decide(settings, publish("cam2").with("token=new-token-of-cam2")))
                .isEqualTo("ALLOW");
        assertThat(decide(settings, play("cam1"))).isEqualTo("ALLOW");
        assertThat(decide(settings, play("cam1").in("vod"))).isEqualTo("DENY: No rule allows it.");
    }

    @Test
    void shouldHideStreamKeysBehindPublicNames() throws IOException {
        RulesSettings settings = example(2);

        assertThat(decision(settings, publish("studio-1")).streamName()).contains("news");
        assertThat(decide(settings, publish("news"))).isEqualTo("DENY: Unknown stream key.");
        assertThat(decide(settings, play("news"))).isEqualTo("ABSTAIN");
    }

    @Test
    void shouldShowFaultsWithTheirPlace() {
        String yaml = "rules:\n  - { decision: deny }\n  - { decision: allow, source: 10.0.0/8 }";

        assertThatThrownBy(() -> TestSettings.of(RulesSettings.class, yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "sluice.yml:3: plugins.settings.test.rules[1]: source: '10.0.0/8' is no IPv4 or IPv6 address,"
                                + " nor a range such as 10.0.0.0/8");
    }

    @Test
    void shouldHaveTheDefaultsOfTheTables() throws IOException {
        RulesSettings settings = TestSettings.of(RulesSettings.class, "rules: [ { decision: allow } ]");

        assertThat(settings.rules()).containsExactly(RuleDraft.allow().build());
        assertThat(Files.readString(PAGE))
                .contains("| `otherwise` | `" + settings.otherwise().name().toLowerCase() + "` |")
                .contains("| `tokenParameter` | `" + settings.tokenParameter() + "` |");
    }

    @Test
    void shouldNeverShowSecretsInFaults() {
        for (String rule : List.of(
                "decision: allow, token: 'sha256:secret'",
                "decision: allow, token: ['pbkdf2:1:secret:secret']",
                "decision: allow, token: { secret: 1 }",
                "decision: allow, streamKey: 'sha256:secret', as: a/../secret",
                "decision: allow, token: secret, source: secret")) {
            assertThatThrownBy(() -> TestSettings.of(RulesSettings.class, "rules: [ { " + rule + " } ]"))
                    .isInstanceOf(SettingsException.class)
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("sha256:secret", "secret:secret"));
        }
    }

    @Test
    void shouldRefuseAListThatAnEmptyVariableLeaves() {
        assertThatThrownBy(() -> TestSettings.of(
                        RulesSettings.class, "rules: [ { decision: allow, token: '${NO_SUCH_VARIABLE_HERE:-}' } ]"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("token: an empty list");
    }

    private static RulesSettings example(int index) throws IOException {
        String[] parts = Files.readString(PAGE).split(HEAD, -1);
        assertThat(parts).as("three examples").hasSize(4);
        String yaml = Arrays.stream(parts[index + 1].split("\n", -1))
                .takeWhile(line -> line.startsWith("          "))
                .collect(Collectors.joining("\n"));
        return TestSettings.of(RulesSettings.class, yaml);
    }

    private static String decide(RulesSettings settings, AccessRequest request) {
        return decision(settings, request).toString();
    }

    private static Decision decision(RulesSettings settings, AccessRequest request) {
        return new RulesAuthenticator(settings, new SlowLane(Runnable::run, 1L << 40, System::nanoTime))
                .authenticate(request)
                .toCompletableFuture()
                .join();
    }
}
