package dev.sluice.message;

import dev.sluice.chunk.MessageSink;
import java.nio.ByteBuffer;

/** Splits aggregate messages (RTMP 1.0, 7.1.6), which are FLV tags in a row; players do not understand them whole. */
public final class AggregateReader {
    private static final int TAG_HEADER_BYTES = 11;
    private static final int BACK_POINTER_BYTES = 4;

    private AggregateReader() {}

    /**
     * Hands out the audio, video and data messages in it, up to the first that is truncated or an aggregate itself; the
     * rest is dropped, as are other messages: nothing in an aggregate controls the connection.
     *
     * @param messageStreamId of the aggregate, holds for all in it
     * @param timestamp of the aggregate, becomes the one of the first message in it
     * @param payload of the aggregate, big endian; handed out in windows
     * @return false when the sink said stop; what was behind is dropped
     */
    public static boolean split(int messageStreamId, int timestamp, ByteBuffer payload, MessageSink sink) {
        int end = payload.limit();
        int at = payload.position();
        int shift = 0;
        boolean first = true;
        boolean goOn = true;
        while (goOn && end - at >= TAG_HEADER_BYTES) {
            int type = payload.get(at) & 0x1f;
            int length = payload.getInt(at) & 0xffffff;
            int tagTime = payload.getInt(at + 4) >>> 8 | payload.get(at + 7) << 24;
            int bodyStart = at + TAG_HEADER_BYTES;
            if (length > end - bodyStart || type == MessageType.AGGREGATE) {
                break;
            }
            if (first) {
                shift = timestamp - tagTime;
                first = false;
            }
            if (type == MessageType.AUDIO || type == MessageType.VIDEO || type == MessageType.DATA_AMF0) {
                payload.limit(bodyStart + length).position(bodyStart);
                goOn = sink.onMessage(type, messageStreamId, tagTime + shift, payload);
                payload.limit(end);
            }
            at = Math.min(end, bodyStart + length + BACK_POINTER_BYTES);
        }
        payload.limit(end).position(end);
        return goOn;
    }
}
