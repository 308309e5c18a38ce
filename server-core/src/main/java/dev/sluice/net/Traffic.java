package dev.sluice.net;

import dev.sluice.counter.Gauge;
import dev.sluice.counter.Tally;

/**
 * What went through a connection's socket, and when, in times of {@link System#nanoTime}. The connection's loop counts;
 * any thread may read, a moment late.
 */
public final class Traffic {
    private final long openedAt = System.nanoTime();
    private final Tally bytesIn = new Tally();
    private final Tally bytesOut = new Tally();
    private final Gauge lastReadAt = new Gauge(openedAt);
    private final Gauge lastWriteAt = new Gauge(openedAt);

    Traffic() {}

    void onRead(int bytes) {
        bytesIn.add(bytes);
        lastReadAt.set(System.nanoTime());
    }

    void onWritten(long bytes) {
        bytesOut.add(bytes);
    }

    /** Something was written in this turn; the time is not asked for at each write. */
    void onWriteTurn() {
        lastWriteAt.set(System.nanoTime());
    }

    /** When the connection was accepted. */
    public long openedAtNanos() {
        return openedAt;
    }

    public long bytesIn() {
        return bytesIn.get();
    }

    /** What the kernel has taken. */
    public long bytesOut() {
        return bytesOut.get();
    }

    /** When the last byte came; at first, when the connection was accepted. */
    public long lastReadAtNanos() {
        return lastReadAt.get();
    }

    /** When the peer's socket last took a byte; at first, when the connection was accepted. */
    public long lastWriteAtNanos() {
        return lastWriteAt.get();
    }
}
