package dev.sluice.wire;

import java.util.Arrays;
import java.util.HexFormat;

/** Compares byte arrays and says where they differ instead of printing both. */
public final class Bytes {
    private static final int SHOWN = 16;

    private Bytes() {}

    public static void assertEqual(byte[] actual, byte[] expected, String what) {
        int at = Arrays.mismatch(actual, expected);
        if (at >= 0) {
            throw new AssertionError("%s: %d bytes instead of %d, different from byte %d on: %s instead of %s"
                    .formatted(what, actual.length, expected.length, at, show(actual, at), show(expected, at)));
        }
    }

    private static String show(byte[] bytes, int from) {
        return HexFormat.of().formatHex(bytes, Math.min(from, bytes.length), Math.min(from + SHOWN, bytes.length));
    }
}
