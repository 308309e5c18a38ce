package dev.sluice.wire;

import java.util.Arrays;

/** An audio, video or data message as a publisher sends it on message stream 1. */
public record Frame(int type, long timestamp, byte[] payload) {
    private static final byte[] SET_DATA_FRAME = Amf.encode("@setDataFrame");

    /** ffmpeg's chunk streams: 4 for audio and data, 6 for video. */
    int csid() {
        return type == MessageType.VIDEO ? 6 : 4;
    }

    /** What a player is to receive: the same bytes, but for the leading "@setDataFrame". */
    public byte[] relayedPayload() {
        int prefix = SET_DATA_FRAME.length;
        boolean stripped = type == MessageType.DATA
                && payload.length > prefix
                && Arrays.equals(payload, 0, prefix, SET_DATA_FRAME, 0, prefix);
        return stripped ? Arrays.copyOfRange(payload, prefix, payload.length) : payload;
    }
}
