package dev.sluice.plugin;

import java.util.concurrent.locks.LockSupport;

/** Wakes the thread that reads a tap, as soon as there is one. */
final class TapWaker implements Runnable {
    private volatile Thread thread;

    void wakes(Thread reader) {
        thread = reader;
    }

    @Override
    public void run() {
        LockSupport.unpark(thread);
    }
}
