package dev.sluice.codec;

import java.io.ByteArrayOutputStream;

/** Writes what {@link BitReader} reads. */
final class BitWriter {
    private final StringBuilder digits = new StringBuilder();

    BitWriter bits(int count, long value) {
        for (int i = count - 1; i >= 0; i--) {
            digits.append(value >>> i & 1);
        }
        return this;
    }

    BitWriter flag(boolean value) {
        return bits(1, value ? 1 : 0);
    }

    BitWriter unsignedGolomb(long... values) {
        for (long value : values) {
            int length = 64 - Long.numberOfLeadingZeros(value + 1);
            bits(length - 1, 0).bits(length, value + 1);
        }
        return this;
    }

    BitWriter signedGolomb(long... values) {
        for (long value : values) {
            unsignedGolomb(value > 0 ? 2 * value - 1 : -2 * value);
        }
        return this;
    }

    BitWriter bytes(byte... bytes) {
        for (byte value : bytes) {
            bits(8, value);
        }
        return this;
    }

    /** Filled up to a whole byte, as a NAL unit ends (H.264, 7.3.2.11). */
    byte[] withStopBit() {
        return new BitWriter().append(this).bits(1, 1).toBytes();
    }

    byte[] toBytes() {
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < digits.length(); i += 8) {
            String octet = digits.substring(i, Math.min(i + 8, digits.length()));
            out.write(Integer.parseInt((octet + "0000000").substring(0, 8), 2));
        }
        return out.toByteArray();
    }

    /** With the bytes that prevent start codes (H.264, 7.4.1). */
    static byte[] escape(byte[] plain) {
        var out = new ByteArrayOutputStream();
        int zeros = 0;
        for (byte next : plain) {
            if (zeros == 2 && (next & 0xfc) == 0) {
                out.write(3);
                zeros = 0;
            }
            out.write(next);
            zeros = next == 0 ? zeros + 1 : 0;
        }
        return out.toByteArray();
    }

    private BitWriter append(BitWriter other) {
        digits.append(other.digits);
        return this;
    }
}
