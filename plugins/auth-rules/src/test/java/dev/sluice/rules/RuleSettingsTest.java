package dev.sluice.rules;

import static dev.sluice.rules.RuleDraft.allow;
import static dev.sluice.rules.RuleDraft.deny;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RuleSettingsTest {
    @ParameterizedTest
    @MethodSource("faults")
    void shouldRefuseFaultsByTheirKey(RuleDraft draft, String message) {
        assertThatIllegalArgumentException().isThrownBy(draft::build).withMessageStartingWith(message);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                Arguments.of(allow().in("/live"), "application: "),
                Arguments.of(allow().on("cam/"), "stream: "),
                Arguments.of(allow().from("10.0.0/8"), "source: '10.0.0/8' is no IPv4 or IPv6 address"),
                Arguments.of(allow().with("sha256:1234"), "token: entry 1: expected sha256:"),
                Arguments.of(allow().keyed("a", "pbkdf2:1"), "streamKey: entry 2: expected pbkdf2:"),
                Arguments.of(allow().with("none", "a"), "token: none stands alone"),
                Arguments.of(allow().on("**", "\n"), "pageUrl: "),
                Arguments.of(allow().as("a/../b"), "as: no stream may have the name"),
                Arguments.of(deny().as("a"), "as: only for decision: allow"),
                Arguments.of(allow().because("x"), "reason: only for decision: deny"),
                Arguments.of(allow().to(), "action: an empty list"),
                Arguments.of(allow().from(), "source: an empty list"),
                Arguments.of(allow().with(), "token: an empty list"),
                Arguments.of(allow().keyed(), "streamKey: an empty list"));
    }

    @Test
    void shouldBoundWhatOneClientCanCost() {
        String hash = TokensTest.PBKDF2_OF_STUDIO_1.replace("1000", "1000000");
        List<RuleSettings> four = Collections.nCopies(4, allow().with(hash).build());
        List<RuleSettings> five = Collections.nCopies(5, allow().with(hash).build());

        assertThat(new RulesSettings(four, Verdict.ABSTAIN, "token").rules()).hasSize(4);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RulesSettings(five, Verdict.ABSTAIN, "token"))
                .withMessageContaining("5000000 iterations, of at most 4000000");
    }

    @Test
    void shouldNotShowSecretsAsText() {
        RuleSettings rule =
                allow().on("sesame").with("secret-token").keyed("secret-key").build();

        assertThat(new RulesSettings(List.of(rule), Verdict.DENY, "token").toString())
                .contains(Action.PUBLISH.toString())
                .doesNotContain("secret", "sesame");
    }
}
