package dev.sluice.counter;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Warnings that cannot become a storm: of each kind the first is logged at once, those within the next second are only
 * counted, and {@link #summarize} says how many they were. Safe for any thread.
 */
public final class WarningLog {
    private static final long WINDOW_NANOS = 1_000_000_000L;

    private final Logger log;
    private final LongSupplier nanoTime;
    private final Map<Counter, Window> windows = new EnumMap<>(Counter.class);

    public WarningLog(Logger log, LongSupplier nanoTime) {
        this.log = log;
        this.nanoTime = nanoTime;
        for (Counter counter : Counter.values()) {
            windows.put(counter, new Window());
        }
    }

    /** Logs {@code text} if the last warning of this kind is more than a second old, else counts it. */
    public void warn(Counter kind, String text) {
        if (windows.get(kind).admit(nanoTime.getAsLong())) {
            log.warn(text);
        }
    }

    /** Logs a line for each kind that was suppressed. To be called once a second. */
    public void summarize() {
        windows.forEach((kind, window) -> {
            int suppressed = window.suppressed.getAndSet(0);
            if (suppressed > 0) {
                log.warn("{} more: {}", suppressed, kind.description());
            }
        });
    }

    private static final class Window {
        private final AtomicInteger suppressed = new AtomicInteger();
        private boolean opened;
        private long openedAt;

        synchronized boolean admit(long now) {
            if (opened && now - openedAt < WINDOW_NANOS) {
                suppressed.incrementAndGet();
                return false;
            }
            opened = true;
            openedAt = now;
            return true;
        }
    }
}
