package dev.sluice.message;

import java.nio.ByteBuffer;

/**
 * RTMP 1.0, 5.4.1.
 *
 * @param chunkSize as sent; the chunk reader judges it
 */
public record SetChunkSize(int chunkSize) implements RtmpMessage.Encodable {
    @Override
    public int type() {
        return MessageType.SET_CHUNK_SIZE;
    }

    @Override
    public byte[] payload() {
        return ByteBuffer.allocate(4).putInt(chunkSize).array();
    }
}
