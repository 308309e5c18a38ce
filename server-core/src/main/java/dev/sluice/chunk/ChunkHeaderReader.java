package dev.sluice.chunk;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;

/** Reads one chunk header at a time into the state of its chunk stream. */
final class ChunkHeaderReader {
    /** The longest header, and the most that {@link #read} can ask to see at once. */
    static final int MAX_HEADER_BYTES = 3 + 11 + 4;

    private static final int EXTENDED = 0xffffff;
    private static final int EXTENDED_BYTES = 4;
    private static final int[] MESSAGE_HEADER_BYTES = {11, 7, 3, 0};
    private static final int ABSOLUTE_WINDOW_MILLIS = 10_000;

    private final ChunkStreams streams;
    private Limits limits;
    private ChunkStream stream;

    ChunkHeaderReader(ChunkStreams streams, Limits limits) {
        this.streams = streams;
        this.limits = limits;
    }

    void limits(Limits newLimits) {
        limits = newLimits;
    }

    /** The chunk stream of the last header read. */
    ChunkStream stream() {
        return stream;
    }

    /**
     * Takes one header from {@code in}.
     *
     * @return false, with nothing taken and nothing changed, when more bytes are needed
     */
    boolean read(ByteBuffer in) {
        int basicBytes = in.hasRemaining() ? basicHeaderBytes(in.get(in.position())) : 1;
        if (in.remaining() < basicBytes) {
            return false;
        }
        int fmt = (in.get(in.position()) & 0xff) >>> 6;
        int id = chunkStreamId(in, basicBytes);
        ChunkStream known = streams.find(id);
        if (known == null && fmt > 1) {
            throw bad("fmt " + fmt + " is the first on chunk stream " + id);
        }
        if (fmt == 3) {
            return readFmt3(in, known, basicBytes);
        }
        return readMessageHeader(in, known, id, fmt, basicBytes);
    }

    /** RTMP 1.0, 5.3.1.1. */
    private static int basicHeaderBytes(byte first) {
        return switch (first & 0x3f) {
            case 0 -> 2;
            case 1 -> 3;
            default -> 1;
        };
    }

    private static int chunkStreamId(ByteBuffer in, int basicBytes) {
        int start = in.position();
        return switch (basicBytes) {
            case 2 -> 64 + (in.get(start + 1) & 0xff);
            case 3 -> 64 + (in.get(start + 1) & 0xff) + ((in.get(start + 2) & 0xff) << 8);
            default -> in.get(start) & 0x3f;
        };
    }

    private boolean readMessageHeader(ByteBuffer in, ChunkStream known, int id, int fmt, int basicBytes) {
        int start = in.position() + basicBytes;
        int headerBytes = basicBytes + MESSAGE_HEADER_BYTES[fmt];
        if (in.remaining() < headerBytes) {
            return false;
        }
        int time = unsigned24(in, start);
        boolean extended = time == EXTENDED;
        if (extended) {
            if (in.remaining() < headerBytes + EXTENDED_BYTES) {
                return false;
            }
            time = in.getInt(start + MESSAGE_HEADER_BYTES[fmt]);
            headerBytes += EXTENDED_BYTES;
        }
        stream = known == null ? streams.open(id, limits.maxChunkStreams()) : known;
        if (stream.inMessage) {
            checkContinuation(in, start, fmt);
        } else {
            startMessage(in, start, fmt, time);
        }
        stream.extended = extended;
        stream.extendedField = time;
        stream.extendedIsAbsolute = fmt == 0;
        in.position(in.position() + headerBytes);
        return true;
    }

    /** A header that repeats itself in mid-message is a continuation; its delta has been added already. */
    private void checkContinuation(ByteBuffer in, int start, int fmt) {
        if (fmt == 0) {
            throw bad("fmt 0 in the middle of a message");
        }
        if (fmt == 1 && (unsigned24(in, start + 3) != stream.length || type(in, start) != stream.type)) {
            throw bad("length or type changed in the middle of a message");
        }
    }

    private void startMessage(ByteBuffer in, int start, int fmt, int time) {
        if (fmt <= 1) {
            stream.length = unsigned24(in, start + 3);
            stream.type = type(in, start);
        }
        checkLength();
        if (fmt == 0) {
            stream.messageStreamId = Integer.reverseBytes(in.getInt(start + 7));
            stream.startAt(time);
        } else {
            stream.startAfter(time);
        }
    }

    /**
     * After an extended timestamp some peers repeat it on fmt 3 (ffmpeg, SRS, newer OBS), some do not (older librtmp), so
     * the four bytes are compared before they are taken.
     */
    private boolean readFmt3(ByteBuffer in, ChunkStream known, int basicBytes) {
        int extendedBytes = 0;
        if (known.extended) {
            int seen = Math.min(in.remaining() - basicBytes, EXTENDED_BYTES);
            int field = leadingBytes(in, in.position() + basicBytes, seen);
            boolean repeated = known.inMessage ? repeats(known, field, seen) : seen < 4 || isTimestamp(known, field);
            if (repeated && seen < EXTENDED_BYTES) {
                return false;
            }
            extendedBytes = repeated ? EXTENDED_BYTES : 0;
        }
        stream = known;
        if (!stream.inMessage) {
            checkLength();
            int field = extendedBytes > 0 ? in.getInt(in.position() + basicBytes) : stream.extendedField;
            if (field == stream.extendedField) {
                stream.startAfterSameDelta();
            } else {
                stream.startAtSameDelta(field);
            }
        }
        in.position(in.position() + basicBytes + extendedBytes);
        return true;
    }

    /**
     * Whether the bytes seen so far can be the repeated field. Decided at the first byte that differs: the rest of a short
     * message may be all that comes for a long time. Some peers clear the top bit.
     */
    private static boolean repeats(ChunkStream known, int field, int seen) {
        int mask = seen == 0 ? 0 : (-1 << (8 * (EXTENDED_BYTES - seen))) & Integer.MAX_VALUE;
        return ((field ^ known.extendedField) & mask) == 0 || ((field ^ known.timestamp) & mask) == 0;
    }

    /** At the start of a message: the same field again, or (not by the book) the new absolute timestamp. */
    private static boolean isTimestamp(ChunkStream known, int field) {
        int distance = field - known.timestamp;
        return field == known.extendedField
                || known.extendedIsAbsolute
                        && distance >= -ABSOLUTE_WINDOW_MILLIS
                        && distance <= ABSOLUTE_WINDOW_MILLIS;
    }

    private void checkLength() {
        switch (stream.type) {
            case 8, 9, 22 -> checkLength(limits.maxMessageBytes(), Reason.MESSAGE_TOO_LARGE);
            case 15, 18 -> checkLength(limits.maxDataBytes(), Reason.DATA_TOO_LARGE);
            default -> checkLength(limits.maxCommandBytes(), Reason.COMMAND_TOO_LARGE);
        }
    }

    private void checkLength(int maxBytes, Reason reason) {
        if (stream.length > maxBytes) {
            throw new ProtocolException(
                    reason, "message of type " + stream.type + " announces " + stream.length + " bytes");
        }
    }

    private static int leadingBytes(ByteBuffer in, int start, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value |= (in.get(start + i) & 0xff) << (24 - 8 * i);
        }
        return value;
    }

    private static int type(ByteBuffer in, int start) {
        return in.get(start + 6) & 0xff;
    }

    private static int unsigned24(ByteBuffer in, int at) {
        return (in.getShort(at) & 0xffff) << 8 | in.get(at + 2) & 0xff;
    }

    private static ProtocolException bad(String what) {
        return new ProtocolException(Reason.BAD_CHUNK_HEADER, what);
    }
}
