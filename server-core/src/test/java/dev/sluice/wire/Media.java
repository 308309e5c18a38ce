package dev.sluice.wire;

import java.util.Map;

/**
 * Builders of H.264 and AAC messages in FLV form. Frames carry a source (which publisher) and a sequence number, then
 * bytes that follow from both; decoders would refuse them, a relay has no reason to look.
 */
public final class Media {
    private Media() {}

    public static Frame metadata(long timestamp, Map<String, Object> entries) {
        var array = new Amf.EcmaArray(entries.size(), entries);
        return new Frame(MessageType.DATA, timestamp, Amf.encode("@setDataFrame", "onMetaData", array));
    }

    /** @param version makes this header differ from others */
    public static Frame avcHeader(long timestamp, int version) {
        byte[] payload = Chunks.hex("17 00 000000 01 64001f ff e1 0004 67640000 01 0004 68ee3c80");
        payload[8] = (byte) version;
        return new Frame(MessageType.VIDEO, timestamp, payload);
    }

    public static Frame keyframe(long timestamp, int source, int sequence, int size) {
        return video("17 01 000000", timestamp, source, sequence, size);
    }

    public static Frame interFrame(long timestamp, int source, int sequence, int size) {
        return video("27 01 000000", timestamp, source, sequence, size);
    }

    public static Frame aacHeader(long timestamp) {
        return new Frame(MessageType.AUDIO, timestamp, Chunks.hex("af 00 1210"));
    }

    public static Frame aac(long timestamp, int source, int sequence, int size) {
        byte[] payload = Chunks.concat(Chunks.hex("af 01"), body(source, sequence, size));
        return new Frame(MessageType.AUDIO, timestamp, payload);
    }

    private static Frame video(String header, long timestamp, int source, int sequence, int size) {
        byte[] payload = Chunks.concat(Chunks.hex(header), body(source, sequence, size));
        return new Frame(MessageType.VIDEO, timestamp, payload);
    }

    private static byte[] body(int source, int sequence, int size) {
        byte[] filler = new byte[size];
        for (int i = 0; i < size; i++) {
            filler[i] = (byte) (source * 17 + sequence * 29 + i * 7 + (i >> 8));
        }
        return Chunks.concat(Chunks.number(source), Chunks.number(sequence), filler);
    }
}
