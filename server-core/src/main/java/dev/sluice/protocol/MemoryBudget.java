package dev.sluice.protocol;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many connections share. Safe for any thread. */
public final class MemoryBudget {
    private final long maxBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    public MemoryBudget(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes {@code bytes} from the budget.
     *
     * @return false, with nothing taken, when that many are not left
     */
    public boolean tryTake(long bytes) {
        if (usedBytes.addAndGet(bytes) <= maxBytes) {
            return true;
        }
        usedBytes.addAndGet(-bytes);
        return false;
    }

    /** Gives back what {@link #tryTake} took. */
    public void giveBack(long bytes) {
        usedBytes.addAndGet(-bytes);
    }

    public long usedBytes() {
        return usedBytes.get();
    }

    public long maxBytes() {
        return maxBytes;
    }
}
