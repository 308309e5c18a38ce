package dev.sluice.codec;

import java.util.Set;

/** A sequence parameter set of H.264 (7.3.2.1.1), behind its NAL unit header. */
final class AvcSps {
    /** Those that tell chroma format and bit depth. */
    private static final Set<Integer> HIGH_PROFILES =
            Set.of(44, 83, 86, 100, 110, 118, 122, 128, 134, 135, 138, 139, 244);

    private static final int MAX_CYCLE = 255;
    /** Wider than any, and small enough to multiply. */
    private static final int MAX_MACROBLOCKS = 1 << 16;

    private final BitReader in;
    /** Monochrome is 0, 4:2:0 is 1, 4:2:2 is 2, 4:4:4 is 3; planes coded on their own count as monochrome. */
    private int chromaArrayType = 1;

    private AvcSps(BitReader in) {
        this.in = in;
    }

    static VideoDescription describe(VideoDescription video, BitReader in) {
        return new AvcSps(in).describe(video);
    }

    private VideoDescription describe(VideoDescription video) {
        int profile = in.bits(8);
        in.skip(8 + 8);
        in.unsignedGolomb(); // seq_parameter_set_id
        if (HIGH_PROFILES.contains(profile)) {
            readChroma();
        }
        in.unsignedGolomb(); // log2_max_frame_num_minus4
        skipOrderCount();
        in.unsignedGolomb(); // max_num_ref_frames
        in.skip(1); // gaps_in_frame_num_value_allowed_flag
        return readPicture(video);
    }

    private void readChroma() {
        long chromaFormat = in.unsignedGolomb();
        boolean separatePlanes = chromaFormat == 3 && in.flag();
        chromaArrayType = separatePlanes || chromaFormat > 3 ? 0 : (int) chromaFormat;
        in.unsignedGolomb(); // bit_depth_luma_minus8
        in.unsignedGolomb(); // bit_depth_chroma_minus8
        in.skip(1); // qpprime_y_zero_transform_bypass_flag
        if (in.flag()) {
            for (int i = 0; i < (chromaFormat == 3 ? 12 : 8); i++) {
                if (in.flag()) {
                    skipScalingList(i < 6 ? 16 : 64);
                }
            }
        }
    }

    /** H.264, 7.3.2.1.1.1. */
    private void skipScalingList(int size) {
        long last = 8;
        long next = 8;
        for (int i = 0; i < size && next != 0; i++) {
            next = (last + in.signedGolomb()) & 0xff;
            last = next == 0 ? last : next;
        }
    }

    private void skipOrderCount() {
        long type = in.unsignedGolomb();
        if (type == 0) {
            in.unsignedGolomb(); // log2_max_pic_order_cnt_lsb_minus4
        } else if (type == 1) {
            in.skip(1);
            in.signedGolomb(); // offset_for_non_ref_pic
            in.signedGolomb(); // offset_for_top_to_bottom_field
            long cycle = in.unsignedGolomb();
            if (cycle > MAX_CYCLE) {
                in.fail();
                return;
            }
            for (int i = 0; i < cycle; i++) {
                in.signedGolomb();
            }
        }
    }

    private VideoDescription readPicture(VideoDescription video) {
        long columns = in.unsignedGolomb() + 1;
        long rows = in.unsignedGolomb() + 1;
        boolean framesOnly = in.flag();
        if (!framesOnly) {
            in.skip(1); // mb_adaptive_frame_field_flag
            rows *= 2; // counted in fields
        }
        in.skip(1); // direct_8x8_inference_flag
        int cropX = chromaArrayType == 1 || chromaArrayType == 2 ? 2 : 1;
        int cropY = (chromaArrayType == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
        boolean cropping = in.flag();
        long cropColumns = cropping ? (in.unsignedGolomb() + in.unsignedGolomb()) * cropX : 0;
        long cropRows = cropping ? (in.unsignedGolomb() + in.unsignedGolomb()) * cropY : 0;
        if (in.failed() || columns > MAX_MACROBLOCKS || rows > MAX_MACROBLOCKS) {
            return video;
        }
        return video.withPicture(columns * 16 - cropColumns, rows * 16 - cropRows)
                .withFrameRate(frameRate());
    }

    /** A tick is a field's time (H.264, E.2.1). */
    private double frameRate() {
        if (!in.flag()) {
            return 0;
        }
        Usability.skipDisplay(in);
        return Usability.tickRate(in) / 2;
    }
}
