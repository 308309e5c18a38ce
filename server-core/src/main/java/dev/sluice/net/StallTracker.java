package dev.sluice.net;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;

/** How long an event loop's turns take, from the first thing it had to do to the next wait. */
public final class StallTracker {
    private final long thresholdNanos;
    private long firstKeyAt;
    private boolean busy;
    private volatile long longestNanos;

    StallTracker(long thresholdNanos) {
        this.thresholdNanos = thresholdNanos;
    }

    void onSelect() {
        busy = false;
    }

    void onFirstKey() {
        if (!busy) {
            busy = true;
            firstKeyAt = System.nanoTime();
        }
    }

    long selectedAt(long now) {
        return busy ? firstKeyAt : now;
    }

    void onTurn(long start, long end, Counters counters) {
        long nanos = end - start;
        if (nanos > thresholdNanos) {
            counters.increment(Counter.LOOP_STALLS);
        }
        if (nanos > longestNanos) {
            longestNanos = nanos;
        }
    }

    /** The longest turn since the start, in nanoseconds. Any thread may read it. */
    public long longestNanos() {
        return longestNanos;
    }
}
