package dev.sluice.chunk;

import java.nio.ByteBuffer;

/** What is remembered of one chunk stream: the last header, and the message that is not complete. */
final class ChunkStream {
    private static final ByteBuffer NO_BUFFER = ByteBuffer.allocate(0);

    /** A fmt 3 right after a fmt 0 whose timestamp is larger than this means "same time", not "add it once more". */
    private static final int MAX_DELTA_FROM_TIMESTAMP_MILLIS = 5000;

    int timestamp;
    int length;
    int type;
    int messageStreamId;

    /** Whether the last fmt 0, 1 or 2 had an extended timestamp, its value, and whether it was a fmt 0. */
    boolean extended;

    int extendedField;
    boolean extendedIsAbsolute;

    /** Whether a message has begun and is not complete. */
    boolean inMessage;

    int received;

    /** The payload gathered so far lies before its position. Kept between messages; see {@link Reassembly}. */
    ByteBuffer buffer = NO_BUFFER;

    int gatheredMessages;
    int largestGatheredBytes;

    private int delta;

    /** fmt 0: absolute. */
    void startAt(int absoluteTimestamp) {
        timestamp = absoluteTimestamp;
        // RTMP 1.0, 5.3.1.2.4: the delta of a fmt 3 after a fmt 0 is the timestamp. rtmpdump and nginx mean delta 0.
        boolean plausible = Integer.compareUnsigned(absoluteTimestamp, MAX_DELTA_FROM_TIMESTAMP_MILLIS) <= 0;
        delta = plausible ? absoluteTimestamp : 0;
        begin();
    }

    /** fmt 1 and 2. */
    void startAfter(int newDelta) {
        delta = newDelta;
        startAfterSameDelta();
    }

    /** fmt 3. */
    void startAfterSameDelta() {
        timestamp += delta;
        begin();
    }

    /** fmt 3 that repeats an absolute timestamp instead of a delta. */
    void startAtSameDelta(int absoluteTimestamp) {
        timestamp = absoluteTimestamp;
        begin();
    }

    private void begin() {
        inMessage = true;
        received = 0;
    }

    /** The message is complete, or aborted; the header stays for the next one. */
    void end() {
        inMessage = false;
        received = 0;
    }

    void forgetBuffer() {
        buffer = NO_BUFFER;
    }
}
