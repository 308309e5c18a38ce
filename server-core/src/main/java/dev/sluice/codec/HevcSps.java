package dev.sluice.codec;

/** A sequence parameter set of H.265 (7.3.2.2.1), behind its NAL unit header. */
final class HevcSps {
    private static final int MAX_LONG_TERM_REFERENCES = 32;
    private static final int MAX_ORDER_COUNT_BITS = 16;

    private final BitReader in;

    private HevcSps(BitReader in) {
        this.in = in;
    }

    static VideoDescription describe(VideoDescription video, BitReader in) {
        return new HevcSps(in).describe(video);
    }

    private VideoDescription describe(VideoDescription video) {
        in.skip(4); // sps_video_parameter_set_id
        int subLayers = in.bits(3);
        in.skip(1); // sps_temporal_id_nesting_flag
        skipProfileTierLevel(subLayers);
        in.unsignedGolomb(); // sps_seq_parameter_set_id
        long chromaFormat = in.unsignedGolomb();
        if (chromaFormat == 3) {
            in.skip(1); // separate_colour_plane_flag
        }
        long width = in.unsignedGolomb();
        long height = in.unsignedGolomb();
        if (in.flag()) {
            width -= (in.unsignedGolomb() + in.unsignedGolomb()) * (chromaFormat == 1 || chromaFormat == 2 ? 2 : 1);
            height -= (in.unsignedGolomb() + in.unsignedGolomb()) * (chromaFormat == 1 ? 2 : 1);
        }
        if (in.failed()) {
            return video;
        }
        double rate = skipToUsability(subLayers) ? pictureRate() : 0;
        VideoDescription picture = video.withPicture(width, height);
        return rate == 0 ? picture : picture.withFrameRate(rate);
    }

    /** H.265, 7.3.3. */
    private void skipProfileTierLevel(int subLayers) {
        in.skip(88 + 8);
        int presence = in.bits(2 * subLayers);
        in.skip(subLayers > 0 ? 2 * (8 - subLayers) : 0);
        for (int i = subLayers - 1; i >= 0; i--) {
            in.skip((presence >>> 2 * i & 2) != 0 ? 88 : 0);
            in.skip((presence >>> 2 * i & 1) != 0 ? 8 : 0);
        }
    }

    /** Over all that stands behind the picture's size. */
    private boolean skipToUsability(int subLayers) {
        skip(2); // bit depths
        long orderCountBits = in.unsignedGolomb() + 4;
        skip(3 * (in.flag() ? subLayers + 1 : 1)); // sizes of picture buffers
        skip(6); // sizes of blocks
        if (in.flag() && in.flag()) {
            skipScalingLists();
        }
        in.skip(2); // amp_enabled_flag, sample_adaptive_offset_enabled_flag
        if (in.flag()) {
            in.skip(4 + 4); // pcm_sample_bit_depths
            skip(2);
            in.skip(1);
        }
        HevcReferenceSets.skip(in);
        skipLongTermReferences(orderCountBits);
        in.skip(2); // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
        return in.flag();
    }

    private void skip(int codes) {
        for (int i = 0; i < codes; i++) {
            in.unsignedGolomb();
        }
    }

    /** H.265, 7.3.4. */
    private void skipScalingLists() {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                if (in.flag()) {
                    skip((size > 1 ? 1 : 0) + Math.min(64, 1 << 4 + 2 * size));
                } else {
                    skip(1);
                }
            }
        }
    }

    private void skipLongTermReferences(long orderCountBits) {
        long count = in.flag() ? in.unsignedGolomb() : 0;
        if (count > MAX_LONG_TERM_REFERENCES || orderCountBits > MAX_ORDER_COUNT_BITS) {
            in.fail();
        } else {
            in.skip(count * (orderCountBits + 1));
        }
    }

    /** Pictures a second (H.265, E.2.1); 0 when it is not told. */
    private double pictureRate() {
        Usability.skipDisplay(in);
        in.skip(1 + 1 + 1); // neutral_chroma_indication_flag, field_seq_flag, frame_field_info_present_flag
        if (in.flag()) {
            skip(4); // default display window
        }
        return Usability.tickRate(in);
    }
}
