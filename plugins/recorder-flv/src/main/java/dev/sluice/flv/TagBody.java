package dev.sluice.flv;

import dev.sluice.api.MediaMessage.Kind;
import java.nio.ByteBuffer;

/**
 * What the first bytes of an audio or video tag tell (FLV 10.1, E.4; Enhanced RTMP v2).
 *
 * @param packetType of Enhanced RTMP; 0 is a sequence header, 1 are frames
 * @param track 0 where there are none
 */
record TagBody(Kind kind, int packetType, int track, boolean keyframe) {
    /** So many bytes are enough to tell, but for senders that nest what nobody nests. */
    static final int PEEK_BYTES = 64;

    private static final int SEQUENCE_HEADER = 0;
    private static final int FRAMES = 1;
    private static final int SEQUENCE_END = 2;
    private static final int FRAMES_WITHOUT_OFFSET = 3;
    private static final int MOD_EX = 7;
    private static final int UNKNOWN = 15;

    private static final int FRAME_TYPE_KEY = 1;
    private static final int FRAME_TYPE_COMMAND = 5;
    private static final int AAC = 10;
    private static final int ENHANCED_AUDIO = 9;

    /** @param start of the body, from its position; what it does not hold is taken for unknown */
    static TagBody of(Kind kind, ByteBuffer start) {
        if (kind == Kind.DATA || !start.hasRemaining()) {
            return new TagBody(kind, UNKNOWN, 0, false);
        }
        ByteBuffer in = start.slice();
        int first = in.get() & 0xff;
        return kind == Kind.VIDEO ? video(first, in) : audio(first, in);
    }

    /** A decoder needs it before the frames, which it is none of. */
    boolean sequenceHeader() {
        return packetType == SEQUENCE_HEADER;
    }

    /** Something to see or hear. */
    boolean frames() {
        return packetType == FRAMES || kind == Kind.VIDEO && packetType == FRAMES_WITHOUT_OFFSET;
    }

    private static TagBody video(int first, ByteBuffer in) {
        int frameType = first >>> 4 & 7;
        if (first >>> 7 != 0) {
            return enhanced(Kind.VIDEO, first & 0xf, 6, frameType, in);
        }
        int codec = first & 0xf;
        boolean packets = codec == 7 || codec == 12 || codec == 13;
        int type = frameType == FRAME_TYPE_COMMAND ? UNKNOWN : packets ? legacyType(in) : FRAMES;
        return new TagBody(Kind.VIDEO, type, 0, type == FRAMES && frameType == FRAME_TYPE_KEY);
    }

    private static TagBody audio(int first, ByteBuffer in) {
        int format = first >>> 4;
        if (format == ENHANCED_AUDIO) {
            return enhanced(Kind.AUDIO, first & 0xf, 5, 0, in);
        }
        return new TagBody(Kind.AUDIO, format == AAC ? legacyType(in) : FRAMES, 0, false);
    }

    private static int legacyType(ByteBuffer in) {
        int type = in.hasRemaining() ? in.get() : UNKNOWN;
        return type >= SEQUENCE_HEADER && type <= SEQUENCE_END ? type : UNKNOWN;
    }

    private static TagBody enhanced(Kind kind, int packetType, int multitrack, int frameType, ByteBuffer in) {
        int type = packetType;
        int track = 0;
        while (type == MOD_EX && in.hasRemaining()) {
            int bytes = (in.get() & 0xff) + 1;
            if (bytes == 256 && in.remaining() >= 2) {
                bytes = (in.getShort() & 0xffff) + 1;
            }
            in.position(Math.min(in.limit(), in.position() + bytes));
            type = in.hasRemaining() ? in.get() & 0xf : UNKNOWN;
        }
        if (type == multitrack && in.remaining() >= 6) {
            int layout = in.get() & 0xff;
            type = layout & 0xf;
            in.getInt();
            track = in.get() & 0xff;
            if (layout >>> 4 != 0) {
                track |= layout >>> 4 << 8;
            }
        }
        boolean command = frameType == FRAME_TYPE_COMMAND && type != 4;
        boolean frames = type == FRAMES || kind == Kind.VIDEO && type == FRAMES_WITHOUT_OFFSET;
        return new TagBody(kind, command ? UNKNOWN : type, track, frames && !command && frameType == FRAME_TYPE_KEY);
    }
}
