package dev.sluice.codec;

/** An AV1CodecConfigurationRecord ("AV1 Codec ISO Media File Format Binding", 2.3.3). */
final class Av1Config {
    /** The marker bit and version 1. */
    private static final int MARKER_AND_VERSION = 0x81;

    private static final int OBU_SEQUENCE_HEADER = 1;
    private static final int MAX_LEB128_BYTES = 8;
    /** 7.3; beyond it levels are reserved, but for 31, which has no bounds. */
    private static final int LAST_LEVEL = 23;

    private static final String[] PROFILES = {"Main", "High", "Professional", "", "", "", "", ""};

    private Av1Config() {}

    static VideoDescription describe(VideoDescription codec, BitReader in) {
        if (in.bits(8) != MARKER_AND_VERSION) {
            return codec;
        }
        int profile = in.bits(3);
        int level = in.bits(5);
        boolean highTier = in.flag();
        in.skip(7 + 8); // colours, initial_presentation_delay
        if (in.failed()) {
            return codec;
        }
        VideoDescription video = codec.withProfile(PROFILES[profile], level(level, highTier));
        while (in.bytesLeft() > 0) {
            in.skip(1);
            int type = in.bits(4);
            boolean extended = in.flag();
            boolean sized = in.flag();
            in.skip(extended ? 1 + 8 : 1);
            BitReader unit = in.take(sized ? leb128(in) : in.bytesLeft());
            if (type == OBU_SEQUENCE_HEADER) {
                return Av1SequenceHeader.describe(video, unit);
            }
        }
        return video;
    }

    /** AV1, 4.10.5. */
    private static long leb128(BitReader in) {
        long value = 0;
        for (int i = 0; i < MAX_LEB128_BYTES; i++) {
            boolean more = in.flag();
            value |= (long) in.bits(7) << 7 * i;
            if (!more) {
                return value;
            }
        }
        in.fail();
        return 0;
    }

    /** AV1, A.3. */
    private static String level(int level, boolean highTier) {
        return level > LAST_LEVEL ? "" : 2 + level / 4 + "." + level % 4 + (highTier ? " High tier" : "");
    }
}
