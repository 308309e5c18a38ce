package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/** A thread that takes a stream from taps, one after the other, and checks each byte against the {@link Script}. */
final class TapPump {
    private static final int UNKNOWN = -1;

    private final Lease lease;
    private final Random random;
    private final int slowness;
    private final AtomicReference<Throwable> failure;
    private final Thread thread = new Thread(this::run, "test-pump");
    private volatile boolean ending;
    private volatile boolean over;
    private volatile LogTap tap;
    private volatile LogTap disturbed;
    private volatile long delivered;
    private volatile long dropped;
    private volatile long taps;
    /** The number of the first message that was neither delivered nor told as left out. */
    private long next;

    private long untold;
    private long header;
    private long stretch;
    private long ends;
    private boolean awaitsKeyframe;
    private boolean resumed;
    private boolean restarted;

    /** @param slowness how often it sleeps, of a thousand messages */
    TapPump(Lease lease, int seed, int slowness, AtomicReference<Throwable> failure) {
        this.lease = lease;
        this.random = new Random(seed);
        this.slowness = slowness;
        this.failure = failure;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    void end() {
        ending = true;
        LockSupport.unpark(thread);
    }

    /** Closes the tap under the pump's hands. */
    void disturb() {
        LogTap now = tap;
        if (now != null) {
            disturbed = now;
            now.close();
        }
    }

    boolean isOver() {
        return over;
    }

    long delivered() {
        return delivered;
    }

    long dropped() {
        return dropped;
    }

    long taps() {
        return taps;
    }

    private void run() {
        try {
            while (!ending && failure.get() == null) {
                takeOne();
            }
        } catch (Throwable thrown) {
            failure.compareAndSet(null, thrown);
        } finally {
            lease.close();
            over = true;
        }
    }

    private void takeOne() {
        next = UNKNOWN;
        untold = 0;
        header = UNKNOWN;
        stretch = UNKNOWN;
        ends = UNKNOWN;
        awaitsKeyframe = true;
        resumed = false;
        restarted = false;
        LogTap mine = lease.stream().requestTap(() -> LockSupport.unpark(thread));
        tap = mine;
        taps++;
        pump(mine);
        if (disturbed != mine) {
            mine.close();
        }
    }

    private void pump(LogTap mine) {
        while (!ending && !mine.isClosed()) {
            TapItem item = mine.poll();
            if (item == null) {
                LockSupport.parkNanos(this, 20_000_000);
            } else if (!take(item) || random.nextInt(20_000) == 0) {
                return;
            }
        }
    }

    /** Returns false at the end. */
    private boolean take(TapItem item) {
        if (item instanceof TapItem.Message message) {
            onMessage(message);
            if (random.nextInt(1000) < slowness) {
                LockSupport.parkNanos(1_000_000);
            }
        } else if (item instanceof TapItem.Gap gap) {
            onGap(gap.dropped());
        } else if (item instanceof TapItem.Restarted) {
            restarted = true;
        } else {
            require(
                    untold == 0 && (awaitsKeyframe || next % Script.STRETCH == 0),
                    "ends at the end of a stretch",
                    next);
            return false;
        }
        return true;
    }

    private void onGap(long count) {
        require(count > 0 && count >= untold, "gap of " + count, next);
        dropped += count;
        // what a tap passes over before its first keyframe it does not count
        next = next == UNKNOWN || !resumed && awaitsKeyframe ? UNKNOWN : next + count - untold;
        untold = 0;
        resumed = true;
        awaitsKeyframe = true;
    }

    private void onMessage(TapItem.Message message) {
        ByteBuffer payload = ByteBuffer.wrap(message.payload());
        long number = Script.numberIn(payload);
        require(Script.isPayload(number, payload), "payload", number);
        require(message.kind() == Script.kind(number) && message.role() == Script.role(number), "kind", number);
        if (message.timestamp() != Script.timestamp(number)) {
            require(Script.isHeader(number), "timestamp", number);
            header = number;
            return;
        }
        checkOrder(number);
        checkPublisher(number);
        if (Script.isHeader(number)) {
            header = number;
        }
        require(header == Script.header(number), "headers given before", number);
        if (Script.isKeyframe(number)) {
            awaitsKeyframe = false;
        }
        require(awaitsKeyframe || untold == 0, "all told", number);
        // who does not know where it went on does not know either what it passed over there
        next = next == UNKNOWN && resumed && awaitsKeyframe ? UNKNOWN : number + 1;
        delivered++;
    }

    private void checkOrder(long number) {
        if (next == UNKNOWN) {
            require(!Script.isPlainVideo(number), "keyframe first", number);
            return;
        }
        require(number >= next, "forward", number);
        require(!awaitsKeyframe || !Script.isPlainVideo(number), "keyframe first", number);
        for (long left = next; left < number; left++) {
            require(awaitsKeyframe && Script.isPlainVideo(left), "nothing left out", left);
            untold += resumed ? 1 : 0;
        }
    }

    private void checkPublisher(long number) {
        long its = number / Script.STRETCH;
        require(ends == UNKNOWN || ends == Script.ends(number), "nothing of a later stream", number);
        require(stretch == UNKNOWN || restarted == (its != stretch), "told of each publisher", number);
        restarted = false;
        stretch = its;
        ends = Script.ends(number);
    }

    private void require(boolean holds, String what, long number) {
        if (!holds) {
            throw new AssertionError(what + ": message " + number + ", expected " + next + ", header " + header
                    + ", untold " + untold + (awaitsKeyframe ? ", awaits a keyframe" : "")
                    + (resumed ? ", resumed" : ""));
        }
    }
}
