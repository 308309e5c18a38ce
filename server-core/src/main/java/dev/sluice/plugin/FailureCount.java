package dev.sluice.plugin;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts how often callbacks of one plugin fail, and says when it is too often. Any thread. */
final class FailureCount {
    /** Failures of one kind of callback, with no success between them, that quarantine a plugin. */
    static final int MAX_IN_A_ROW = 5;

    /** Between two lines of what may come in masses. */
    private static final long NOTE_NANOS = 1_000_000_000L;

    private static final Logger LOG = LoggerFactory.getLogger(FailureCount.class);

    /** The kinds of callback. One that abstains from connects may fail at each publish. */
    enum Callback {
        CONNECT,
        PUBLISH,
        PLAY,
        EVENT,
        RECORD;

        static Callback of(Action action) {
            return switch (action) {
                case CONNECT -> CONNECT;
                case PUBLISH -> PUBLISH;
                case PLAY -> PLAY;
            };
        }
    }

    private final String id;
    private final Counters counters;
    private final Runnable onTooMany;
    private final AtomicLong total = new AtomicLong();
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicLong notedAtNanos = new AtomicLong(System.nanoTime() - 2 * NOTE_NANOS);
    private final Map<Callback, AtomicInteger> inARow = new EnumMap<>(Callback.class);

    /** @param onTooMany called at most a few times, on the thread that noticed */
    FailureCount(String id, Counters counters, Runnable onTooMany) {
        this.id = id;
        this.counters = counters;
        this.onTooMany = onTooMany;
        for (Callback callback : Callback.values()) {
            inARow.put(callback, new AtomicInteger());
        }
    }

    void succeeded(Callback callback) {
        AtomicInteger count = inARow.get(callback);
        if (count.get() != 0) {
            count.set(0);
        }
    }

    /** Counts a failure that is reported elsewhere and ends the plugin anyway. */
    void failed() {
        counters.increment(Counter.PLUGIN_FAILURES);
        total.incrementAndGet();
    }

    /** Counts a failure that need not be the plugin's own fault, and so does not quarantine it. */
    void noted(String how) {
        failed();
        long now = System.nanoTime();
        long last = notedAtNanos.get();
        if (now - last > NOTE_NANOS && notedAtNanos.compareAndSet(last, now)) {
            LOG.warn("plugin {}: {}", id, how);
        }
    }

    /** @param thrown null when nothing was thrown */
    void failed(Callback callback, String how, Throwable thrown) {
        failed();
        int count = inARow.get(callback).incrementAndGet();
        if (count <= MAX_IN_A_ROW) {
            LOG.warn("plugin {}: {}", id, how, thrown == null ? null : Printable.of(thrown));
        }
        if (count == MAX_IN_A_ROW) {
            onTooMany.run();
        }
    }

    /**
     * A call has been given up and goes on all the same; when as many do so as there are threads for it, the plugin cannot
     * work any more.
     */
    void hangs() {
        if (hanging.incrementAndGet() == PluginThreads.AUTH_THREADS) {
            onTooMany.run();
        }
    }

    /** A call that was given up has returned after all. */
    void returned() {
        hanging.decrementAndGet();
    }

    long total() {
        return total.get();
    }
}
