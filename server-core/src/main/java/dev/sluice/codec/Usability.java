package dev.sluice.codec;

/** The first part of video usability information, which H.264 (E.1.1) and H.265 (E.2.1) have in common. */
final class Usability {
    private static final int EXTENDED_ASPECT_RATIO = 255;

    private Usability() {}

    /** How the picture is to be shown: aspect ratio, overscan, colours, where the chroma samples lie. */
    static void skipDisplay(BitReader in) {
        if (in.flag() && in.bits(8) == EXTENDED_ASPECT_RATIO) {
            in.skip(16 + 16);
        }
        if (in.flag()) {
            in.skip(1); // overscan_appropriate_flag
        }
        if (in.flag()) {
            in.skip(3 + 1); // video_format, video_full_range_flag
            if (in.flag()) {
                in.skip(8 + 8 + 8); // colours, transfer, matrix
            }
        }
        if (in.flag()) {
            in.unsignedGolomb(); // chroma_sample_loc_type_top_field
            in.unsignedGolomb(); // chroma_sample_loc_type_bottom_field
        }
    }

    /** Ticks a second; 0 when it is not told. */
    static double tickRate(BitReader in) {
        if (!in.flag()) {
            return 0;
        }
        long unitsInTick = in.word();
        long timeScale = in.word();
        return in.failed() || unitsInTick == 0 ? 0 : (double) timeScale / unitsInTick;
    }
}
