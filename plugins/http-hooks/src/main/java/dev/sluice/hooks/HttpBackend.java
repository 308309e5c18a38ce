package dev.sluice.hooks;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests, no more than a number of them at once; others wait for their turn. Each is over within the timeout,
 * from the call of {@link #send} to the end of the body. Any thread.
 */
final class HttpBackend implements AutoCloseable {
    /** As many as the server lets wait for an authenticator. */
    private static final int MAX_WAITING = 1024;

    /** For the rest of a body that nobody reads, so that the connection can be used again. */
    private static final long LINGER_MILLIS = 500;

    private static final String STOPS = "the plugin stops";

    private final ThreadPoolExecutor executor;
    private final ScheduledExecutorService timers;
    private final Duration timeout;
    private final int concurrency;
    private final Object lock = new Object();
    private final ArrayDeque<Exchange> waiting = new ArrayDeque<>();
    private final Set<Exchange> open = new HashSet<>();
    /** Null once closed: the JDK ends what belongs to a client when nobody has the client any more. */
    private volatile HttpClient client;

    private boolean closed;

    /** @param executor of the client; ends with this */
    HttpBackend(
            HttpClient client,
            ThreadPoolExecutor executor,
            ScheduledExecutorService timers,
            Duration timeout,
            int concurrency) {
        this.client = client;
        this.executor = executor;
        this.timers = timers;
        this.timeout = timeout;
        this.concurrency = concurrency;
    }

    /** @return the answer, or why there is none, see {@link Failures} */
    CompletableFuture<Reply> send(Outgoing outgoing) {
        Exchange[] self = new Exchange[1];
        Exchange exchange = new Exchange(outgoing, () -> ended(self[0]));
        self[0] = exchange;
        boolean now = false;
        String refusal = "";
        synchronized (lock) {
            if (closed) {
                refusal = STOPS;
            } else if (open.size() < concurrency) {
                open.add(exchange);
                now = true;
            } else if (waiting.size() < MAX_WAITING) {
                waiting.add(exchange);
            } else {
                refusal = "too many requests wait";
            }
        }
        if (refusal.isEmpty()) {
            begin(exchange, now);
        } else {
            exchange.abort(NoDecisionException.overload(refusal));
        }
        return exchange.reply();
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        List<Exchange> all;
        synchronized (lock) {
            closed = true;
            all = new ArrayList<>(waiting);
            all.addAll(open);
            waiting.clear();
        }
        all.forEach(exchange -> exchange.abort(NoDecisionException.overload(STOPS)));
        HttpClients.end(client);
        client = null;
        executor.shutdownNow();
    }

    private void begin(Exchange exchange, boolean now) {
        abortAfter(exchange, timeout.toMillis(), late(now));
        exchange.reply().thenRun(() -> {
            if (!exchange.isEnded()) {
                abortAfter(exchange, LINGER_MILLIS, late(now));
            }
        });
        if (now) {
            exchange.start(client);
        }
    }

    /** The backend is to blame only if it had all of the time. */
    private NoDecisionException late(boolean sentAtOnce) {
        String within = "no answer within " + timeout.toMillis() + " ms";
        return sentAtOnce
                ? NoDecisionException.outage(within)
                : NoDecisionException.overload(within + ", of which it waited for its turn for a while");
    }

    private void abortAfter(Exchange exchange, long millis, NoDecisionException late) {
        try {
            exchange.timer(timers.schedule(() -> exchange.abort(late), millis, TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException closing) {
            exchange.abort(NoDecisionException.overload(STOPS));
        }
    }

    private void ended(Exchange exchange) {
        Exchange next = null;
        synchronized (lock) {
            if (open.remove(exchange)) {
                next = waiting.poll();
            } else {
                waiting.remove(exchange);
            }
            if (next != null) {
                open.add(next);
            }
        }
        if (next != null) {
            next.start(client);
        }
    }
}
