package dev.sluice.codec;

/**
 * An AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1). HE-AAC that is signalled by nothing but its frames looks like LC of
 * half the rate.
 */
final class AacConfig {
    private static final int LC = 2;
    private static final int SBR = 5;
    private static final int ER_BSAC = 22;
    private static final int PARAMETRIC_STEREO = 29;
    private static final int ESCAPE = 31;
    private static final int UNIFIED_SPEECH = 42;

    private static final int EXPLICIT_RATE = 15;
    private static final int SYNC_SBR = 0x2b7;
    private static final int SYNC_PARAMETRIC_STEREO = 0x548;

    private static final int[] RATES = {
        96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350
    };
    /** By channelConfiguration; 0 is told by a program config element, or reserved (ISO/IEC 23001-8, table 8). */
    private static final int[] CHANNELS = {0, 1, 2, 3, 4, 5, 6, 8, 0, 0, 0, 7, 8, 24, 8, 0};

    private final BitReader in;
    private int objectType;
    private int sampleRate;
    private int channels;
    private boolean spectralBands;
    private boolean parametricStereo;

    private AacConfig(BitReader in) {
        this.in = in;
    }

    static AudioDescription describe(AudioDescription codec, BitReader in) {
        var config = new AacConfig(in);
        return config.read() ? config.describe(codec) : codec;
    }

    /** @return false when there is not even the object type, rate and number of channels */
    private boolean read() {
        objectType = objectType();
        sampleRate = rate();
        int channelConfig = in.bits(4);
        channels = CHANNELS[channelConfig];
        boolean explicit = objectType == SBR || objectType == PARAMETRIC_STEREO;
        if (explicit) {
            spectralBands = true;
            parametricStereo = objectType == PARAMETRIC_STEREO;
            sampleRate = rate();
            objectType = objectType();
            if (objectType == ER_BSAC) {
                in.skip(4);
            }
        }
        if (in.failed()) {
            return false;
        }
        if (hasGeneralConfig()) {
            skipGeneralConfig(channelConfig);
            if (!explicit && in.bitsLeft() >= 16) {
                readSyncExtension();
            }
        }
        return true;
    }

    private AudioDescription describe(AudioDescription codec) {
        AudioDescription sound = codec.withSound(sampleRate, parametricStereo && channels == 1 ? 2 : channels);
        if (spectralBands && objectType == LC) {
            return parametricStereo ? sound.withProfile("HE-AAC v2", "HE v2") : sound.withProfile("HE-AAC", "HE");
        }
        if (objectType == UNIFIED_SPEECH) {
            return sound.withProfile("xHE-AAC", "xHE");
        }
        String profile = profileName(objectType);
        return profile.isEmpty() ? sound : sound.withProfile("AAC-" + profile, profile);
    }

    private int objectType() {
        int type = in.bits(5);
        return type == ESCAPE ? 32 + in.bits(6) : type;
    }

    private int rate() {
        int index = in.bits(4);
        if (index == EXPLICIT_RATE) {
            return in.bits(24);
        }
        return index < RATES.length ? RATES[index] : 0;
    }

    /** GASpecificConfig (4.4.1) follows; the error resilient types behind 7 have no sync extension worth looking for. */
    private boolean hasGeneralConfig() {
        return objectType >= 1 && objectType <= 4 || objectType == 6 || objectType == 7;
    }

    private void skipGeneralConfig(int channelConfig) {
        in.skip(1); // frameLengthFlag
        if (in.flag()) {
            in.skip(14); // coreCoderDelay
        }
        boolean extension = in.flag();
        if (channelConfig == 0) {
            int counted = programChannels();
            channels = in.failed() ? 0 : counted;
        }
        if (objectType == 6) {
            in.skip(3); // layerNr
        }
        if (extension) {
            in.skip(1); // extensionFlag3
        }
    }

    /** program_config_element (4.4.1.1). */
    private int programChannels() {
        in.skip(4 + 2 + 4);
        int front = in.bits(4);
        int side = in.bits(4);
        int back = in.bits(4);
        int lowFrequency = in.bits(2);
        int data = in.bits(3);
        int coupling = in.bits(4);
        in.skip(in.flag() ? 4 : 0); // mono mixdown
        in.skip(in.flag() ? 4 : 0); // stereo mixdown
        in.skip(in.flag() ? 3 : 0); // matrix mixdown
        int count = lowFrequency;
        for (int i = 0; i < front + side + back; i++) {
            count += in.flag() ? 2 : 1;
            in.skip(4);
        }
        in.skip(4L * lowFrequency + 4L * data + 5L * coupling);
        in.align();
        in.skip(8L * in.bits(8)); // comment
        return count;
    }

    /** What decoders of plain AAC do not see (1.6.6.1). */
    private void readSyncExtension() {
        if (in.bits(11) != SYNC_SBR || objectType() != SBR || !in.flag()) {
            return;
        }
        int extended = rate();
        if (in.failed()) {
            return;
        }
        spectralBands = true;
        sampleRate = extended;
        parametricStereo = in.bitsLeft() >= 12 && in.bits(11) == SYNC_PARAMETRIC_STEREO && in.flag();
    }

    private static String profileName(int objectType) {
        return switch (objectType) {
            case 1 -> "Main";
            case LC -> "LC";
            case 3 -> "SSR";
            case 4 -> "LTP";
            case 6 -> "Scalable";
            case 17 -> "ER LC";
            case 23 -> "LD";
            case 39 -> "ELD";
            default -> "";
        };
    }
}
