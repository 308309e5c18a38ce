package dev.sluice.codec;

/** The identification header of Opus (RFC 7845, 5.1). */
final class OpusConfig {
    private static final long OPUS = 0x4f707573L;
    private static final long HEAD = 0x48656164L;
    /** What it is decoded to, whatever was recorded (RFC 7845, 5.1, item 5). */
    static final int SAMPLE_RATE = 48_000;

    private OpusConfig() {}

    static AudioDescription describe(AudioDescription codec, BitReader in) {
        boolean header = in.word() == OPUS && in.word() == HEAD;
        in.skip(8); // version
        int channels = in.bits(8);
        return header && !in.failed() ? codec.withSound(SAMPLE_RATE, channels) : codec;
    }
}
