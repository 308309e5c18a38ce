package dev.sluice.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** The parts of the simple handshake (RTMP 1.0, 5.2). */
public final class Handshake {
    public static final int SIZE = 1536;
    public static final byte[] C0 = {3};

    private Handshake() {}

    /** Time 0, zero version, then bytes without a pattern that a server could produce by chance. */
    public static byte[] c1() {
        byte[] c1 = new byte[SIZE];
        for (int i = 8; i < SIZE; i++) {
            c1[i] = (byte) (i * 31 ^ i >> 3);
        }
        return c1;
    }

    /** What the server writes: S0, S1 and S2. */
    public record Answer(int s0, byte[] s1, byte[] s2) {

        /** What every client in the field accepts: version 3, S1 with a zero version, S2 the unchanged C1. */
        public void check(byte[] c1) {
            assertThat(s0).as("S0").isEqualTo(3);
            assertThat(Arrays.copyOfRange(s1, 4, 8)).as("S1 4..7").containsOnly(0);
            assertThat(Arrays.equals(s1, c1)).as("S1 is C1 sent back").isFalse();
            Bytes.assertEqual(s2, c1, "S2 compared with C1");
        }
    }
}
