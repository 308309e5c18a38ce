package dev.sluice.stream;

import java.nio.ByteBuffer;

/**
 * A piece of direct memory that holds a run of the log: messages in wire form from its start, and from its end downwards
 * an index entry for each message that starts in it. A message may run on into the next segment.
 *
 * <p>The home loop writes; what it wrote is seen by a reader that has read the log's committed position after it. A
 * reader therefore looks only at what lies below that position.
 */
final class Segment {
    /** Room that a message needs to start here: its index entry and its first chunk header, which is never torn. */
    static final int MIN_START_BYTES = Entry.BYTES + 16;

    private static final int NOT_SEALED = Integer.MAX_VALUE;

    final SegmentPool.Slab slab;
    final int order;
    final int slot;
    final ByteBuffer memory;
    private final ByteBuffer[] views;
    private final ByteBuffer[] secondViews;

    /** The log position of this segment's first byte. */
    long base;
    /** Bytes of messages written; the home loop's own count. */
    int end;
    /** Index entries written; the home loop's own count. */
    int entries;

    Segment next;
    private int sealedEnd;

    Segment(SegmentPool.Slab slab, int order, int slot, ByteBuffer memory, int loops) {
        this.slab = slab;
        this.order = order;
        this.slot = slot;
        this.memory = memory;
        this.views = new ByteBuffer[loops];
        this.secondViews = new ByteBuffer[loops];
    }

    int capacity() {
        return memory.capacity();
    }

    void open(long position) {
        base = position;
        end = 0;
        entries = 0;
        next = null;
        sealedEnd = NOT_SEALED;
    }

    /** Nothing will be added; the log goes on in {@code following}. */
    void seal(Segment following) {
        sealedEnd = end;
        next = following;
    }

    /** Bytes of messages that may still be written. */
    int free() {
        return capacity() - entries * Entry.BYTES - end;
    }

    /** How many bytes of this segment lie below the committed position. */
    int readable(long committed) {
        return (int) Math.min(committed - base, sealedEnd);
    }

    /** Whether the log goes on in the next segment at this offset. */
    boolean endsAt(int offset) {
        return offset == sealedEnd;
    }

    /** Whether this log position lies in a later segment. */
    boolean endsBefore(long position) {
        return position - base > sealedEnd;
    }

    /** The bytes from {@code from} to {@code to}, in a view that the loop reuses. */
    ByteBuffer view(int loop, int from, int to) {
        if (views[loop] == null) {
            views[loop] = memory.duplicate();
        }
        return views[loop].limit(to).position(from);
    }

    /** As {@link #view}, for two runs of the same segment at the same time. */
    ByteBuffer secondView(int loop, int from, int to) {
        if (secondViews[loop] == null) {
            secondViews[loop] = memory.duplicate();
        }
        return secondViews[loop].limit(to).position(from);
    }

    private int at(int entry) {
        return capacity() - (entry + 1) * Entry.BYTES;
    }

    /** Adds the index entry of a message that starts at {@link #end}. */
    void index(
            int length,
            int timestamp,
            MessageKind kind,
            MessageRole role,
            int epoch,
            int headerVersion,
            long arrivalNanos) {
        int at = at(entries++);
        memory.putInt(at + Entry.LENGTH, length);
        memory.putInt(at + Entry.TIMESTAMP, timestamp);
        memory.putInt(at + Entry.EPOCH_KIND_ROLE, epoch << 4 | kind.ordinal() << 2 | role.ordinal());
        memory.putInt(at + Entry.HEADER_VERSION, headerVersion);
        memory.putLong(at + Entry.ARRIVAL, arrivalNanos);
    }

    int length(int entry) {
        return memory.getInt(at(entry) + Entry.LENGTH);
    }

    int timestamp(int entry) {
        return memory.getInt(at(entry) + Entry.TIMESTAMP);
    }

    MessageKind kind(int entry) {
        return MessageKind.of(memory.getInt(at(entry) + Entry.EPOCH_KIND_ROLE) >> 2 & 3);
    }

    MessageRole role(int entry) {
        return MessageRole.of(memory.getInt(at(entry) + Entry.EPOCH_KIND_ROLE) & 3);
    }

    /** The number of the publisher that sent it. */
    int epoch(int entry) {
        return memory.getInt(at(entry) + Entry.EPOCH_KIND_ROLE) >>> 4;
    }

    int headerVersion(int entry) {
        return memory.getInt(at(entry) + Entry.HEADER_VERSION);
    }

    long arrivalNanos(int entry) {
        return memory.getLong(at(entry) + Entry.ARRIVAL);
    }

    /** Layout of an index entry, offsets in bytes. */
    private static final class Entry {
        static final int LENGTH = 0;
        static final int TIMESTAMP = 4;
        static final int EPOCH_KIND_ROLE = 8;
        static final int HEADER_VERSION = 12;
        static final int ARRIVAL = 16;
        static final int BYTES = 24;
    }
}
