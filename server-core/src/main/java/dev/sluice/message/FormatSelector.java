package dev.sluice.message;

import java.nio.ByteBuffer;

/** The byte that types 15 and 17 carry before their AMF0 values, and that some senders leave out. */
final class FormatSelector {
    private static final int LAST_MARKER = 0x11;

    private FormatSelector() {}

    /** @return 1 when the payload begins with a selector, else 0 */
    static int length(int type, ByteBuffer payload) {
        boolean amf3Type = type == MessageType.COMMAND_AMF3 || type == MessageType.DATA_AMF3;
        if (!amf3Type || payload.remaining() < 2) {
            return 0;
        }
        int start = payload.position();
        return payload.get(start) == 0 && (payload.get(start + 1) & 0xff) <= LAST_MARKER ? 1 : 0;
    }
}
