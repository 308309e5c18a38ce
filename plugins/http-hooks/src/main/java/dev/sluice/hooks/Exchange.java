package dev.sluice.hooks;

import java.io.EOFException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One request and its answer. The answer is taken from the client's callbacks, and not from the future that it returns,
 * which completes on a pool that the whole process shares.
 */
final class Exchange {
    private final Outgoing outgoing;
    private final Runnable whenEnded;
    private final CompletableFuture<Reply> reply = new CompletableFuture<>();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final AtomicBoolean sentAgain = new AtomicBoolean();
    private volatile CompletableFuture<?> sent;
    private volatile LimitedBody body;
    private volatile Future<?> timer;

    /** @param whenEnded called once, when nothing of it is on the network any more */
    Exchange(Outgoing outgoing, Runnable whenEnded) {
        this.outgoing = outgoing;
        this.whenEnded = whenEnded;
    }

    CompletableFuture<Reply> reply() {
        return reply;
    }

    boolean isEnded() {
        return ended.get();
    }

    /** Sets what will {@link #abort} it, in place of what would have. */
    void timer(Future<?> newTimer) {
        Future<?> old = timer;
        timer = newTimer;
        if (old != null) {
            old.cancel(false);
        }
        if (ended.get()) {
            newTimer.cancel(false);
        }
    }

    void start(HttpClient client) {
        if (ended.get()) {
            return;
        }
        try {
            CompletableFuture<?> response = client.sendAsync(outgoing.request().get(), this::take);
            sent = response;
            if (ended.get()) {
                cancel();
            }
            response.whenComplete((unused, failure) -> finished(client, failure));
        } catch (RuntimeException refused) {
            abort(refused);
        }
    }

    /** Ends it: the answer is this failure, unless it is known already. Any thread. */
    void abort(Throwable failure) {
        if (ended.compareAndSet(false, true)) {
            // before the client says that it was cancelled
            reply.completeExceptionally(failure);
            cancel();
            whenEnded.run();
        }
    }

    private BodySubscriber<byte[]> take(ResponseInfo info) {
        int status = info.statusCode();
        String location = info.headers().firstValue("Location").orElse("");
        boolean keep = outgoing.readsBody() && status >= 200 && status < 300;
        LimitedBody newBody = new LimitedBody(keep);
        body = newBody;
        newBody.getBody().whenComplete((bytes, failure) -> {
            if (failure != null) {
                abort(failure);
            } else {
                succeed(new Reply(status, location, bytes));
            }
        });
        if (!keep) {
            reply.complete(new Reply(status, location, new byte[0]));
        }
        return newBody;
    }

    private void finished(HttpClient client, Throwable failure) {
        if (failure == null) {
            return;
        }
        if (!ended.get() && body == null && lostBeforeAnswer(failure) && sentAgain.compareAndSet(false, true)) {
            start(client);
        } else {
            abort(failure);
        }
    }

    /**
     * A backend may close a connection that was kept open at the very moment at which it is used again. That is no
     * answer, so the request is sent once more.
     */
    private static boolean lostBeforeAnswer(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EOFException) {
                return true;
            }
        }
        return false;
    }

    private void succeed(Reply newReply) {
        if (ended.compareAndSet(false, true)) {
            cancel();
            whenEnded.run();
            reply.complete(newReply);
        }
    }

    /** After the end of the body, the connection may be another's already: to cancel would close it. */
    private void cancel() {
        Future<?> currentTimer = timer;
        if (currentTimer != null) {
            currentTimer.cancel(false);
        }
        LimitedBody currentBody = body;
        CompletableFuture<?> currentSent = sent;
        boolean complete = currentBody != null
                && currentBody.getBody().toCompletableFuture().isDone();
        if (!complete && currentBody != null) {
            currentBody.cancel();
        }
        if (!complete && currentSent != null) {
            currentSent.cancel(true);
        }
    }
}
