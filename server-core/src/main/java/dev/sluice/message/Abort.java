package dev.sluice.message;

import java.nio.ByteBuffer;

/** RTMP 1.0, 5.4.2. */
public record Abort(int chunkStreamId) implements RtmpMessage.Encodable {
    @Override
    public int type() {
        return MessageType.ABORT;
    }

    @Override
    public byte[] payload() {
        return ByteBuffer.allocate(4).putInt(chunkStreamId).array();
    }
}
