package dev.sluice.codec;

/** An AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
final class AvcConfig {
    private static final int NAL_SPS = 7;
    /** Of avc1's profiles, those before High; with them level 11 and constraint_set3_flag means 1b (H.264, A.3.1). */
    private static final int LAST_PROFILE_WITH_SET3_LEVEL = 88;

    private AvcConfig() {}

    static VideoDescription describe(VideoDescription codec, BitReader in) {
        if (in.bits(8) != 1) {
            return codec;
        }
        int profile = in.bits(8);
        int constraints = in.bits(8);
        int level = in.bits(8);
        if (in.failed()) {
            return codec;
        }
        VideoDescription video =
                codec.withProfile(profileName(profile, constraints), level(profile, constraints, level));
        in.skip(8 + 3);
        int count = in.bits(5);
        for (int i = 0; i < count && !in.failed(); i++) {
            BitReader nal = in.take(in.bits(16));
            if ((nal.bits(8) & 0x1f) == NAL_SPS) {
                return AvcSps.describe(video, nal.withoutEmulationPrevention());
            }
        }
        return video;
    }

    /** H.264, A.2 and annex G; {@code constraints} are constraint_set0_flag, the highest bit, to constraint_set5_flag. */
    private static String profileName(int profile, int constraints) {
        boolean set1 = (constraints & 0x40) != 0;
        boolean intra = (constraints & 0x10) != 0;
        boolean progressive = (constraints & 0x08) != 0;
        boolean noBFrames = (constraints & 0x04) != 0;
        return switch (profile) {
            case 44 -> "CAVLC 4:4:4 Intra";
            case 66 -> set1 ? "Constrained Baseline" : "Baseline";
            case 77 -> "Main";
            case 83 -> "Scalable Baseline";
            case 86 -> "Scalable High";
            case 88 -> "Extended";
            case 100 -> progressive ? noBFrames ? "Constrained High" : "Progressive High" : "High";
            case 110 -> intra ? "High 10 Intra" : "High 10";
            case 118 -> "Multiview High";
            case 122 -> intra ? "High 4:2:2 Intra" : "High 4:2:2";
            case 128 -> "Stereo High";
            case 244 -> intra ? "High 4:4:4 Intra" : "High 4:4:4 Predictive";
            default -> "";
        };
    }

    private static String level(int profile, int constraints, int level) {
        boolean set3 = (constraints & 0x10) != 0;
        if (level == 9 || level == 11 && set3 && profile <= LAST_PROFILE_WITH_SET3_LEVEL) {
            return "1b";
        }
        return level < 10 || level > 62 ? "" : level / 10 + "." + level % 10;
    }
}
