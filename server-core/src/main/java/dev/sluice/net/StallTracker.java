package dev.sluice.net;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.counter.Gauge;
import dev.sluice.counter.Tally;

/**
 * How long an event loop's turns take, from the first thing it had to do to the next wait. The loop counts, any thread
 * may read.
 */
final class StallTracker {
    private final long thresholdNanos;
    private long firstKeyAt;
    private boolean busy;
    private final Tally turns = new Tally();
    private final Tally busyNanos = new Tally();
    private final Tally stalls = new Tally();
    private final Gauge longestNanos = new Gauge(0);

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
            stalls.add(1);
        }
        if (nanos > longestNanos.get()) {
            longestNanos.set(nanos);
        }
        turns.add(1);
        busyNanos.add(nanos);
    }

    long turns() {
        return turns.get();
    }

    /** What all turns took. */
    long busyNanos() {
        return busyNanos.get();
    }

    /** Turns that took longer than the threshold. */
    long stalls() {
        return stalls.get();
    }

    /** The longest turn. */
    long longestNanos() {
        return longestNanos.get();
    }
}
