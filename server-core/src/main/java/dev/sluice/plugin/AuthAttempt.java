package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import dev.sluice.counter.Counter;
import dev.sluice.plugin.PluginInstance.GoneException;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One question on its way through the chain. Each step runs on the thread that had the last answer, one after the other;
 * the end of its time may come at any moment, and what is decided first holds.
 */
final class AuthAttempt {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sluice.auth");

    private final AuthChain chain;
    private final AccessRequest request;
    private final CompletableFuture<Decision> result = new CompletableFuture<>();
    private final AtomicBoolean decided = new AtomicBoolean();
    private volatile AuthState state;
    private volatile Asked asked;
    private volatile Future<?> expiry;
    private int next;
    private boolean allowed;
    private Decision rename;

    private record Asked(Registered<Authenticator> of, Question question) {}

    AuthAttempt(AuthChain chain, AccessRequest request) {
        this.chain = chain;
        this.request = request;
    }

    CompletableFuture<Decision> result() {
        return result;
    }

    void begin(long timeoutNanos) {
        expiry = chain.timer().schedule(this::expire, timeoutNanos, TimeUnit.NANOSECONDS);
        run();
    }

    /** From the first authenticator on. */
    void run() {
        AuthState now = chain.state();
        state = now;
        asked = null;
        next = 0;
        allowed = false;
        rename = null;
        if (decided.get()) {
            return;
        }
        if (now.missing().isEmpty()) {
            askNext();
        } else {
            chain.await(this, now);
        }
    }

    private void askNext() {
        if (next == state.authenticators().size()) {
            conclude();
            return;
        }
        Registered<Authenticator> one = state.authenticators().get(next++);
        Question question = one.owner().ask(one.extension(), request);
        asked = new Asked(one, question);
        if (decided.get()) {
            // its time was over in between
            question.giveUp();
        }
        question.answer().whenComplete((decision, failure) -> take(one, decision, failure));
    }

    private void take(Registered<Authenticator> from, Decision decision, Throwable failure) {
        if (decided.get()) {
            return;
        }
        asked = null;
        if (failure instanceof GoneException) {
            // it was stopped or replaced: its successor has to be asked, and those before it again
            run();
        } else if (failure != null) {
            chain.counters().increment(Counter.DECISIONS_MISSED);
            finish(Decision.deny("No decision can be made now."), from, "no decision: " + failure);
        } else {
            hear(from, decision);
        }
    }

    private void hear(Registered<Authenticator> from, Decision decision) {
        if (decision.verdict() == Verdict.DENY) {
            chain.counters().increment(Counter.DECISIONS_DENIED);
            chain.failures().denied(request);
            finish(decision, from, decision.reason());
        } else if (decision.verdict() == Verdict.ABSTAIN) {
            askNext();
        } else if (!state.settings().unanimous()) {
            finish(decision, from, "first opinion");
        } else {
            allow(from, decision);
        }
    }

    private void allow(Registered<Authenticator> from, Decision decision) {
        Optional<String> name = decision.streamName();
        if (rename != null && name.isPresent() && !name.equals(rename.streamName())) {
            finish(Decision.deny("No decision can be made now."), from, "it wants another stream name than others");
            return;
        }
        allowed = true;
        rename = name.isPresent() ? decision : rename;
        askNext();
    }

    private void conclude() {
        if (allowed) {
            finish(rename == null ? Decision.allow() : rename, null, "every opinion");
        } else {
            finish(AuthChain.byDefault(request, state.settings()), null, "nobody has an opinion");
        }
    }

    private void expire() {
        Asked late = asked;
        String how = late == null ? "not there: " + state.missing() : "no decision in time";
        if (finish(Decision.deny("No decision in time."), late == null ? null : late.of(), how)) {
            chain.forget(this);
            chain.counters().increment(Counter.DECISIONS_MISSED);
            if (late != null) {
                late.question().giveUp();
            }
        }
    }

    private boolean finish(Decision decision, Registered<Authenticator> by, String how) {
        if (!decided.compareAndSet(false, true)) {
            return false;
        }
        Future<?> alarm = expiry;
        if (alarm != null) {
            alarm.cancel(false);
        }
        log(decision, by, how);
        result.complete(decision);
        return true;
    }

    /** Who decided what, and why; the stream's name is left to the session's own lines. */
    private void log(Decision decision, Registered<Authenticator> by, String why) {
        boolean denied = decision.verdict() == Verdict.DENY;
        if (denied ? !LOG.isInfoEnabled() : !LOG.isDebugEnabled()) {
            return;
        }
        InetSocketAddress remote = request.remoteAddress();
        String line = "[c%d %s:%d] %s %s%s: %s"
                .formatted(
                        request.connectionId(),
                        remote.getAddress().getHostAddress(),
                        remote.getPort(),
                        request.action().name().toLowerCase(Locale.ROOT),
                        denied ? "denied" : "allowed",
                        by == null ? "" : " by " + by.owner().id(),
                        Secrets.mask(why, request));
        if (denied) {
            LOG.info(line);
        } else {
            LOG.debug(line);
        }
    }
}
