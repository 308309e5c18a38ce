package dev.sluice.codec;

/** A STREAMINFO block (RFC 9639, 8.2), as Enhanced RTMP has it behind a signature and block header, and FFmpeg without. */
final class FlacConfig {
    private static final int SIGNATURE_AND_BLOCK_HEADER_BYTES = 8;
    private static final int STREAMINFO_BYTES = 34;

    private FlacConfig() {}

    static AudioDescription describe(AudioDescription codec, BitReader in) {
        if (in.bytesLeft() >= SIGNATURE_AND_BLOCK_HEADER_BYTES + STREAMINFO_BYTES) {
            in.skip(8 * SIGNATURE_AND_BLOCK_HEADER_BYTES);
        }
        in.skip(16 + 16 + 24 + 24); // block and frame sizes
        int sampleRate = in.bits(20);
        int channels = in.bits(3) + 1;
        return in.failed() ? codec : codec.withSound(sampleRate, channels);
    }
}
