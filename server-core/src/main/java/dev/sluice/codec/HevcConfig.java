package dev.sluice.codec;

/** An HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3.1). */
final class HevcConfig {
    private static final int NAL_SPS = 33;
    private static final int RANGE_EXTENSIONS = 4;
    /** avgFrameRate counts pictures in 256 seconds. */
    private static final double RATE_UNIT_SECONDS = 256;

    private HevcConfig() {}

    static VideoDescription describe(VideoDescription codec, BitReader in) {
        if (in.bits(8) != 1) {
            return codec;
        }
        in.skip(2); // general_profile_space
        boolean highTier = in.flag();
        int profile = in.bits(5);
        in.skip(32); // general_profile_compatibility_flags
        int constraints = in.bits(16);
        in.skip(32);
        int level = in.bits(8);
        in.skip(16 + 8 + 8 + 8 + 8); // min_spatial_segmentation, parallelism, chroma format, bit depths
        double frameRate = in.bits(16) / RATE_UNIT_SECONDS;
        in.skip(8); // constantFrameRate, numTemporalLayers, temporalIdNested, lengthSizeMinusOne
        if (in.failed()) {
            return codec;
        }
        VideoDescription video = codec.withProfile(profileName(profile, constraints), level(level, highTier))
                .withFrameRate(frameRate);
        int arrays = in.bits(8);
        for (int i = 0; i < arrays && !in.failed(); i++) {
            in.skip(8); // NAL_unit_type is in each of them, too
            int count = in.bits(16);
            for (int j = 0; j < count && !in.failed(); j++) {
                BitReader nal = in.take(in.bits(16));
                if ((nal.bits(16) >>> 9 & 0x3f) == NAL_SPS) {
                    return HevcSps.describe(video, nal.withoutEmulationPrevention());
                }
            }
        }
        return video;
    }

    /** H.265, A.3 and annexes F to I. */
    private static String profileName(int profile, int constraints) {
        return switch (profile) {
            case 1 -> "Main";
            case 2 -> "Main 10";
            case 3 -> "Main Still Picture";
            case RANGE_EXTENSIONS -> rangeExtension(constraints);
            case 5 -> "High Throughput";
            case 6 -> "Multiview Main";
            case 7 -> "Scalable Main";
            case 8 -> "3D Main";
            case 9 -> "Screen-Extended Main";
            case 10 -> "Scalable Range Extensions";
            case 11 -> "High Throughput Screen-Extended";
            default -> "";
        };
    }

    /**
     * Table A.2 of H.265: which chroma formats and bit depths a stream keeps to makes the profile. Of the constraints,
     * behind the four source flags from the top, come: at most 12, 10, 8 bit, 4:2:2, 4:2:0, monochrome, intra, one picture.
     */
    private static String rangeExtension(int constraints) {
        boolean max12Bit = (constraints & 0x800) != 0;
        boolean max10Bit = (constraints & 0x400) != 0;
        boolean max8Bit = (constraints & 0x200) != 0;
        boolean max422 = (constraints & 0x100) != 0;
        boolean max420 = (constraints & 0x80) != 0;
        boolean monochrome = (constraints & 0x40) != 0;
        boolean intra = (constraints & 0x20) != 0;
        String chroma = monochrome ? "Monochrome" : max420 ? "Main" : max422 ? "Main 4:2:2" : "Main 4:4:4";
        String depth = max8Bit ? "" : max10Bit ? " 10" : max12Bit ? " 12" : " 16";
        return chroma + depth + (intra ? " Intra" : "");
    }

    /** general_level_idc is thirty times the level. */
    private static String level(int level, boolean highTier) {
        return level < 30 ? "" : level / 30 + "." + level % 30 / 3 + (highTier ? " High tier" : "");
    }
}
