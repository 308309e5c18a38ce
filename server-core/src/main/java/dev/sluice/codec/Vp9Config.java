package dev.sluice.codec;

/** A VPCodecConfigurationRecord ("VP Codec ISO Media File Format Binding"), behind its box's version and flags. */
final class Vp9Config {
    private static final int VERSION_AND_FLAGS = 0x0100_0000;
    private static final int MAX_PROFILE = 3;
    private static final int MIN_LEVEL = 10;
    private static final int MAX_LEVEL = 62;

    private Vp9Config() {}

    static VideoDescription describe(VideoDescription codec, BitReader in) {
        long versionAndFlags = in.word();
        int profile = in.bits(8);
        int level = in.bits(8);
        if (in.failed() || versionAndFlags != VERSION_AND_FLAGS || profile > MAX_PROFILE) {
            return codec;
        }
        boolean levelled = level >= MIN_LEVEL && level <= MAX_LEVEL;
        return codec.withProfile("Profile " + profile, levelled ? level / 10 + "." + level % 10 : "");
    }
}
