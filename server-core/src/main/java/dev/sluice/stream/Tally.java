package dev.sluice.stream;

import java.util.concurrent.atomic.AtomicLong;

/** A sum with one writer. Any thread may read it, a moment late: adding costs no fence. */
final class Tally {
    private final AtomicLong value = new AtomicLong();

    /** For the one thread that writes. */
    void add(long amount) {
        value.setOpaque(value.getPlain() + amount);
    }

    long get() {
        return value.getOpaque();
    }
}
