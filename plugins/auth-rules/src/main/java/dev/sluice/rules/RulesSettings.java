package dev.sluice.rules;

import dev.sluice.api.Decision.Verdict;
import dev.sluice.api.Setting;
import java.util.List;

/**
 * {@code plugins.settings.auth-rules}.
 *
 * @param rules the first that fits decides
 * @param otherwise for a publish or play that no rule fits
 * @param tokenParameter the name of the token in a query
 */
record RulesSettings(
        List<RuleSettings> rules,
        @Setting("abstain") Verdict otherwise,
        @Setting("token") String tokenParameter) {

    /** About four seconds of one core. */
    static final long MAX_ITERATIONS = 4_000_000;

    RulesSettings {
        rules = List.copyOf(rules);
        long iterations = iterations(rules);
        if (iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException("rules: all pbkdf2 hashes together have " + iterations
                    + " iterations, of at most " + MAX_ITERATIONS
                    + ": a client may have to be compared with each; random tokens are as safe with sha256");
        }
    }

    /** Rounds of PBKDF2 that one client may cost. */
    long iterations() {
        return iterations(rules);
    }

    private static long iterations(List<RuleSettings> rules) {
        return rules.stream().mapToLong(RuleSettings::iterations).sum();
    }

    /** Whether anybody can be denied. */
    boolean denies() {
        return otherwise == Verdict.DENY || rules.stream().anyMatch(rule -> rule.decision() == Verdict.DENY);
    }
}
