package dev.sluice.plugin;

import java.util.concurrent.locks.LockSupport;

/**
 * Wakes the thread that reads a tap, as soon as there is one, but not for each frame: a file need not be as quick as a
 * player, and a wake-up costs more than a message.
 */
final class TapWaker implements Runnable {
    private volatile Thread thread;
    private volatile long dueNanos = System.nanoTime();

    void wakes(Thread reader) {
        thread = reader;
    }

    /** The reader has seen everything, and wants to hear of nothing for a while. */
    void quiet(long nanos) {
        dueNanos = System.nanoTime() + nanos;
    }

    @Override
    public void run() {
        if (System.nanoTime() - dueNanos >= 0) {
            LockSupport.unpark(thread);
        }
    }
}
