package dev.sluice.codec;

/**
 * Bits of a byte array, the highest of a byte first. Behind its end, or behind a code that cannot be, it reads zeros and
 * has {@link #failed}, for good; so a parser asks once, behind the last field that it believes.
 */
final class BitReader {
    /** Of an Exp-Golomb code: no field of a header is wider than 32 bits (H.264, 7.2). */
    private static final int MAX_LEADING_ZEROS = 31;

    private final byte[] bytes;
    private final int endBit;
    private int at;
    private boolean failed;

    BitReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** From the byte with one index to before that with the other; as much of them as there is. */
    BitReader(byte[] bytes, int from, int to) {
        int end = Math.max(0, Math.min(to, bytes.length));
        this.bytes = bytes;
        // A header is far below 2^28 bytes.
        this.endBit = Math.min(end, Integer.MAX_VALUE / 8) * 8;
        this.at = Math.max(0, Math.min(from, end)) * 8;
    }

    boolean failed() {
        return failed;
    }

    /** What was read before cannot be: all that follows is zeros. */
    void fail() {
        failed = true;
        at = endBit;
    }

    int bitsLeft() {
        return endBit - at;
    }

    int bytesLeft() {
        return bitsLeft() / 8;
    }

    boolean flag() {
        return bits(1) == 1;
    }

    /** @param count 0 to 31 */
    int bits(int count) {
        if (count > bitsLeft()) {
            fail();
            return 0;
        }
        int value = 0;
        for (int i = 0; i < count; i++, at++) {
            value = value << 1 | bytes[at >> 3] >> (7 - (at & 7)) & 1;
        }
        return value;
    }

    /** 32 bits, unsigned. */
    long word() {
        return (long) bits(16) << 16 | bits(16);
    }

    void skip(long count) {
        if (count < 0 || count > bitsLeft()) {
            fail();
        } else {
            at += (int) count;
        }
    }

    /** To the next byte, counted from where this began. */
    void align() {
        at = Math.min(endBit, (at + 7) / 8 * 8);
    }

    /** ue(v), an unsigned Exp-Golomb code (H.264, 9.1). */
    long unsignedGolomb() {
        int zeros = 0;
        while (!flag()) {
            if (failed || ++zeros > MAX_LEADING_ZEROS) {
                fail();
                return 0;
            }
        }
        long value = (1L << zeros) - 1 + bits(zeros);
        return failed ? 0 : value;
    }

    /** se(v), a signed Exp-Golomb code (H.264, 9.1.1). */
    long signedGolomb() {
        long code = unsignedGolomb();
        return (code & 1) == 1 ? (code + 1) / 2 : -code / 2;
    }

    /** The next bytes on their own, from the next whole byte on; none, and this has failed, when there are not so many. */
    BitReader take(long count) {
        align();
        int from = at / 8;
        skip(count * 8);
        return failed ? new BitReader(bytes, from, from) : new BitReader(bytes, from, from + (int) count);
    }

    /** What is left of a NAL unit, without the bytes that prevent start codes in it (H.264, 7.4.1; H.265, 7.4.2). */
    BitReader withoutEmulationPrevention() {
        byte[] plain = new byte[bytesLeft()];
        int length = 0;
        int zeros = 0;
        for (int i = endBit / 8 - plain.length; i < endBit / 8; i++) {
            byte next = bytes[i];
            if (zeros == 2 && next == 3) {
                zeros = 0;
            } else {
                zeros = next == 0 ? Math.min(zeros + 1, 2) : 0;
                plain[length++] = next;
            }
        }
        return new BitReader(plain, 0, length);
    }
}
