package dev.sluice.counter;

import java.util.concurrent.atomic.AtomicLong;

/** A level with one writer. Any thread may read it, a moment late: setting costs no fence. */
public final class Gauge {
    private final AtomicLong value;

    public Gauge(long first) {
        value = new AtomicLong(first);
    }

    /** For the one thread that writes. */
    public void set(long newValue) {
        value.setOpaque(newValue);
    }

    public long get() {
        return value.getOpaque();
    }
}
