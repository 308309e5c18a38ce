package dev.sluice.testkit;

import dev.sluice.api.MediaMessage;
import java.util.HexFormat;

/** A message of a stream. Two are equal when they are the same object. */
public record TestMedia(Kind kind, long timestamp, byte[] payload, boolean keyframe, boolean header)
        implements MediaMessage {

    /** An AVC sequence header of 640x360, baseline. */
    public static TestMedia avcHeader(long timestamp) {
        return new TestMedia(
                Kind.VIDEO,
                timestamp,
                hex("17000000000142c01effe1001767 42c01eda0280bfe5c04400000300040000030 0f03c58ba8001000468ce3c80"),
                false,
                true);
    }

    /** An AVC keyframe with that many bytes of a body that no decoder will like. */
    public static TestMedia keyframe(long timestamp, int size) {
        return new TestMedia(Kind.VIDEO, timestamp, filled("1701000000", size), true, false);
    }

    /** An AVC frame that needs the ones before it. */
    public static TestMedia interFrame(long timestamp, int size) {
        return new TestMedia(Kind.VIDEO, timestamp, filled("2701000000", size), false, false);
    }

    /** An AAC sequence header: LC, 44.1 kHz, stereo. */
    public static TestMedia aacHeader(long timestamp) {
        return new TestMedia(Kind.AUDIO, timestamp, hex("af001210"), false, true);
    }

    /** An AAC frame. */
    public static TestMedia aac(long timestamp, int size) {
        return new TestMedia(Kind.AUDIO, timestamp, filled("af01", size), false, false);
    }

    /** Any message, its payload in hexadecimal digits. */
    public static TestMedia of(Kind kind, long timestamp, String payload, boolean keyframe, boolean header) {
        return new TestMedia(kind, timestamp, hex(payload), keyframe, header);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static byte[] filled(String header, int size) {
        byte[] head = hex(header);
        byte[] payload = new byte[head.length + size];
        System.arraycopy(head, 0, payload, 0, head.length);
        for (int i = head.length; i < payload.length; i++) {
            payload[i] = (byte) (i * 31 + size);
        }
        return payload;
    }
}
