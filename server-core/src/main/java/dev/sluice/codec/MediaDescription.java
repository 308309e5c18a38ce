package dev.sluice.codec;

import java.util.List;

/** What a stream sends. Any thread may make one; it takes as long as its headers are. */
public record MediaDescription(VideoDescription video, AudioDescription audio) {
    public static final MediaDescription UNKNOWN =
            new MediaDescription(VideoDescription.UNKNOWN, AudioDescription.UNKNOWN);

    /**
     * Sequence headers are believed first, then onMetaData, then the flags of legacy audio. A sequence header of another
     * codec than the frames have is left over and counts for nothing. Nothing is ever thrown.
     *
     * @param videoCodecId the frames' legacy id (0 to 15) or FourCC; -1 when there were none
     * @param audioCodecId likewise
     * @param audioFlags first byte of a legacy audio message; -1 when there was none
     */
    public static MediaDescription of(int videoCodecId, int audioCodecId, int audioFlags, List<Header> headers) {
        var metadata = Metadata.of(headers);
        return new MediaDescription(
                video(videoCodecId, headers).or(metadata.video()),
                audio(audioCodecId, headers).or(metadata.audio()).or(AudioCodec.describeFlags(audioFlags)));
    }

    private static VideoDescription video(int codecId, List<Header> headers) {
        VideoDescription frames = VideoCodec.describe(codecId);
        return SequenceHeader.first(
                        Header.Kind.VIDEO, headers, header -> frames.mayBe(VideoCodec.describe(header.codec())))
                .map(VideoCodec::describe)
                .orElse(frames);
    }

    private static AudioDescription audio(int codecId, List<Header> headers) {
        AudioDescription frames = AudioCodec.describe(codecId);
        return SequenceHeader.first(
                        Header.Kind.AUDIO, headers, header -> frames.mayBe(AudioCodec.describe(header.codec())))
                .map(AudioCodec::describe)
                .orElse(frames);
    }
}
