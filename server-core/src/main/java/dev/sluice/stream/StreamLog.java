package dev.sluice.stream;

import dev.sluice.chunk.ChunkWriter;
import dev.sluice.counter.Tally;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The messages of a stream in wire form, in a chain of segments. Only the home loop appends and reclaims; readers take
 * {@link #committed} and look at what lies below it.
 */
final class StreamLog {
    /** The message stream id in the log; a player with another one gets its own. */
    static final int MESSAGE_STREAM_ID = 1;

    private static final VarHandle COMMITTED;
    private static final int MIN_BYTES = 1 << SegmentPool.MIN_SHIFT;
    private static final int MAX_BYTES = 256 << 10;
    private static final long FILLED_FAST_NANOS = 250_000_000L;
    private static final long FILLED_SLOWLY_NANOS = 1_000_000_000L;

    static {
        try {
            COMMITTED = MethodHandles.lookup().findVarHandle(StreamLog.class, "committed", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final SegmentPool pool;
    private final int chunkSize;
    private final byte[] header = new byte[16];
    private Segment first;
    private Segment tail;
    private Segment lastSegment;
    private int lastEntry;
    private long lastPosition;
    private long messages;
    private int epoch;
    private final Tally allocatedBytes = new Tally();
    private int segmentBytes = MIN_BYTES;
    private long tailOpenedAt;

    @SuppressWarnings("unused") // through COMMITTED
    private long committed;

    StreamLog(SegmentPool pool, int chunkSize) {
        this.pool = pool;
        this.chunkSize = chunkSize;
    }

    int chunkSize() {
        return chunkSize;
    }

    /** The position up to which readers may read. */
    long committed() {
        return (long) COMMITTED.getAcquire(this);
    }

    /** Bytes of memory that the log holds. Any thread. */
    long allocatedBytes() {
        return allocatedBytes.get();
    }

    /** How many messages were appended. */
    long messages() {
        return messages;
    }

    /** From now on messages are of the publisher with that number. */
    void publisher(int newEpoch) {
        epoch = newEpoch;
    }

    /** The log position of the oldest byte. */
    long start() {
        return first == null ? committed() : first.base;
    }

    /** Gets the first segment, if there is none; false when the pool has none to give. */
    boolean open(long nowNanos) {
        if (tail != null) {
            return true;
        }
        Segment segment = pool.take(segmentBytes);
        if (segment == null) {
            return false;
        }
        allocatedBytes.add(segment.capacity());
        segment.open(committed());
        tailOpenedAt = nowNanos;
        first = segment;
        tail = segment;
        return true;
    }

    /** The place where the next message will be. */
    StartPoint edge(HeaderSet headers, int timestamp, long nowNanos, boolean decodable) {
        return new StartPoint(tail, tail.entries, committed(), messages, timestamp, nowNanos, headers, decodable);
    }

    /** The place of the message that was appended last. */
    StartPoint lastMessage(HeaderSet headers, int timestamp, long arrivalNanos) {
        return new StartPoint(
                lastSegment, lastEntry, lastPosition, messages - 1, timestamp, arrivalNanos, headers, true);
    }

    /**
     * Appends a message and publishes it.
     *
     * @return false, with nothing appended, when the pool is spent
     */
    boolean append(
            MessageKind kind, MessageRole role, int timestamp, int headerVersion, ByteBuffer payload, long nowNanos) {
        int length = ChunkWriter.encodedLength(timestamp, payload.remaining(), chunkSize);
        if (!makeRoom(length, nowNanos)) {
            return false;
        }
        if (tail.free() < Segment.MIN_START_BYTES) {
            advance(nowNanos);
        }
        lastSegment = tail;
        lastEntry = tail.entries;
        lastPosition = tail.base + tail.end;
        tail.index(length, timestamp, kind, role, epoch, headerVersion, nowNanos);
        write(kind, timestamp, payload, nowNanos);
        messages++;
        COMMITTED.setRelease(this, tail.base + tail.end);
        return true;
    }

    private void write(MessageKind kind, int timestamp, ByteBuffer payload, long nowNanos) {
        int csid = kind.chunkStreamId();
        int size = payload.remaining();
        put(ChunkWriter.firstHeader(header, 0, csid, timestamp, size, kind.type(), MESSAGE_STREAM_ID), nowNanos);
        for (int sent = 0; sent < size; ) {
            if (sent > 0) {
                put(ChunkWriter.continuationHeader(header, 0, csid, timestamp), nowNanos);
            }
            int length = Math.min(chunkSize, size - sent);
            put(payload, payload.position() + sent, length, nowNanos);
            sent += length;
        }
    }

    /** Appends the first bytes of {@link #header}. */
    private void put(int headerLength, long nowNanos) {
        for (int done = 0; done < headerLength; ) {
            int length = Math.min(headerLength - done, room(nowNanos));
            tail.memory.put(tail.end, header, done, length);
            tail.end += length;
            done += length;
        }
    }

    private void put(ByteBuffer bytes, int offset, int count, long nowNanos) {
        for (int done = 0; done < count; ) {
            int length = Math.min(count - done, room(nowNanos));
            tail.memory.put(tail.end, bytes, offset + done, length);
            tail.end += length;
            done += length;
        }
    }

    private int room(long nowNanos) {
        if (tail.free() == 0) {
            advance(nowNanos);
        }
        return tail.free();
    }

    /** Chains on what {@code length} bytes may need, before the first of them is written. */
    private boolean makeRoom(int length, long nowNanos) {
        long room = Math.max(0, tail.free() - Segment.MIN_START_BYTES);
        Segment last = tail;
        while (last.next != null) {
            last = last.next;
            room += last.capacity() - Segment.MIN_START_BYTES;
        }
        while (room < length) {
            Segment segment = pool.take((int) Math.max(nextBytes(nowNanos), length - room + Segment.MIN_START_BYTES));
            if (segment == null) {
                giveBackSpare();
                return false;
            }
            allocatedBytes.add(segment.capacity());
            segment.next = null;
            last.next = segment;
            last = segment;
            room += segment.capacity() - Segment.MIN_START_BYTES;
        }
        return true;
    }

    private void giveBackSpare() {
        Segment spare = tail.next;
        tail.next = null;
        while (spare != null) {
            Segment after = spare.next;
            allocatedBytes.add(-spare.capacity());
            pool.giveBack(spare);
            spare = after;
        }
    }

    private void advance(long nowNanos) {
        Segment following = tail.next;
        Segment afterThat = following.next;
        following.open(tail.base + tail.end);
        following.next = afterThat;
        segmentBytes = nextBytes(nowNanos);
        tailOpenedAt = nowNanos;
        tail.seal(following);
        tail = following;
    }

    /** Segments grow with the stream's rate: each shall last about half a second. */
    private int nextBytes(long nowNanos) {
        long filledIn = nowNanos - tailOpenedAt;
        if (filledIn < FILLED_FAST_NANOS) {
            return Math.min(segmentBytes * 2, MAX_BYTES);
        }
        return filledIn > FILLED_SLOWLY_NANOS ? Math.max(segmentBytes / 2, MIN_BYTES) : segmentBytes;
    }

    /** Gives back the segments of which every byte lies below {@code position}; the last one always stays. */
    void reclaim(long position) {
        while (first != tail && first.next.base <= position) {
            Segment gone = first;
            first = gone.next;
            allocatedBytes.add(-gone.capacity());
            pool.giveBack(gone);
        }
    }

    /** Gives everything back; nobody may read any more. */
    void clear() {
        for (Segment segment = first; segment != null; ) {
            Segment after = segment.next;
            allocatedBytes.add(-segment.capacity());
            pool.giveBack(segment);
            segment = after;
        }
        first = null;
        tail = null;
    }
}
