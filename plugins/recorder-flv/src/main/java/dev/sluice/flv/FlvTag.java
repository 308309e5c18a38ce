package dev.sluice.flv;

import dev.sluice.api.MediaMessage.Kind;
import java.nio.ByteBuffer;

/** How a tag lies in a file (FLV 10.1, E.4.1): header, body, and a pointer back to the header. */
final class FlvTag {
    static final int HEADER_BYTES = 11;
    static final int BACK_POINTER_BYTES = 4;
    static final int OVERHEAD_BYTES = HEADER_BYTES + BACK_POINTER_BYTES;
    static final int MAX_BODY_BYTES = 0xFFFFFF;

    private FlvTag() {}

    /** @param time in milliseconds, from 0 */
    static void putHeader(ByteBuffer out, Kind kind, int time, int bodyBytes) {
        out.putInt(kind.type() << 24 | bodyBytes);
        out.putInt(time << 8 | time >>> 24);
        out.put((byte) 0).put((byte) 0).put((byte) 0);
    }

    static void putBackPointer(ByteBuffer out, int bodyBytes) {
        out.putInt(HEADER_BYTES + bodyBytes);
    }
}
