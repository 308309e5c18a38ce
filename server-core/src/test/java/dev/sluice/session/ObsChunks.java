package dev.sluice.session;

import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.MessageType;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Chunks as OBS writes them: metadata, audio and video all on chunk stream 4; a full header at timestamp 0 and for
 * data, deltas else, with the shortest header that says what changed.
 */
final class ObsChunks {
    private static final int CHUNK_SIZE = 4096;
    private static final int CSID = 4;

    private int lastType = -1;
    private int lastLength = -1;
    private long lastTimestamp;
    private long lastField = -1;

    byte[] encode(Frame frame) {
        var out = new ByteArrayOutputStream();
        int length = frame.payload().length;
        boolean full = frame.type() == MessageType.DATA || frame.timestamp() == 0;
        long field = full ? frame.timestamp() : frame.timestamp() - lastTimestamp;
        boolean sameKind = frame.type() == lastType && length == lastLength;
        if (full) {
            out.writeBytes(Chunks.hex("04 %06x %06x %02x 01000000".formatted(field, length, frame.type())));
        } else if (!sameKind) {
            out.writeBytes(Chunks.hex("44 %06x %06x %02x".formatted(field, length, frame.type())));
        } else if (field != lastField) {
            out.writeBytes(Chunks.hex("84 %06x".formatted(field)));
        } else {
            out.write(0xC0 | CSID);
        }
        lastType = frame.type();
        lastLength = length;
        lastTimestamp = frame.timestamp();
        lastField = field;
        writePayload(out, frame.payload());
        return out.toByteArray();
    }

    private static void writePayload(ByteArrayOutputStream out, byte[] payload) {
        for (int at = 0; at < payload.length; at += CHUNK_SIZE) {
            if (at > 0) {
                out.write(0xC0 | CSID);
            }
            out.writeBytes(Arrays.copyOfRange(payload, at, Math.min(at + CHUNK_SIZE, payload.length)));
        }
    }
}
