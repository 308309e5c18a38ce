package dev.sluice.stream;

import java.nio.ByteBuffer;

/** Takes payloads out of a log, from between the chunk headers that {@link StreamLog} wrote. For one thread. */
final class PayloadReader {
    private static final int FIRST_HEADER_BYTES = 12;
    private static final int CONTINUATION_BYTES = 1;
    private static final int EXTENDED_BYTES = 4;
    private static final int EXTENDED = 0xffffff;
    /** Where the length stands in the first header (RTMP 1.0, 5.3.1.2.1). */
    private static final int LENGTH_AT = 4;

    private final int chunkSize;
    private Segment segment;
    private int offset;
    private long committed;

    PayloadReader(int chunkSize) {
        this.chunkSize = chunkSize;
    }

    /** A copy of the payload of the message that starts at {@code at}, which is loaded. */
    byte[] copy(LogPosition at, long newCommitted) {
        segment = at.segment();
        offset = at.offset();
        committed = newCommitted;
        int extended = Integer.compareUnsigned(at.timestamp(), EXTENDED) >= 0 ? EXTENDED_BYTES : 0;
        byte[] payload = new byte[length()];
        pass(FIRST_HEADER_BYTES + extended);
        for (int done = 0; done < payload.length; ) {
            if (done > 0) {
                pass(CONTINUATION_BYTES + extended);
            }
            int count = Math.min(chunkSize, payload.length - done);
            take(payload, done, count);
            done += count;
        }
        segment = null;
        return payload;
    }

    /** The first header is never torn. */
    private int length() {
        ByteBuffer memory = segment.memory;
        return memory.getInt(offset + LENGTH_AT) >>> 8;
    }

    private void pass(int count) {
        for (int left = count; left > 0; ) {
            int length = Math.min(left, room());
            offset += length;
            left -= length;
        }
    }

    private void take(byte[] payload, int from, int count) {
        for (int done = 0; done < count; ) {
            int length = Math.min(count - done, room());
            segment.memory.get(offset, payload, from + done, length);
            offset += length;
            done += length;
        }
    }

    /** How many bytes there are from here on in one piece. */
    private int room() {
        while (segment.endsAt(offset)) {
            segment = segment.next;
            offset = 0;
        }
        return segment.readable(committed) - offset;
    }
}
