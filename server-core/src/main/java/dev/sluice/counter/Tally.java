package dev.sluice.counter;

import java.util.concurrent.atomic.AtomicLong;

/** A sum with one writer. Any thread may read it, a moment late: adding costs no fence. */
public final class Tally {
    private final AtomicLong value = new AtomicLong();

    /** For the one thread that writes. */
    public void add(long amount) {
        value.setOpaque(value.getPlain() + amount);
    }

    public long get() {
        return value.getOpaque();
    }
}
