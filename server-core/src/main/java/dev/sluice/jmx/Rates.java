package dev.sluice.jmx;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * By how much some sums grow a second, over a window of about five seconds: between the newest sample and the one five
 * before it. One thread samples, about once a second; any may read.
 */
final class Rates {
    private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Samples are taken a little early or late. */
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Growth NONE = new Growth(0, new long[0]);

    private final Deque<Sample> samples = new ArrayDeque<>();
    private volatile Growth growth = NONE;

    private record Sample(long atNanos, long[] sums) {}

    private record Growth(long nanos, long[] by) {}

    /**
     * A sample that follows too soon on the last one is left out: of a window of a few milliseconds nothing can be said.
     *
     * @param sums in the same order each time
     */
    void sample(long nowNanos, long... sums) {
        if (!samples.isEmpty() && nowNanos - samples.getLast().atNanos < TOLERANCE_NANOS) {
            return;
        }
        samples.add(new Sample(nowNanos, sums));
        while (samples.size() > 2 && nowNanos - second().atNanos >= WINDOW_NANOS - TOLERANCE_NANOS) {
            samples.remove();
        }
        Sample oldest = samples.element();
        long[] by = new long[sums.length];
        for (int i = 0; i < by.length; i++) {
            by[i] = sums[i] - oldest.sums[i];
        }
        growth = new Growth(nowNanos - oldest.atNanos, by);
    }

    private Sample second() {
        var each = samples.iterator();
        each.next();
        return each.next();
    }

    /** Of the sum with that number; 0 as long as there are not two samples. */
    double perSecond(int sum) {
        Growth now = growth;
        return now.nanos <= 0 ? 0 : now.by[sum] * NANOS_PER_SECOND / now.nanos;
    }

    /** Of a sum of bytes, in bits. */
    long bitsPerSecond(int sum) {
        return Math.round(perSecond(sum) * Byte.SIZE);
    }

    /** What rates are of now, in nanoseconds. */
    long windowNanos() {
        return growth.nanos;
    }
}
