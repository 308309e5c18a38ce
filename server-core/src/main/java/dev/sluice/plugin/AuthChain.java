package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/**
 * Asks the authenticators, one after the other, and makes one decision of what they say. Never waits for any of them, and
 * never lets anybody in for want of one. Any thread.
 */
final class AuthChain implements Function<AccessRequest, CompletionStage<Decision>> {
    private final Counters counters;
    private final AuthFailures failures;
    private final ScheduledExecutorService timer;
    private final Executor threads;
    private final Set<AuthAttempt> waiting = ConcurrentHashMap.newKeySet();
    private volatile AuthState state;

    /** @param threads where questions begin, so that those who ask take no lock and start no thread */
    AuthChain(
            AuthState state,
            AuthFailures failures,
            ScheduledExecutorService timer,
            Executor threads,
            Counters counters) {
        this.state = state;
        this.failures = failures;
        this.timer = timer;
        this.threads = threads;
        this.counters = counters;
    }

    /** Goes on with others; who waited for one that was missing asks again. */
    void use(AuthState newState) {
        state = newState;
        // a copy: those who have to wait again are put back meanwhile
        for (AuthAttempt attempt : List.copyOf(waiting)) {
            if (waiting.remove(attempt)) {
                attempt.run();
            }
        }
    }

    AuthState state() {
        return state;
    }

    AuthFailures failures() {
        return failures;
    }

    Counters counters() {
        return counters;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    @Override
    public CompletionStage<Decision> apply(AccessRequest request) {
        AuthState now = state;
        if (failures.isBlocked(request)) {
            counters.increment(Counter.DECISIONS_BLOCKED);
            return CompletableFuture.completedFuture(Decision.deny("Refused too often, come back later."));
        }
        if (now.missing().isEmpty() && now.authenticators().isEmpty()) {
            return CompletableFuture.completedFuture(byDefault(request, now.settings()));
        }
        AuthAttempt attempt = new AuthAttempt(this, request);
        threads.execute(() -> attempt.begin(now.settings().timeoutNanos()));
        return attempt.result();
    }

    /** What holds when nobody has an opinion. A connection alone gets nothing: what it asks for next is decided. */
    static Decision byDefault(AccessRequest request, AuthSettings settings) {
        return settings.allowByDefault() || request.action() == Action.CONNECT
                ? Decision.allow()
                : Decision.deny("Not allowed.");
    }

    /** Keeps {@code attempt} until somebody comes, or its time is over. */
    void await(AuthAttempt attempt, AuthState seen) {
        waiting.add(attempt);
        if ((state != seen || attempt.isDecided()) && waiting.remove(attempt)) {
            attempt.run();
        }
    }

    void forget(AuthAttempt attempt) {
        waiting.remove(attempt);
    }
}
