package dev.sluice.net;

import dev.sluice.counter.Counters;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** All event loops of a server. */
public final class EventLoops implements AutoCloseable {
    private static final long JOIN_MILLIS = 5_000;
    /** The part of the heap that may be taken by what waits to be sent or to be read on. */
    private static final int HEAP_SHARE = 8;

    private final List<EventLoop> loops = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    public EventLoops(int count, Counters counters) throws IOException {
        for (int i = 0; i < count; i++) {
            loops.add(new EventLoop(i, Runtime.getRuntime().maxMemory() / HEAP_SHARE / count, counters));
        }
        loops.forEach(EventLoop::start);
    }

    public List<EventLoop> all() {
        return loops;
    }

    /** The loop whose turn it is to take a new connection. */
    EventLoop next() {
        return loops.get(Math.floorMod(next.getAndIncrement(), loops.size()));
    }

    /** Closes what is still connected and ends the threads. */
    @Override
    public void close() {
        loops.forEach(EventLoop::stop);
        try {
            for (EventLoop loop : loops) {
                loop.join(JOIN_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
