package dev.sluice.stream;

import java.util.function.LongSupplier;

/** A clock that stands still until it is moved. */
final class FakeClock implements LongSupplier {
    private long nanos = 1_000_000_000_000L;

    @Override
    public long getAsLong() {
        return nanos;
    }

    void advanceMillis(long millis) {
        nanos += millis * 1_000_000;
    }
}
