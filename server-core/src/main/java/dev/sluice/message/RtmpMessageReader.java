package dev.sluice.message;

import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;

/** Decodes the messages that are not media. */
public final class RtmpMessageReader {
    private RtmpMessageReader() {}

    /**
     * @param payload position to limit, big endian; its position is not moved
     * @return {@link RtmpMessage.Unknown} for media, shared objects and types of no meaning here
     * @throws ProtocolException {@link Reason#BAD_CONTROL_MESSAGE}, {@link Reason#BAD_AMF} or {@link Reason#BAD_COMMAND}
     */
    public static RtmpMessage decode(int type, ByteBuffer payload) {
        return switch (type) {
            case MessageType.SET_CHUNK_SIZE -> new SetChunkSize(first(type, payload));
            case MessageType.ABORT -> new Abort(first(type, payload));
            case MessageType.ACKNOWLEDGEMENT -> new Acknowledgement(first(type, payload));
            case MessageType.USER_CONTROL -> userControl(payload);
            case MessageType.WINDOW_ACK_SIZE -> new WindowAckSize(clamped(first(type, payload)));
            case MessageType.SET_PEER_BANDWIDTH -> setPeerBandwidth(payload);
            case MessageType.COMMAND_AMF0, MessageType.COMMAND_AMF3 -> CommandReader.decode(type, payload);
            case MessageType.DATA_AMF0, MessageType.DATA_AMF3 -> new RtmpMessage.Data(type, payload.slice());
            default -> new RtmpMessage.Unknown(type);
        };
    }

    private static RtmpMessage setPeerBandwidth(ByteBuffer payload) {
        need(MessageType.SET_PEER_BANDWIDTH, payload, 5);
        int start = payload.position();
        return new SetPeerBandwidth(clamped(payload.getInt(start)), payload.get(start + 4) & 0xff);
    }

    private static RtmpMessage userControl(ByteBuffer payload) {
        need(MessageType.USER_CONTROL, payload, 2);
        int start = payload.position();
        int event = payload.getShort(start) & 0xffff;
        int bytes = switch (event) {
            case UserControl.STREAM_BEGIN,
                    UserControl.STREAM_EOF,
                    UserControl.STREAM_DRY,
                    UserControl.STREAM_IS_RECORDED,
                    UserControl.PING_REQUEST,
                    UserControl.PING_RESPONSE -> 6;
            case UserControl.SET_BUFFER_LENGTH -> 10;
            default -> 2;
        };
        need(MessageType.USER_CONTROL, payload, bytes);
        int value = bytes >= 6 ? payload.getInt(start + 2) : 0;
        int bufferMillis = bytes >= 10 ? payload.getInt(start + 6) : 0;
        return new UserControl(event, value, bufferMillis);
    }

    private static int first(int type, ByteBuffer payload) {
        need(type, payload, 4);
        return payload.getInt(payload.position());
    }

    private static int clamped(int unsigned) {
        return unsigned < 0 ? Integer.MAX_VALUE : unsigned;
    }

    private static void need(int type, ByteBuffer payload, int bytes) {
        if (payload.remaining() < bytes) {
            throw new ProtocolException(
                    Reason.BAD_CONTROL_MESSAGE, "message of type " + type + " has " + payload.remaining() + " bytes");
        }
    }
}
