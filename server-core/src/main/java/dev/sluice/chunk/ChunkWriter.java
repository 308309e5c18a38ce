package dev.sluice.chunk;

import java.nio.ByteBuffer;

/**
 * Encodes messages so that they depend on nothing sent before: each starts with a full header (fmt 0), goes on with fmt
 * 3, and repeats an extended timestamp in each chunk. Chunk stream ids are 2 to 63, the one-byte form.
 */
public final class ChunkWriter {
    private static final int FIRST_HEADER_BYTES = 12;
    private static final int EXTENDED_BYTES = 4;
    private static final int EXTENDED = 0xffffff;

    private ChunkWriter() {}

    /** @return bytes written: 12, or 16 with an extended timestamp */
    public static int firstHeader(
            byte[] out, int offset, int chunkStreamId, int timestamp, int length, int type, int messageStreamId) {
        out[offset] = (byte) chunkStreamId;
        putUnsigned24(out, offset + 1, isExtended(timestamp) ? EXTENDED : timestamp);
        putUnsigned24(out, offset + 4, length);
        out[offset + 7] = (byte) type;
        putInt(out, offset + 8, Integer.reverseBytes(messageStreamId));
        return FIRST_HEADER_BYTES + putExtended(out, offset + FIRST_HEADER_BYTES, timestamp);
    }

    /** @return bytes written: 1, or 5 with an extended timestamp */
    public static int continuationHeader(byte[] out, int offset, int chunkStreamId, int timestamp) {
        out[offset] = (byte) (0xc0 | chunkStreamId);
        return 1 + putExtended(out, offset + 1, timestamp);
    }

    /** The bytes that a message of {@code length} payload bytes takes on the wire. */
    public static int encodedLength(int timestamp, int length, int chunkSize) {
        int extendedBytes = isExtended(timestamp) ? EXTENDED_BYTES : 0;
        int continuations = length == 0 ? 0 : (length - 1) / chunkSize;
        return FIRST_HEADER_BYTES + extendedBytes + length + continuations * (1 + extendedBytes);
    }

    public static byte[] encode(
            int chunkStreamId, int type, int messageStreamId, int timestamp, int chunkSize, byte[] payload) {
        byte[] out = new byte[encodedLength(timestamp, payload.length, chunkSize)];
        int at = firstHeader(out, 0, chunkStreamId, timestamp, payload.length, type, messageStreamId);
        ByteBuffer rest = ByteBuffer.wrap(payload);
        while (rest.hasRemaining()) {
            if (rest.position() > 0) {
                at += continuationHeader(out, at, chunkStreamId, timestamp);
            }
            int count = Math.min(chunkSize, rest.remaining());
            rest.get(out, at, count);
            at += count;
        }
        return out;
    }

    private static boolean isExtended(int timestamp) {
        return Integer.compareUnsigned(timestamp, EXTENDED) >= 0;
    }

    private static int putExtended(byte[] out, int at, int timestamp) {
        if (!isExtended(timestamp)) {
            return 0;
        }
        putInt(out, at, timestamp);
        return EXTENDED_BYTES;
    }

    private static void putUnsigned24(byte[] out, int at, int value) {
        out[at] = (byte) (value >>> 16);
        out[at + 1] = (byte) (value >>> 8);
        out[at + 2] = (byte) value;
    }

    private static void putInt(byte[] out, int at, int value) {
        out[at] = (byte) (value >>> 24);
        putUnsigned24(out, at + 1, value);
    }
}
