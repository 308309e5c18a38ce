package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import dev.sluice.plugin.FailureCount.Callback;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * One authenticator asked once. Its answer completes with a decision that is not null; or exceptionally, with a {@link
 * PluginInstance.GoneException} when the plugin has stopped meanwhile, with whatever the plugin's stage completed with,
 * or with a {@link PluginException} when its code has failed, which is counted.
 */
final class Question {
    private static final String LATE = "no decision within auth.timeout";

    private final Authenticator authenticator;
    private final AccessRequest request;
    private final FailureCount failures;
    private final CompletableFuture<Decision> answer;
    private volatile Future<?> task;
    /** Whether the plugin's code runs. */
    private boolean asking;
    /** Whether it ran on when it was given up. */
    private boolean hanging;

    Question(
            Authenticator authenticator,
            AccessRequest request,
            FailureCount failures,
            CompletableFuture<Decision> answer) {
        this.authenticator = authenticator;
        this.request = request;
        this.failures = failures;
        this.answer = answer;
    }

    CompletableFuture<Decision> answer() {
        return answer;
    }

    void askOn(ExecutorService threads) {
        try {
            task = threads.submit(this::ask);
        } catch (RejectedExecutionException full) {
            if (answer.completeExceptionally(new PluginException("too many decisions wait for it"))) {
                // whoever asks so much is not the plugin
                failures.noted("too many decisions wait for it");
            }
        }
    }

    /** Nobody waits for the answer any more, and who still works on it is interrupted. */
    void giveUp() {
        if (answer.completeExceptionally(new TimeoutException(LATE))) {
            boolean hangs;
            synchronized (this) {
                hangs = asking;
                hanging = asking;
            }
            if (hangs) {
                failures.hangs();
                failures.failed(
                        Callback.of(request.action()), "authenticate has not returned within auth.timeout", null);
            } else {
                // it waited for its turn, or for whom the plugin asks
                failures.noted(LATE);
            }
            Future<?> running = task;
            if (running != null) {
                running.cancel(true);
            }
        }
    }

    private void ask() {
        if (answer.isDone()) {
            return;
        }
        synchronized (this) {
            asking = true;
        }
        try {
            CompletionStage<Decision> stage = authenticator.authenticate(request);
            if (stage == null) {
                fail("authenticate returned null", null);
            } else {
                stage.whenComplete(this::take);
            }
        } catch (Throwable thrown) {
            fail("authenticate threw " + thrown.getClass().getName(), thrown);
        } finally {
            leave();
        }
    }

    private void leave() {
        synchronized (this) {
            asking = false;
            if (!hanging) {
                return;
            }
        }
        failures.returned();
    }

    private void take(Decision decision, Throwable failure) {
        if (failure != null) {
            // its way to say that it cannot decide
            answer.completeExceptionally(new PluginException(Printable.text(failure)));
        } else if (decision == null) {
            fail("its decision is null", null);
        } else if (answer.complete(decision)) {
            failures.succeeded(Callback.of(request.action()));
        }
    }

    private void fail(String how, Throwable thrown) {
        if (answer.completeExceptionally(new PluginException(how))) {
            // the message may quote what the client sent
            failures.failed(Callback.of(request.action()), how, thrown == null ? null : Printable.withoutText(thrown));
        }
    }
}
