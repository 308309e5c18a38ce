package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.amf.Amf0Writer;
import dev.sluice.amf.AmfValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaDescriptionTest {
    private static final int AVC = 7;
    private static final int AAC = 10;
    private static final AmfValue TRUE = AmfValue.of(true);
    /** 1280x720 at 29.97. */
    private static final String AVC_CONFIG =
            "0142c01fffe100166742c01fda014016ec04400000fa40003a9803c60ca801000468ce0fc8";
    /** 320x240, the rate is not told. */
    private static final String AV1_CONFIG = "81000c000a0b0200000521e7fde017c002";

    @Test
    void shouldKnowNothingOfASilentStream() {
        assertThat(new Publication().describe()).isEqualTo(MediaDescription.UNKNOWN);
    }

    @Test
    void shouldDescribeH264AndAac() {
        MediaDescription media = new Publication()
                .video("1700000000" + AVC_CONFIG)
                .audio("af0011b056e500")
                .describe();

        assertThat(media.video())
                .isEqualTo(new VideoDescription(
                        "H.264 Constrained Baseline 3.1", "avc1", 1280, 720, 29.97, "Constrained Baseline", "3.1", 1));
        assertThat(media.audio()).isEqualTo(new AudioDescription("AAC-LC", "mp4a", "LC", 48_000, 6, 1));
    }

    @Test
    void shouldNameTheCodecWithoutProfile() {
        MediaDescription media = new Publication()
                .video("1700000000" + AVC_CONFIG)
                .audio("af00eb8a0800")
                .describe();

        assertThat(media.video().name()).isEqualTo("H.264");
        assertThat(media.video().profileAndLevel()).isEqualTo("Constrained Baseline 3.1");
        assertThat(media.audio().name()).isEqualTo("AAC");
        assertThat(media.audio().codec()).isEqualTo("HE-AAC v2");
        assertThat(VideoDescription.UNKNOWN.name()).isEmpty();
        assertThat(VideoDescription.of("VP6", "vp6f").name()).isEqualTo("VP6");
        assertThat(VideoDescription.of("H.264", "avc1").withProfile("", "4.1").name())
                .isEqualTo("H.264");
    }

    @Test
    void shouldNameCodecsByTheirFramesAlone() {
        MediaDescription media = MediaDescription.of(AVC, AAC, 0xaf, List.of());

        assertThat(media.video()).isEqualTo(VideoDescription.of("H.264", "avc1"));
        assertThat(media.audio()).isEqualTo(AudioDescription.of("AAC", "mp4a"));
    }

    @ParameterizedTest
    @CsvSource({
        "2, Sorenson H.263, h263",
        "4, VP6, vp6f",
        "5, VP6 with alpha, vp6a",
        "12, H.265, hvc1",
        "13, AV1, av01",
        "0x76703038, VP8, vp08",
        "0x76766331, H.266, vvc1",
        "0x65766331, evc1, evc1",
        "0x65766300, '', ''",
        "0x0a1b5b4b, '', ''",
        "0xffffffff, '', ''",
        "0x20202020, '', ''",
        "0x3c62723e, '', ''",
        "9, '', ''",
        "0, '', ''"
    })
    void shouldNameVideoCodecs(String id, String codec, String codecId) {
        VideoDescription video = MediaDescription.of((int) (long) Long.decode(id), -1, -1, List.of())
                .video();

        assertThat(video.codec()).isEqualTo(codec);
        assertThat(video.codecId()).isEqualTo(codecId);
        assertThat(video.tracks()).isEqualTo(codec.isEmpty() ? 0 : 1);
    }

    /** The first byte of a legacy tag, or of an Enhanced one the FourCC. */
    @ParameterizedTest
    @CsvSource({
        "2f ffe3, MP3, mp3, 44100, 2",
        "2a ffe3, MP3, mp3, 22050, 1",
        "e2 ffe3, MP3, mp3, 8000, 1",
        "37 0000, PCM, pcm, 11025, 2",
        "03 0000, PCM, pcm, 5512, 2",
        "46 0000, Nellymoser, nellymoser, 16000, 1",
        "5e 0000, Nellymoser, nellymoser, 8000, 1",
        "66 0000, Nellymoser, nellymoser, 11025, 1",
        "72 0000, G.711 A-law, alaw, 8000, 1",
        "b2 0000, Speex, speex, 16000, 1",
        "af 01 21, AAC, mp4a, 0, 0",
        "91 2e6d7033 ff, MP3, mp3, 0, 0",
        "91 61632d33 0b, AC-3, ac-3, 0, 0",
        "91 65632d33 0b, E-AC-3, ec-3, 0, 0",
        "91 4f707573 fc, Opus, Opus, 48000, 0"
    })
    void shouldDescribeSoundWithoutHeader(String hex, String codec, String codecId, int sampleRate, int channels) {
        assertThat(new Publication().audio(hex).describe().audio())
                .isEqualTo(new AudioDescription(codec, codecId, "", sampleRate, channels, 1));
    }

    /** FLAC's as Enhanced RTMP has it; Opus with a header that is none. */
    @ParameterizedTest
    @CsvSource({
        "90 664c6143 664c6143 80000022 1200120000000000d8240ac44af00000000000000000000000000000000000000000, 44100, 6",
        "90 664c6143 1200120000000000d8240ac44af0, 44100, 6",
        "90 664c6143 1200120000000000d824, 0, 0",
        "90 4f707573 4f7075734865616401023801, 48000, 2",
        "90 4f707573 4f70757348656162 0102, 48000, 0",
        "90 4f707573 4f70, 48000, 0"
    })
    void shouldDescribeSoundByItsHeader(String hex, int sampleRate, int channels) {
        AudioDescription audio = new Publication().audio(hex).describe().audio();

        assertThat(audio.sampleRate()).isEqualTo(sampleRate);
        assertThat(audio.channels()).isEqualTo(channels);
    }

    @ParameterizedTest
    @CsvSource({
        "01000000 00 1f 80, VP9 Profile 0 3.1",
        "01000000 02 3e a0, VP9 Profile 2 6.2",
        "01000000 00 00 80, VP9 Profile 0",
        "01000000 04 1f 80, VP9",
        "02000000 00 1f 80, VP9",
        "01000000 00, VP9"
    })
    void shouldNameProfilesOfVp9(String hex, String codec) {
        assertThat(new Publication()
                        .video("90 76703039" + hex)
                        .describe()
                        .video()
                        .codec())
                .isEqualTo(codec);
    }

    @Test
    void shouldFillWithMetadataWhatHeadersDoNotTell() {
        byte[] metadata = metadata("width", num(1), "height", num(1), "framerate", AmfValue.of("59.94"));
        VideoDescription video = new Publication()
                .metadata(metadata)
                .video("9061763031" + AV1_CONFIG)
                .describe()
                .video();

        assertThat(video.width()).isEqualTo(320);
        assertThat(video.height()).isEqualTo(240);
        assertThat(video.frameRate()).isEqualTo(59.94);
    }

    @Test
    void shouldBelieveMetadataUntilThereIsMore() {
        byte[] metadata = metadata(
                "width",
                num(1920),
                "height",
                AmfValue.of("1080"),
                "framerate",
                num(60),
                "videocodecid",
                num(AVC),
                "audiocodecid",
                AmfValue.of("mp4a"),
                "audiosamplerate",
                num(48_000),
                "stereo",
                TRUE);
        MediaDescription media = new Publication().metadata(metadata).describe();

        assertThat(media.video()).isEqualTo(new VideoDescription("H.264", "avc1", 1920, 1080, 60, "", "", 1));
        assertThat(media.audio()).isEqualTo(new AudioDescription("AAC", "mp4a", "", 48_000, 2, 1));
    }

    /** FFmpeg and OBS write the FourCC of Enhanced codecs as a number. */
    @Test
    void shouldKnowFourCcsInMetadata() {
        byte[] metadata = metadata(
                "videocodecid",
                num(0x68766331),
                "audiocodecid",
                num(0x4f707573),
                "audiochannels",
                num(6),
                "stereo",
                TRUE);
        MediaDescription media = new Publication().metadata(metadata).describe();

        assertThat(media.video().codecId()).isEqualTo("hvc1");
        assertThat(media.audio().codecId()).isEqualTo("Opus");
        assertThat(media.audio().channels()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "NaN", "Infinity", "-Infinity", "65537", "1e300", "4294967297"})
    void shouldNotBelieveAbsurdMetadata(double value) {
        byte[] metadata = metadata(
                "width",
                num(value),
                "height",
                num(value),
                "framerate",
                num(value),
                "audiosamplerate",
                num(value * 100),
                "audiochannels",
                num(value),
                "videocodecid",
                num(value),
                "audiocodecid",
                AmfValue.of(Double.toString(value)));

        assertThat(new Publication().metadata(metadata).describe()).isEqualTo(MediaDescription.UNKNOWN);
    }

    @Test
    void shouldNotReadNumbersOutOfOtherValues() {
        byte[] metadata = metadata(
                "width",
                AmfValue.of("wide"),
                "height",
                AmfValue.object("a", num(1)),
                "framerate",
                AmfValue.NULL,
                "audiosamplerate",
                AmfValue.of("4".repeat(1000)),
                "stereo",
                AmfValue.of("yes"),
                "videocodecid",
                AmfValue.of("\u001b[2J"),
                "audiocodecid",
                AmfValue.of("\u016d\u0170\u0134a"));

        assertThat(new Publication().metadata(metadata).describe()).isEqualTo(MediaDescription.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({"''", "02", "02000a6f6e4d65746144617461", "02000a6f6e4d6574614461746108000000", "11", "0500"})
    void shouldDoWithoutMetadataThatMakesNoSense(String hex) {
        assertThat(new Publication().metadata(hex).describe()).isEqualTo(MediaDescription.UNKNOWN);
    }

    /** The flags have four rates; metadata knows better, but not where the format has one rate only. */
    @Test
    void shouldBelieveMetadataBeforeFlags() {
        byte[] metadata = metadata("audiosamplerate", num(48_000), "stereo", TRUE);

        assertThat(new Publication()
                        .metadata(metadata)
                        .audio("2effe3")
                        .describe()
                        .audio()
                        .sampleRate())
                .isEqualTo(48_000);
        assertThat(new Publication()
                        .metadata(metadata)
                        .audio("b60000")
                        .describe()
                        .audio())
                .isEqualTo(new AudioDescription("Speex", "speex", "", 16_000, 1, 1));
    }

    @Test
    void shouldForgetFlagsOfAnotherCodecThanTheFrames() {
        assertThat(new Publication()
                        .audio("2effe3")
                        .audio("91 61632d33 0b")
                        .describe()
                        .audio())
                .isEqualTo(AudioDescription.of("AC-3", "ac-3"));
    }

    @Test
    void shouldForgetAHeaderOfAnotherCodecThanTheFrames() {
        VideoDescription video = new Publication()
                .video("1700000000" + AVC_CONFIG)
                .video("12008402")
                .describe()
                .video();

        assertThat(video).isEqualTo(VideoDescription.of("Sorenson H.263", "h263"));
    }

    @Test
    void shouldKnowACodecInBothItsForms() {
        VideoDescription video = new Publication()
                .video("1700000000" + AVC_CONFIG)
                .video("a3 61766331 00")
                .describe()
                .video();

        assertThat(video.width()).isEqualTo(1280);
    }

    @Test
    void shouldDescribeTheFirstOfSeveralTracks() {
        MediaDescription media = new Publication()
                .video("96 00 61766331 02" + AVC_CONFIG)
                .video("96 00 61763031 01" + AV1_CONFIG)
                .video("96 01 61766331 02 000000 00")
                .audio("95 00 4f707573 01 4f70757348656164 0102")
                .audio("95 00 6d703461 00 1190")
                .audio("95 04 4f707573 01 0106")
                .describe();

        assertThat(media.video().codecId()).isEqualTo("av01");
        assertThat(media.video().width()).isEqualTo(320);
        assertThat(media.video().tracks()).isEqualTo(2);
        assertThat(media.audio()).isEqualTo(new AudioDescription("AAC-LC", "mp4a", "LC", 48_000, 2, 2));
    }

    @Test
    void shouldDescribeTheFirstOfSeveralTracksInOneMessage() {
        String avc = AVC_CONFIG;
        VideoDescription video = new Publication()
                .video("96 20 61763031 03 %06x %s 61766331 04 %06x %s"
                        .formatted(AV1_CONFIG.length() / 2, AV1_CONFIG, avc.length() / 2, avc))
                .describe()
                .video();

        assertThat(video.codec()).isEqualTo("AV1 Main 2.0");
        assertThat(video.width()).isEqualTo(320);
        assertThat(video.tracks()).isEqualTo(2);
    }

    private static AmfValue num(double value) {
        return AmfValue.of(value);
    }

    private static byte[] metadata(Object... namesAndValues) {
        return Amf0Writer.encode(AmfValue.of("onMetaData"), AmfValue.ecmaArray(namesAndValues));
    }
}
