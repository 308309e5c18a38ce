package dev.sluice.hooks;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Asks the backend. What it is not to be asked, it has no opinion on. */
final class HookAuthenticator implements Authenticator {
    private final Map<Hook, Target> targets;
    private final Dialect dialect;
    private final HttpBackend backend;
    private final HttpBackend playBackend;
    private final HooksSettings.WhenUnavailable whenUnavailable;
    private final TroubleLog trouble;

    /** @param playBackend for those who want to play: however many they are, they keep nobody else waiting */
    HookAuthenticator(
            Map<Hook, Target> targets,
            Dialect dialect,
            HttpBackend backend,
            HttpBackend playBackend,
            HooksSettings.WhenUnavailable whenUnavailable,
            TroubleLog trouble) {
        this.targets = targets;
        this.dialect = dialect;
        this.backend = backend;
        this.playBackend = playBackend;
        this.whenUnavailable = whenUnavailable;
        this.trouble = trouble;
    }

    @Override
    public CompletionStage<Decision> authenticate(AccessRequest request) {
        Target target = targets.get(Hook.valueOf(request.action().name()));
        if (target == null) {
            return CompletableFuture.completedFuture(Decision.abstain());
        }
        HttpBackend lane = request.action() == Action.PLAY ? playBackend : backend;
        return lane.send(dialect.ask(target, request))
                .thenApply(reply -> dialect.decide(request, reply))
                .whenComplete((decision, failure) -> note(target, failure))
                .exceptionally(failure -> without(target, failure));
    }

    private void note(Target target, Throwable failure) {
        if (failure == null) {
            trouble.answered(target);
        } else {
            trouble.failed(target, Failures.describe(failure));
        }
    }

    private Decision without(Target target, Throwable failure) {
        if (Failures.isOutage(failure)) {
            switch (whenUnavailable) {
                case ALLOW:
                    return Decision.allow();
                case ABSTAIN:
                    return Decision.abstain();
                default:
                    break;
            }
        }
        throw NoDecisionException.unusable(target.shown() + ": " + Failures.describe(failure));
    }
}
