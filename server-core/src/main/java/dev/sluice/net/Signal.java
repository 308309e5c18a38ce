package dev.sluice.net;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Something that an event loop shall do soon, raised from any thread. Raised twice before the loop comes to it, it is
 * done once. The signals raised are linked through themselves, so raising neither allocates nor can be refused, and
 * what a loop has to do is bounded by what exists.
 */
public final class Signal {
    private final Runnable action;
    private final AtomicBoolean raised = new AtomicBoolean();
    Signal next;

    public Signal(Runnable action) {
        this.action = action;
    }

    /** True when the caller has to link it into a loop. */
    boolean raise() {
        return raised.compareAndSet(false, true);
    }

    void run() {
        raised.set(false);
        action.run();
    }
}
