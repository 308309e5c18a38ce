package dev.sluice.codec;

/** The sound formats of FLV and Enhanced RTMP, each with what reads its sequence header. */
enum AudioCodec {
    PCM_OF_PLATFORM(Ids.of(0, ""), AudioDescription.of("PCM", "pcm")),
    ADPCM(Ids.of(1, ""), AudioDescription.of("ADPCM", "adpcm")),
    MP3(Ids.of(2, ".mp3"), AudioDescription.of("MP3", "mp3")),
    PCM(Ids.of(3, ""), AudioDescription.of("PCM", "pcm")),
    NELLYMOSER_16_KHZ(
            Ids.of(4, ""), AudioDescription.of("Nellymoser", "nellymoser").withSound(16_000, 1)),
    NELLYMOSER_8_KHZ(
            Ids.of(5, ""), AudioDescription.of("Nellymoser", "nellymoser").withSound(8_000, 1)),
    NELLYMOSER(Ids.of(6, ""), AudioDescription.of("Nellymoser", "nellymoser")),
    A_LAW(Ids.of(7, ""), AudioDescription.of("G.711 A-law", "alaw").withSound(8_000, 1)),
    MU_LAW(Ids.of(8, ""), AudioDescription.of("G.711 mu-law", "ulaw").withSound(8_000, 1)),
    AAC(Ids.of(10, "mp4a"), AudioDescription.of("AAC", "mp4a"), AacConfig::describe),
    SPEEX(Ids.of(11, ""), AudioDescription.of("Speex", "speex").withSound(16_000, 1)),
    MP3_8_KHZ(Ids.of(14, ""), AudioDescription.of("MP3", "mp3").withSound(8_000, 0)),
    OPUS(
            Ids.of(Ids.NONE, "Opus"),
            AudioDescription.of("Opus", "Opus").withSound(OpusConfig.SAMPLE_RATE, 0),
            OpusConfig::describe),
    FLAC(Ids.of(Ids.NONE, "fLaC"), AudioDescription.of("FLAC", "fLaC"), FlacConfig::describe),
    AC3(Ids.of(Ids.NONE, "ac-3"), AudioDescription.of("AC-3", "ac-3")),
    EAC3(Ids.of(Ids.NONE, "ec-3"), AudioDescription.of("E-AC-3", "ec-3"));

    private static final AudioCodec[] ALL = values();
    /** SoundRate (FLV, E.4.2.1). */
    private static final int[] SOUND_RATES = {5_512, 11_025, 22_050, 44_100};

    private final Ids ids;
    private final AudioDescription description;
    private final Parser parser;

    /** Adds what a sequence header tells to what is known without. */
    interface Parser {
        AudioDescription describe(AudioDescription codec, BitReader header);
    }

    AudioCodec(Ids ids, AudioDescription description) {
        this(ids, description, (codec, header) -> codec);
    }

    AudioCodec(Ids ids, AudioDescription description, Parser parser) {
        this.ids = ids;
        this.description = description;
        this.parser = parser;
    }

    /** @param id a legacy id or a FourCC; of one that nobody knows there are still its letters; -1 is none */
    static AudioDescription describe(int id) {
        for (AudioCodec codec : ALL) {
            if (codec.ids.contain(id)) {
                return codec.description;
            }
        }
        String letters = Ids.letters(id);
        return letters.isEmpty() ? AudioDescription.UNKNOWN : AudioDescription.of(letters, letters);
    }

    AudioDescription describe(BitReader sequenceHeader) {
        return parser.describe(description, sequenceHeader);
    }

    static AudioDescription describe(TrackHeader header) {
        for (AudioCodec codec : ALL) {
            if (codec.ids.contain(header.codec())) {
                return codec.describe(header.body()).withTracks(header.tracks());
            }
        }
        return describe(header.codec()).withTracks(header.tracks());
    }

    /**
     * Rate and channels out of the first byte of a legacy tag. They are coarse (48 kHz counts as 44.1), and for AAC always
     * the same.
     */
    static AudioDescription describeFlags(int codecId, int flags) {
        if (codecId < 0 || flags >>> 4 != codecId || AAC.ids.contain(codecId)) {
            return AudioDescription.UNKNOWN;
        }
        return AudioDescription.UNKNOWN.withSound(SOUND_RATES[flags >>> 2 & 3], (flags & 1) + 1);
    }
}
