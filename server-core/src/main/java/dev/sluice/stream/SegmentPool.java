package dev.sluice.stream;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The direct memory of all stream logs, lent out in segments of 16 KiB to 1 MiB. It keeps its own account, well below the
 * JVM's limit for direct memory, because an allocation at that limit stalls the thread that asks. Slabs are allocated
 * ahead by a thread of its own and kept for ever.
 *
 * <p>Safe for any thread. A loop comes here once for each segment that a stream fills, not for each message.
 */
public final class SegmentPool implements AutoCloseable {
    /** The smallest segment: 16 KiB. */
    static final int MIN_SHIFT = 14;

    static final int ORDERS = 7;
    static final int SLAB_BYTES = 1 << (MIN_SHIFT + ORDERS - 1);
    private static final int READY_SLABS = 4;
    private static final Logger LOG = LoggerFactory.getLogger(SegmentPool.class);
    private static final int MIN_SHARE_BYTES = 256 << 10;

    private volatile int maxSlabs;
    private final int loops;
    private final Counters counters;
    private final List<List<Segment>> free = new ArrayList<>();
    private final Thread feeder = new Thread(this::feed, "sluice-pool");
    private int slabs;
    private int slabsInMaking;
    private volatile long usedBytes;
    private boolean closed;

    /**
     * @param maxBytes what may be allocated at most
     * @param loops how many loops read the segments
     */
    public SegmentPool(long maxBytes, int loops, Counters counters) {
        this.maxSlabs = (int) Math.max(1, maxBytes / SLAB_BYTES);
        this.loops = loops;
        this.counters = counters;
        for (int order = 0; order < ORDERS; order++) {
            free.add(new ArrayList<>());
        }
        feeder.setDaemon(true);
        feeder.start();
    }

    /** Bytes in segments that are lent out. */
    public long usedBytes() {
        return usedBytes;
    }

    /** Bytes that may be lent out at most. */
    public long maxBytes() {
        return (long) maxSlabs * SLAB_BYTES;
    }

    /** Whether so much is lent out that nothing is kept for those who may join, and no stream begins. */
    public boolean isShort() {
        return usedBytes > shortAtBytes();
    }

    /**
     * What one stream may hold now: as much as is left to all. The more is lent out, the less that is, so those that
     * hold most give way first, and one alone never has more than about half. What a stream needs to flow it may hold
     * always.
     */
    long shareBytes() {
        return Math.max(MIN_SHARE_BYTES, shortAtBytes() - usedBytes);
    }

    private long shortAtBytes() {
        return maxBytes() / 10 * 9;
    }

    /** A segment of at least {@code bytes}, or of 1 MiB if that is more than one can hold; null when all is lent out. */
    Segment take(int bytes) {
        int order = orderFor(bytes);
        Segment segment = tryTake(order);
        while (segment == null && growOrAwait(order)) {
            segment = tryTake(order);
        }
        // what is left may be torn into smaller pieces
        while (segment == null && order > 0) {
            segment = tryTake(--order);
        }
        return segment;
    }

    synchronized void giveBack(Segment segment) {
        account(-segment.capacity());
        Segment merged = segment;
        for (Segment buddy = merged.slab.buddyOf(merged); buddy != null && merged.slab.isFree(buddy); ) {
            remove(buddy);
            merged = merged.slab.segment(merged.order + 1, merged.slot >> 1);
            buddy = merged.slab.buddyOf(merged);
        }
        add(merged);
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private static int orderFor(int bytes) {
        int order = 0;
        while (order < ORDERS - 1 && 1 << (MIN_SHIFT + order) < bytes) {
            order++;
        }
        return order;
    }

    private synchronized Segment tryTake(int order) {
        int from = order;
        while (from < ORDERS && free.get(from).isEmpty()) {
            from++;
        }
        if (from == ORDERS) {
            return null;
        }
        List<Segment> list = free.get(from);
        Segment segment = list.get(list.size() - 1);
        remove(segment);
        while (segment.order > order) {
            add(segment.slab.segment(segment.order - 1, segment.slot * 2 + 1));
            segment = segment.slab.segment(segment.order - 1, segment.slot * 2);
        }
        account(segment.capacity());
        if (free.get(ORDERS - 1).size() < READY_SLABS) {
            notifyAll();
        }
        return segment;
    }

    /** The field is written under the lock only; it is volatile for those who ask without it. */
    private synchronized void account(int bytes) {
        usedBytes = usedBytes + bytes;
    }

    private void add(Segment segment) {
        List<Segment> list = free.get(segment.order);
        segment.slab.freeAt(segment, list.size());
        list.add(segment);
    }

    private void remove(Segment segment) {
        List<Segment> list = free.get(segment.order);
        int at = segment.slab.freeAt(segment);
        Segment last = list.remove(list.size() - 1);
        if (last != segment) {
            list.set(at, last);
            last.slab.freeAt(last, at);
        }
        segment.slab.freeAt(segment, -1);
    }

    private synchronized boolean reserveSlab() {
        if (slabs + slabsInMaking >= maxSlabs) {
            return false;
        }
        slabsInMaking++;
        return true;
    }

    /** Returns whether it is worth while to try again. */
    private boolean growOrAwait(int order) {
        if (reserveSlab()) {
            counters.increment(Counter.POOL_SLABS_ALLOCATED_INLINE);
            addSlab();
            return true;
        }
        return awaitSlabInMaking(order);
    }

    /** The feeder is about to bring one: a millisecond of waiting is better than to call the pool spent. */
    private synchronized boolean awaitSlabInMaking(int order) {
        boolean awaited = slabsInMaking > 0;
        try {
            while (slabsInMaking > 0 && !isFree(order)) {
                wait();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
        return awaited || isFree(order);
    }

    private boolean isFree(int order) {
        return free.stream().skip(order).anyMatch(list -> !list.isEmpty());
    }

    private void addSlab() {
        Slab slab = null;
        try {
            slab = new Slab(ByteBuffer.allocateDirect(SLAB_BYTES), loops);
            counters.increment(Counter.POOL_SLABS_ALLOCATED);
        } catch (OutOfMemoryError lessThanTheJvmSaid) {
            LOG.error("the log pool cannot grow beyond {} MiB: {}", slabs, lessThanTheJvmSaid.getMessage());
        }
        take(slab);
    }

    private synchronized void take(Slab slab) {
        slabsInMaking--;
        if (slab == null) {
            maxSlabs = slabs;
        } else {
            slabs++;
            add(slab.segment(ORDERS - 1, 0));
        }
        notifyAll();
    }

    private void feed() {
        while (awaitShortage()) {
            if (reserveSlab()) {
                addSlab();
            }
        }
    }

    private synchronized boolean awaitShortage() {
        try {
            while (!closed && (free.get(ORDERS - 1).size() >= READY_SLABS || slabs + slabsInMaking >= maxSlabs)) {
                wait();
            }
            return !closed;
        } catch (InterruptedException interrupted) {
            return false;
        }
    }

    /** A megabyte, halved again and again: the segments of each order are numbered from its start. */
    static final class Slab {
        private final ByteBuffer memory;
        private final int loops;
        private final Segment[][] segments = new Segment[ORDERS][];
        /** Where each segment stands in the free list of its order, plus one; 0 when it is not free. */
        private final int[][] freeAt = new int[ORDERS][];

        Slab(ByteBuffer memory, int loops) {
            this.memory = memory;
            this.loops = loops;
            for (int order = 0; order < ORDERS; order++) {
                segments[order] = new Segment[1 << (ORDERS - 1 - order)];
                freeAt[order] = new int[1 << (ORDERS - 1 - order)];
            }
        }

        Segment segment(int order, int slot) {
            if (segments[order][slot] == null) {
                int bytes = 1 << (MIN_SHIFT + order);
                segments[order][slot] = new Segment(this, order, slot, memory.slice(slot * bytes, bytes), loops);
            }
            return segments[order][slot];
        }

        /** The other half, or null for the whole slab. */
        Segment buddyOf(Segment segment) {
            return segment.order == ORDERS - 1 ? null : segment(segment.order, segment.slot ^ 1);
        }

        boolean isFree(Segment segment) {
            return freeAt(segment) >= 0;
        }

        int freeAt(Segment segment) {
            return freeAt[segment.order][segment.slot] - 1;
        }

        void freeAt(Segment segment, int at) {
            freeAt[segment.order][segment.slot] = at + 1;
        }
    }
}
