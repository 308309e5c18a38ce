package dev.sluice.codec;

/** The video codecs of FLV and Enhanced RTMP, each with what reads its sequence header. */
enum VideoCodec {
    SORENSON_H263(2, "h263", "Sorenson H.263"),
    SCREEN_VIDEO(3, "flashsv", "Screen Video"),
    VP6(4, "vp6f", "VP6"),
    VP6_ALPHA(5, "vp6a", "VP6 with alpha"),
    SCREEN_VIDEO_2(6, "flashsv2", "Screen Video 2"),
    H264(7, "avc1", "H.264", AvcConfig::describe),
    H265(12, "hvc1", "H.265", HevcConfig::describe),
    AV1(13, "av01", "AV1", Av1Config::describe),
    H266(Ids.NONE, "vvc1", "H.266"),
    VP8(Ids.NONE, "vp08", "VP8"),
    VP9(Ids.NONE, "vp09", "VP9", Vp9Config::describe);

    private static final VideoCodec[] ALL = values();

    private final Ids ids;
    private final VideoDescription description;
    private final Parser parser;

    /** Adds what a sequence header tells to what is known without. */
    interface Parser {
        VideoDescription describe(VideoDescription codec, BitReader header);
    }

    VideoCodec(int legacyId, String codecId, String label) {
        this(legacyId, codecId, label, (codec, header) -> codec);
    }

    VideoCodec(int legacyId, String codecId, String label, Parser parser) {
        this.ids = Ids.of(legacyId, codecId);
        this.description = VideoDescription.of(label, codecId);
        this.parser = parser;
    }

    /** @param id a legacy id or a FourCC; of one that nobody knows there are still its letters; -1 is none */
    static VideoDescription describe(int id) {
        for (VideoCodec codec : ALL) {
            if (codec.ids.contain(id)) {
                return codec.description;
            }
        }
        String letters = Ids.letters(id);
        return letters.isEmpty() ? VideoDescription.UNKNOWN : VideoDescription.of(letters, letters);
    }

    VideoDescription describe(BitReader sequenceHeader) {
        return parser.describe(description, sequenceHeader);
    }

    static VideoDescription describe(TrackHeader header) {
        for (VideoCodec codec : ALL) {
            if (codec.ids.contain(header.codec())) {
                return codec.describe(header.body()).withTracks(header.tracks());
            }
        }
        return describe(header.codec()).withTracks(header.tracks());
    }
}
