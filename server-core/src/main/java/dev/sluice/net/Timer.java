package dev.sluice.net;

/**
 * An alarm of one event loop, reusable. It rings at or after its deadline, once for each time it was set, on the loop.
 * Only the loop's thread may touch it.
 */
public final class Timer {
    private final TimerQueue queue;
    private final Runnable action;
    long deadlineNanos;
    int slot = -1;

    Timer(TimerQueue queue, Runnable action) {
        this.queue = queue;
        this.action = action;
    }

    /** Sets or moves the alarm; {@code nanos} is a time of {@link System#nanoTime}. */
    public void setAt(long nanos) {
        queue.set(this, nanos);
    }

    public void cancel() {
        queue.cancel(this);
    }

    public boolean isSet() {
        return slot >= 0;
    }

    void ring() {
        action.run();
    }
}
