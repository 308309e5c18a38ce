package dev.sluice.wire;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Messages to chunks (RTMP 1.0, 5.3.1): always a full header, then fmt 3. */
public final class Chunks {
    private Chunks() {}

    /** @param timestamp its low 32 bits are used */
    public static byte[] encode(int chunkSize, int csid, int type, int msid, long timestamp, byte[] payload) {
        var out = new ByteArrayOutputStream();
        int ts = (int) timestamp;
        boolean extended = Integer.compareUnsigned(ts, 0xFFFFFF) >= 0;
        out.writeBytes(basicHeader(0, csid));
        out.writeBytes(medium(extended ? 0xFFFFFF : ts));
        out.writeBytes(medium(payload.length));
        out.write(type);
        out.writeBytes(number(Integer.reverseBytes(msid)));
        int at = 0;
        do {
            if (at > 0) {
                out.writeBytes(basicHeader(3, csid));
            }
            if (extended) {
                out.writeBytes(number(ts));
            }
            int size = Math.min(chunkSize, payload.length - at);
            out.write(payload, at, size);
            at += size;
        } while (at < payload.length);
        return out.toByteArray();
    }

    private static byte[] basicHeader(int fmt, int csid) {
        int high = fmt << 6;
        if (csid < 64) {
            return new byte[] {(byte) (high | csid)};
        }
        if (csid < 320) {
            return new byte[] {(byte) high, (byte) (csid - 64)};
        }
        return new byte[] {(byte) (high | 1), (byte) (csid - 64), (byte) (csid - 64 >> 8)};
    }

    private static byte[] medium(int value) {
        return new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    /** Four bytes in network order. */
    public static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    public static byte[] concat(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Bytes from hexadecimal digits; blanks and bars between them are for the reader. */
    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("[ |]", ""));
    }
}
