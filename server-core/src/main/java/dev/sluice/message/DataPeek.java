package dev.sluice.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a data message (types 18 and 15) is about, without parsing its values.
 *
 * @param name the handler's name, behind {@code @setDataFrame} or {@code @clearDataFrame} if there is one; empty when
 *     there is none or it is longer than any known
 * @param relayOffset where, from the payload's position, the AMF0 values begin that are relayed as type 18: without the
 *     format selector of type 15 and without {@code @setDataFrame}
 */
public record DataPeek(Action action, String name, int relayOffset) {
    private static final String SET_DATA_FRAME = "@setDataFrame";
    private static final String CLEAR_DATA_FRAME = "@clearDataFrame";
    private static final String ON_METADATA = "onMetaData";
    private static final int STRING_MARKER = 0x02;
    private static final int STRING_HEADER_BYTES = 3;
    private static final int MAX_NAME_BYTES = 128;

    /** What the publisher asks to do with it. */
    public enum Action {
        RELAY,
        SET,
        CLEAR
    }

    /** @param payload position to limit; its position is not moved */
    public static DataPeek of(int type, ByteBuffer payload) {
        int offset = FormatSelector.length(type, payload);
        String first = string(payload, offset);
        int second = first.isEmpty() ? offset : offset + STRING_HEADER_BYTES + stringBytes(payload, offset);
        return switch (first) {
            case SET_DATA_FRAME -> new DataPeek(Action.SET, string(payload, second), second);
            case CLEAR_DATA_FRAME -> new DataPeek(Action.CLEAR, string(payload, second), offset);
            default -> new DataPeek(Action.RELAY, first, offset);
        };
    }

    /** Whether this is the stream's description, to be kept for those who join later. */
    public boolean setsMetadata() {
        return action != Action.CLEAR && name.equals(ON_METADATA);
    }

    public boolean clearsMetadata() {
        return action == Action.CLEAR && name.equals(ON_METADATA);
    }

    private static String string(ByteBuffer payload, int offset) {
        int length = stringBytes(payload, offset);
        if (length <= 0 || length > MAX_NAME_BYTES) {
            return "";
        }
        byte[] bytes = new byte[length];
        payload.get(payload.position() + offset + STRING_HEADER_BYTES, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** @return -1 when there is no whole string */
    private static int stringBytes(ByteBuffer payload, int offset) {
        int start = payload.position() + offset;
        int available = payload.remaining() - offset - STRING_HEADER_BYTES;
        if (available < 0 || payload.get(start) != STRING_MARKER) {
            return -1;
        }
        int length = payload.getShort(start + 1) & 0xffff;
        return length <= available ? length : -1;
    }
}
