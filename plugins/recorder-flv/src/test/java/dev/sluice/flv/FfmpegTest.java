package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import dev.sluice.testkit.TestMedia;
import dev.sluice.testkit.TestStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What real readers make of real streams that were recorded. */
class FfmpegTest {
    private static final int SECONDS = 12;

    /** One second of grey, ten frames of 64 by 64: no free build of ffmpeg has an encoder for this codec. */
    private static final String HEVC_SECOND = """
            00000001 40010c01ffff01600000030090000003000003001eba0240
            00000001 42010101600000030090000003000003001ea020810596e92930bc05a02000000300200000030141
            00000001 4401c07181120000012801ac166022e887
            00000001 0201d0097880cb3a60
            00000001 0201d011fe2032403a60
            00000001 0201d019fe2032403a60
            00000001 0201d021fe2032c03a60
            00000001 0201d029fe2032403a60
            00000001 0201d031fe2032c03a60
            00000001 0201d039fe2032403a60
            00000001 0201d041fe2032403a60
            00000001 0201d049fe2032c03a60
            """;

    @TempDir
    private static Path encoded;

    @TempDir
    private Path directory;

    enum Codecs {
        H264("h264,160,120", "aac", 2),
        AV1("av1,160,120", "opus", 2),
        HEVC("hevc,64,64", "aac", 1);

        private final String video;
        private final String audio;
        private final int keyframeSeconds;

        Codecs(String video, String audio, int keyframeSeconds) {
            this.video = video;
            this.audio = audio;
            this.keyframeSeconds = keyframeSeconds;
        }

        private Path source() {
            return encoded.resolve(name() + ".flv");
        }
    }

    @BeforeAll
    static void encode() throws Exception {
        Ffmpeg.encodeH264(Codecs.H264.source(), SECONDS);
        Ffmpeg.encodeAv1(Codecs.AV1.source(), SECONDS);
        Path grey = encoded.resolve("grey.h265");
        Files.write(
                grey, HexFormat.of().parseHex(HEVC_SECOND.replaceAll("\\s", "").repeat(SECONDS)));
        Ffmpeg.addAac(grey, Codecs.HEVC.source(), SECONDS);
    }

    private static List<MediaMessage> messages(Codecs codecs) throws IOException {
        List<MediaMessage> messages = new ArrayList<>();
        for (FlvReader.Tag tag : FlvReader.tags(codecs.source())) {
            boolean sequenceEnd = tag.body().startsWith("1702") || tag.body().startsWith("92");
            if (!sequenceEnd) {
                messages.add(FlvReader.message(tag));
            }
        }
        return messages;
    }

    private static void expectPlayable(Path file, Codecs codecs, double seconds) throws Exception {
        assertThat(Ffmpeg.streams(file)).containsExactlyInAnyOrder(codecs.video, codecs.audio);
        assertThat(Ffmpeg.seconds(file)).isCloseTo(seconds, within(0.1));
        Ffmpeg.expectDecodes(file);
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void shouldPlayAndSeek(Codecs codecs) throws Exception {
        Path file = Recorder.in(directory).record("cam", messages(codecs));
        expectPlayable(file, codecs, SECONDS);
        assertThat(Ffmpeg.seek(5, file)).isCloseTo(5, within(0.1));
        assertThat(Ffmpeg.seek(9, file)).isCloseTo(9, within(0.1));
        assertThat(FlvReader.keyframes(file, "times"))
                .as("sequence header and keyframes")
                .hasSize(1 + SECONDS / codecs.keyframeSeconds);
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void shouldPlayAndSeekAfterACrash(Codecs codecs) throws Exception {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        for (MediaMessage message : messages(codecs)) {
            recorder.pass(1);
            recording.write(message);
        }
        byte[] part = Files.readAllBytes(recorder.files().get(0));
        recording.close("the test goes on");

        Path left = Files.createDirectories(directory.resolve("crashed")).resolve("cam.flv.part");
        Files.write(left, Arrays.copyOf(part, part.length * 3 / 4));
        Recorder restarted = Recorder.in(left.getParent());
        Path file = restarted.repair().get(0);
        double last = FlvReader.contents(file).stream()
                        .mapToInt(FlvReader.Tag::time)
                        .max()
                        .orElseThrow()
                / 1_000.0;
        assertThat(last).isBetween(6.0, SECONDS - 1.0);
        expectPlayable(file, codecs, last);
        assertThat(Ffmpeg.seek(5, file)).isCloseTo(5, within(0.1));
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void shouldPlayEachPartAlone(Codecs codecs) throws Exception {
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ofSeconds(4), 0));
        recorder.record("cam", messages(codecs));
        assertThat(recorder.files()).hasSize(3);
        for (Path file : recorder.files()) {
            expectPlayable(file, codecs, 4);
            assertThat(Ffmpeg.seek(2, file)).isCloseTo(2, within(0.1));
        }
    }

    @Test
    void shouldPlayOverTheRestartOfAPublisherWithTimesNearTheWrap() throws Exception {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        for (MediaMessage message : messages(Codecs.H264)) {
            recording.write(shifted(message, (1L << 32) - 6_000));
        }
        recording.restarted(TestStream.named("cam"));
        recording.write(Publication.metadata(0, 1280));
        for (MediaMessage message : messages(Codecs.H264)) {
            recording.write(message);
        }
        recording.close("the stream has ended");
        expectPlayable(recorder.files().get(0), Codecs.H264, 2 * SECONDS);
        assertThat(Ffmpeg.seek(17, recorder.files().get(0))).isCloseTo(17, within(0.1));
    }

    private static MediaMessage shifted(MediaMessage message, long millis) {
        long timestamp = message.timestamp() + millis & 0xFFFFFFFFL;
        return new TestMedia(message.kind(), timestamp, message.payload(), message.keyframe(), message.header());
    }

    @ParameterizedTest
    @EnumSource(Codecs.class)
    void shouldClassifyTagsAsTheServerDoes(Codecs codecs) throws Exception {
        for (MediaMessage message : messages(codecs)) {
            TagBody body = TagBody.of(message.kind(), ByteBuffer.wrap(message.payload()));
            assertThat(body.keyframe()).isEqualTo(message.keyframe());
            assertThat(body.frames()).isEqualTo(message.kind() != MediaMessage.Kind.DATA && !message.header());
        }
    }
}
