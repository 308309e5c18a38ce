package dev.sluice.chunk;

import java.nio.ByteBuffer;

/** Takes whole messages, in the order in which their last byte came. */
@FunctionalInterface
public interface MessageSink {
    /**
     * @param type message type id
     * @param messageStreamId as sent, little endian on the wire
     * @param timestamp absolute milliseconds, an unsigned 32-bit number that wraps
     * @param payload position to limit, valid during the call only; what happens to its position does not matter
     * @return false to stop reading after this message
     */
    boolean onMessage(int type, int messageStreamId, int timestamp, ByteBuffer payload);
}
