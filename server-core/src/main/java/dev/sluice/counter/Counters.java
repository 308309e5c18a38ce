package dev.sluice.counter;

import java.util.concurrent.atomic.LongAdder;

/** The values of all {@link Counter}s. Any thread may count and read; a reading of two counters is not atomic. */
public final class Counters {
    private final LongAdder[] values = new LongAdder[Counter.values().length];

    public Counters() {
        for (int i = 0; i < values.length; i++) {
            values[i] = new LongAdder();
        }
    }

    public void increment(Counter counter) {
        values[counter.ordinal()].increment();
    }

    public void add(Counter counter, long amount) {
        values[counter.ordinal()].add(amount);
    }

    public long get(Counter counter) {
        return values[counter.ordinal()].sum();
    }

    /** Connections that are open now. */
    public long openConnections() {
        return get(Counter.CONNECTIONS_OPENED) - get(Counter.CONNECTIONS_CLOSED);
    }
}
