package dev.sluice.rules;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import dev.sluice.rules.Tokens.Fit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Has the first rule that fits decide. Any thread. */
final class RulesAuthenticator implements Authenticator {
    private final List<AccessRule> rules;
    private final Decision otherwise;
    private final SlowLane slowLane;

    RulesAuthenticator(RulesSettings settings, SlowLane slowLane) {
        this.rules = settings.rules().stream()
                .map(rule -> new AccessRule(rule, settings.tokenParameter()))
                .toList();
        this.otherwise = switch (settings.otherwise()) {
            case ALLOW -> Decision.allow();
            case DENY -> Decision.deny("No rule allows it.");
            case ABSTAIN -> Decision.abstain();
        };
        this.slowLane = slowLane;
    }

    @Override
    public CompletionStage<Decision> authenticate(AccessRequest request) {
        for (int i = 0; i < rules.size(); i++) {
            AccessRule rule = rules.get(i);
            Fit fit = rule.quickFit(request);
            if (fit == Fit.YES) {
                return CompletableFuture.completedFuture(rule.decision());
            }
            if (fit == Fit.UNKNOWN) {
                List<AccessRule> rest = rules.subList(i, rules.size());
                return slowLane.decide(iterations(rest, request), () -> decide(rest, request));
            }
        }
        return CompletableFuture.completedFuture(withoutRule(request));
    }

    private Decision decide(List<AccessRule> candidates, AccessRequest request) {
        return candidates.stream()
                .filter(rule -> rule.fits(request))
                .findFirst()
                .map(AccessRule::decision)
                .orElseGet(() -> withoutRule(request));
    }

    private static long iterations(List<AccessRule> candidates, AccessRequest request) {
        return candidates.stream()
                .filter(rule -> rule.quickFit(request) == Fit.UNKNOWN)
                .mapToLong(AccessRule::iterations)
                .sum();
    }

    /** Who is only connecting has not said yet what for: rules for publish and play are asked later. */
    private Decision withoutRule(AccessRequest request) {
        return request.action() == Action.CONNECT ? Decision.abstain() : otherwise;
    }
}
