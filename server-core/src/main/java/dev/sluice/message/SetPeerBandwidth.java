package dev.sluice.message;

import java.nio.ByteBuffer;

/**
 * RTMP 1.0, 5.4.5.
 *
 * @param windowBytes never negative when it was read: a larger value counts as the largest
 * @param limitType {@link #HARD}, {@link #SOFT}, {@link #DYNAMIC}, or whatever the peer made up
 */
public record SetPeerBandwidth(int windowBytes, int limitType) implements RtmpMessage.Encodable {
    public static final int HARD = 0;
    public static final int SOFT = 1;
    public static final int DYNAMIC = 2;

    @Override
    public int type() {
        return MessageType.SET_PEER_BANDWIDTH;
    }

    @Override
    public byte[] payload() {
        return ByteBuffer.allocate(5).putInt(windowBytes).put((byte) limitType).array();
    }
}
