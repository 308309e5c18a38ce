package dev.sluice.session;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.net.Signal;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks for decisions on behalf of one session, one at a time. While one is pending the session reads nothing. An answer
 * that comes too late, or twice, is not heard.
 */
final class Authorization {
    private final RtmpSession session;
    private CompletableFuture<Decision> pending;
    private Consumer<Decision> then;
    private long deadline;

    Authorization(RtmpSession session) {
        this.session = session;
    }

    boolean isPending() {
        return pending != null;
    }

    void ask(AccessRequest request, Consumer<Decision> continuation) {
        CompletableFuture<Decision> answer = answer(request);
        if (answer.isDone()) {
            continuation.accept(decisionOf(answer));
            return;
        }
        pending = answer;
        then = continuation;
        deadline = System.nanoTime() + session.settings().decisionNanos();
        Signal decided = new Signal(() -> session.connection().guard(() -> decide(answer)));
        var loop = session.connection().loop();
        answer.whenComplete((decision, failure) -> loop.raise(decided));
    }

    void onTick(long now) {
        if (pending != null && now - deadline > 0) {
            finish(Decision.deny("No decision in time."));
        }
    }

    /** The session is over. */
    void forget() {
        pending = null;
        then = null;
    }

    private CompletableFuture<Decision> answer(AccessRequest request) {
        try {
            return session.services().authorizer().apply(request).toCompletableFuture();
        } catch (RuntimeException failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    private void decide(CompletableFuture<Decision> answer) {
        if (answer == pending) {
            finish(decisionOf(answer));
        }
    }

    private void finish(Decision decision) {
        Consumer<Decision> continuation = then;
        forget();
        continuation.accept(decision);
        session.resumeIfFree();
    }

    private static Decision decisionOf(CompletableFuture<Decision> answer) {
        Decision decision = answer.isCompletedExceptionally() ? null : answer.getNow(null);
        return decision == null ? Decision.deny("No decision.") : decision;
    }
}
