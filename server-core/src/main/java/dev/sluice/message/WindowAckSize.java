package dev.sluice.message;

import java.nio.ByteBuffer;

/**
 * RTMP 1.0, 5.4.4.
 *
 * @param windowBytes never negative when it was read: a larger value counts as the largest
 */
public record WindowAckSize(int windowBytes) implements RtmpMessage.Encodable {
    @Override
    public int type() {
        return MessageType.WINDOW_ACK_SIZE;
    }

    @Override
    public byte[] payload() {
        return ByteBuffer.allocate(4).putInt(windowBytes).array();
    }
}
