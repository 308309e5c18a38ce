package dev.sluice.codec;

import java.util.List;
import java.util.Optional;

/** What a stream sends. Any thread may make one; it takes as long as its headers are. */
public record MediaDescription(VideoDescription video, AudioDescription audio) {
    public static final MediaDescription UNKNOWN =
            new MediaDescription(VideoDescription.UNKNOWN, AudioDescription.UNKNOWN);

    /**
     * Sequence headers are believed first, then Enhanced RTMP's MultichannelConfig, then onMetaData, then the flags of
     * legacy audio. A sequence header of another codec than the frames have is left over and counts for nothing. Nothing
     * is ever thrown.
     *
     * @param videoCodecId the frames' legacy id (0 to 15) or FourCC; -1 when there were none
     * @param audioCodecId likewise
     * @param audioFlags first byte of a legacy audio message, of no account for another codec; -1 when there was none
     */
    public static MediaDescription of(int videoCodecId, int audioCodecId, int audioFlags, List<Header> headers) {
        var metadata = Metadata.of(headers);
        return new MediaDescription(
                video(videoCodecId, headers).or(metadata.video()),
                audio(audioCodecId, headers)
                        .or(metadata.audio())
                        .or(AudioCodec.describeFlags(audioCodecId, audioFlags)));
    }

    private static VideoDescription video(int codecId, List<Header> headers) {
        VideoDescription frames = VideoCodec.describe(codecId);
        return TrackHeader.firstSequenceHeader(
                        Header.Kind.VIDEO, headers, header -> frames.mayBe(VideoCodec.describe(header.codec())))
                .map(VideoCodec::describe)
                .orElse(frames);
    }

    private static AudioDescription audio(int codecId, List<Header> headers) {
        AudioDescription frames = AudioCodec.describe(codecId);
        Optional<TrackHeader> header = TrackHeader.firstSequenceHeader(
                Header.Kind.AUDIO, headers, found -> frames.mayBe(AudioCodec.describe(found.codec())));
        int track = header.map(TrackHeader::track).orElse(0);
        AudioDescription audio = header.map(AudioCodec::describe).orElse(frames);
        return TrackHeader.multichannelConfig(track, headers)
                .filter(config -> audio.mayBe(AudioCodec.describe(config.codec())))
                .map(config -> audio.or(channels(config.body())))
                .orElse(audio);
    }

    /** MultichannelConfig (Enhanced RTMP v2): the order of the channels, their number, more about their order. */
    private static AudioDescription channels(BitReader config) {
        config.skip(8);
        return AudioDescription.UNKNOWN.withSound(0, config.bits(8));
    }
}
