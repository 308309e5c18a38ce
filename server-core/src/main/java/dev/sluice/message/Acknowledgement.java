package dev.sluice.message;

import java.nio.ByteBuffer;

/**
 * RTMP 1.0, 5.4.3.
 *
 * @param sequenceNumber bytes received so far, an unsigned 32-bit number that wraps
 */
public record Acknowledgement(int sequenceNumber) implements RtmpMessage.Encodable {
    @Override
    public int type() {
        return MessageType.ACKNOWLEDGEMENT;
    }

    @Override
    public byte[] payload() {
        return ByteBuffer.allocate(4).putInt(sequenceNumber).array();
    }
}
