package dev.sluice.codec;

/** A sequence header OBU of AV1 (5.5.1), behind its OBU header. */
final class Av1SequenceHeader {
    /** Levels from 4.0 on have a tier. */
    private static final int LAST_LEVEL_WITHOUT_TIER = 7;

    private final BitReader in;
    private double frameRate;
    private boolean decoderModel;
    private int bufferDelayBits;

    private Av1SequenceHeader(BitReader in) {
        this.in = in;
    }

    static VideoDescription describe(VideoDescription video, BitReader in) {
        return new Av1SequenceHeader(in).describe(video);
    }

    private VideoDescription describe(VideoDescription video) {
        in.skip(3 + 1); // seq_profile, still_picture
        boolean reduced = in.flag();
        if (reduced) {
            in.skip(5); // seq_level_idx
        } else {
            if (in.flag()) {
                readTiming();
            }
            skipOperatingPoints();
        }
        int widthBits = in.bits(4) + 1;
        int heightBits = in.bits(4) + 1;
        int width = in.bits(widthBits) + 1;
        int height = in.bits(heightBits) + 1;
        return in.failed() ? video : video.withPicture(width, height).withFrameRate(frameRate);
    }

    /** AV1, 5.5.3 and 5.5.4. */
    private void readTiming() {
        long unitsInTick = in.word();
        long timeScale = in.word();
        if (in.flag()) {
            double ticksPerPicture = in.unsignedGolomb() + 1.0;
            frameRate = unitsInTick == 0 ? 0 : timeScale / ticksPerPicture / unitsInTick;
        }
        decoderModel = in.flag();
        if (decoderModel) {
            bufferDelayBits = in.bits(5) + 1;
            in.skip(32 + 5 + 5);
        }
    }

    private void skipOperatingPoints() {
        boolean displayDelay = in.flag();
        int count = in.bits(5) + 1;
        for (int i = 0; i < count; i++) {
            in.skip(12); // operating_point_idc
            in.skip(in.bits(5) > LAST_LEVEL_WITHOUT_TIER ? 1 : 0);
            if (decoderModel && in.flag()) {
                in.skip(2L * bufferDelayBits + 1);
            }
            if (displayDelay && in.flag()) {
                in.skip(4);
            }
        }
    }
}
