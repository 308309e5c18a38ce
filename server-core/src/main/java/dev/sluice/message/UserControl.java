package dev.sluice.message;

import java.nio.ByteBuffer;

/**
 * RTMP 1.0, 7.1.7.
 *
 * @param event one of the constants, or an event unknown here
 * @param value message stream id, or for pings the sender's time; 0 for an unknown event
 * @param bufferMillis of {@link #SET_BUFFER_LENGTH} only, an unsigned 32-bit number
 */
public record UserControl(int event, int value, int bufferMillis) implements RtmpMessage.Encodable {
    public static final int STREAM_BEGIN = 0;
    public static final int STREAM_EOF = 1;
    public static final int STREAM_DRY = 2;
    public static final int SET_BUFFER_LENGTH = 3;
    public static final int STREAM_IS_RECORDED = 4;
    public static final int PING_REQUEST = 6;
    public static final int PING_RESPONSE = 7;

    public static UserControl streamBegin(int messageStreamId) {
        return new UserControl(STREAM_BEGIN, messageStreamId, 0);
    }

    public static UserControl streamEof(int messageStreamId) {
        return new UserControl(STREAM_EOF, messageStreamId, 0);
    }

    public static UserControl streamDry(int messageStreamId) {
        return new UserControl(STREAM_DRY, messageStreamId, 0);
    }

    public static UserControl setBufferLength(int messageStreamId, int bufferMillis) {
        return new UserControl(SET_BUFFER_LENGTH, messageStreamId, bufferMillis);
    }

    public static UserControl streamIsRecorded(int messageStreamId) {
        return new UserControl(STREAM_IS_RECORDED, messageStreamId, 0);
    }

    public static UserControl pingRequest(int timeMillis) {
        return new UserControl(PING_REQUEST, timeMillis, 0);
    }

    public static UserControl pingResponse(int timeMillis) {
        return new UserControl(PING_RESPONSE, timeMillis, 0);
    }

    @Override
    public int type() {
        return MessageType.USER_CONTROL;
    }

    @Override
    public byte[] payload() {
        boolean hasBuffer = event == SET_BUFFER_LENGTH;
        ByteBuffer out = ByteBuffer.allocate(hasBuffer ? 10 : 6).putShort((short) event);
        out.putInt(value);
        return hasBuffer ? out.putInt(bufferMillis).array() : out.array();
    }
}
