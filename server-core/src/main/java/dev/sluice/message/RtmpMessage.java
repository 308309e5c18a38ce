package dev.sluice.message;

import java.nio.ByteBuffer;

/** A message that is not media. */
public sealed interface RtmpMessage {
    /** The message type id. */
    int type();

    /** A message that this server writes as well as reads. */
    sealed interface Encodable extends RtmpMessage
            permits Abort, Acknowledgement, Command, SetChunkSize, SetPeerBandwidth, UserControl, WindowAckSize {
        /** What follows the chunk header. A new array each time. */
        byte[] payload();
    }

    /**
     * A data message, not parsed; see {@link DataPeek}.
     *
     * @param payload valid as long as the buffer it was read from
     */
    record Data(int type, ByteBuffer payload) implements RtmpMessage {}

    /** A message of no interest here: shared objects, unknown types, commands that carry nothing readable. */
    record Unknown(int type) implements RtmpMessage {}
}
