package dev.sluice.wire;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * One message as it came from the server.
 *
 * @param fmt of its first chunk
 * @param timestamp absolute, 0..2^32-1 milliseconds
 */
public record WireMessage(int csid, int fmt, int type, int msid, long timestamp, byte[] payload) {

    public boolean isMedia() {
        return type == MessageType.AUDIO || type == MessageType.VIDEO;
    }

    public boolean isCommand() {
        return type == MessageType.COMMAND || type == MessageType.COMMAND_AMF3;
    }

    /** The AMF0 values of a command or data message. */
    public List<Object> values() {
        return Amf.decode(payload);
    }

    /** The first value of a command or data message. */
    public String name() {
        return (String) values().get(0);
    }

    /** The information object of onStatus, _result or _error: its fourth value. */
    public Map<?, ?> info() {
        return (Map<?, ?>) values().get(3);
    }

    /** The code in the information object. */
    public String code() {
        return (String) info().get("code");
    }

    /** The event type of a user control message (RTMP 1.0, 7.1.7). */
    public int event() {
        return ByteBuffer.wrap(payload).getShort();
    }

    /** The 32-bit number at the given place of a control message's payload. */
    public long number(int offset) {
        return Integer.toUnsignedLong(ByteBuffer.wrap(payload).getInt(offset));
    }

    public String hex() {
        return HexFormat.of().formatHex(payload);
    }

    @Override
    public String toString() {
        String content = isCommand() || type == MessageType.DATA
                ? values().toString()
                : HexFormat.of().formatHex(payload, 0, Math.min(24, payload.length));
        return "type %d csid %d fmt %d msid %d ts %d, %d bytes: %s"
                .formatted(type, csid, fmt, msid, timestamp, payload.length, content);
    }
}
