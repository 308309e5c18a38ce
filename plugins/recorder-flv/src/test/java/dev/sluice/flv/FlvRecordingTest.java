package dev.sluice.flv;

import static dev.sluice.flv.Publication.bodies;
import static dev.sluice.flv.Publication.seconds;
import static dev.sluice.flv.Recorder.write;
import static dev.sluice.testkit.TestMedia.aac;
import static dev.sluice.testkit.TestMedia.aacHeader;
import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.interFrame;
import static dev.sluice.testkit.TestMedia.keyframe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import dev.sluice.testkit.TestMedia;
import dev.sluice.testkit.TestStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlvRecordingTest {
    @TempDir
    private Path directory;

    @Test
    void shouldRecordEverythingFromTimeZero() throws IOException {
        List<MediaMessage> messages = seconds(1_000_000, 3);
        Path file = Recorder.in(directory).record("cam", messages);

        assertThat(file).isEqualTo(directory.toRealPath().resolve("live/cam.flv"));
        assertThat(FlvReader.bodies(file)).isEqualTo(bodies(messages.subList(1, messages.size())));
        List<FlvReader.Tag> tags = FlvReader.contents(file);
        assertThat(tags.get(0).time()).isZero();
        assertThat(tags.get(tags.size() - 1).time()).isEqualTo(2_910);
    }

    @Test
    void shouldTellPlayersLengthSizeAndKeyframes() throws IOException {
        Path file = Recorder.in(directory).record("cam", seconds(5_000, 3));

        assertThat(FlvReader.metadata(file))
                .containsEntry("duration", 2.91)
                .containsEntry("filesize", (double) Files.size(file))
                .containsEntry("width", 640.0)
                .containsEntry("height", 360.0)
                .containsEntry("hasKeyframes", true);
        List<FlvReader.Tag> tags = FlvReader.contents(file);
        List<Double> positions = tags.stream()
                .filter(tag -> tag.body().startsWith("17"))
                .map(tag -> (double) tag.position())
                .toList();
        assertThat(FlvReader.keyframes(file, "times")).isEqualTo(List.of(0.0, 0.0, 1.0, 2.0));
        assertThat(FlvReader.keyframes(file, "filepositions")).isEqualTo(positions);
    }

    @Test
    void shouldTellWhichKindsOfTagsThereAre() throws IOException {
        Path audio = Recorder.in(directory).record("a", List.of(aacHeader(0), aac(0, 10), aac(20, 10)));
        Path video = Recorder.in(directory).record("v", List.of(avcHeader(0), keyframe(0, 10)));
        assertThat(Files.readAllBytes(audio)[4]).isEqualTo((byte) 4);
        assertThat(Files.readAllBytes(video)[4]).isEqualTo((byte) 1);
    }

    @Test
    void shouldHaveAnotherNameUntilItIsFinished() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        write(recording, seconds(0, 2));
        assertThat(recorder.files())
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("cam.flv.part");
        assertThat(recording.location()).endsWith("/live/cam.flv");

        recording.close("the stream has ended");
        assertThat(recorder.files())
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("cam.flv");
    }

    @Test
    void shouldLeaveNoFileWhenNothingButHeadersCame() throws IOException {
        Recorder recorder = Recorder.in(directory);
        assertThat(recorder.record("nothing", List.of())).isEqualTo(Path.of(""));
        recorder.record("metadata", List.of(Publication.metadata(0, 640)));
        recorder.record("headers", List.of(avcHeader(0), aacHeader(0)));
        assertThat(recorder.files()).isEmpty();
    }

    @Test
    void shouldRecordTextAndLaterMetadata() throws IOException {
        List<TestMedia> messages = List.of(
                avcHeader(0),
                keyframe(0, 10),
                Publication.text(500, "goal"),
                Publication.metadata(700, 1280),
                interFrame(1_000, 10));
        Path file = Recorder.in(directory).record("cam", messages);

        assertThat(FlvReader.bodies(file)).isEqualTo(bodies(messages));
        assertThat(FlvReader.contents(file)).extracting(FlvReader.Tag::time).containsExactly(0, 0, 500, 0, 1_000);
        assertThat(FlvReader.metadata(file)).as("for want of earlier ones").containsEntry("width", 1280.0);
    }

    @Test
    void shouldStayValidWithAGap() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        write(recording, List.of(avcHeader(0), keyframe(0, 10)));
        recording.gap(17);
        write(recording, List.of(avcHeader(9_000), keyframe(9_000, 10), interFrame(9_040, 10)));
        recording.close("the stream has ended");
        assertThat(FlvReader.contents(recorder.files().get(0)))
                .extracting(FlvReader.Tag::time)
                .containsExactly(0, 0, 9_000, 9_000, 9_040);
    }

    @Test
    void shouldRecordSeveralStreamsAtOnce() throws IOException {
        Recorder recorder = Recorder.in(directory);
        List<Recording> recordings = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            recordings.add(recorder.open("cam" + i));
        }
        for (MediaMessage message : seconds(0, 2)) {
            for (Recording recording : recordings) {
                recording.write(message);
            }
        }
        for (Recording recording : recordings) {
            recording.close("the server stops");
        }
        byte[] one = Files.readAllBytes(recorder.files().get(0));
        assertThat(recorder.files())
                .hasSize(20)
                .allSatisfy(file -> assertThat(file).hasBinaryContent(one));
    }

    @Test
    void shouldGiveWhatItHasToTheSystemEverySecond() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        write(recording, List.of(avcHeader(0), keyframe(0, 10)));
        long before = Files.size(recorder.files().get(0));
        recorder.pass(1);
        recording.write(interFrame(40, 10));
        assertThat(Files.size(recorder.files().get(0))).isGreaterThan(before);
        recording.close("the stream has ended");
    }

    @Test
    void shouldWriteNothingButTheHeadAgainAtTheEnd() throws IOException {
        AtomicLong written = new AtomicLong();
        Recorder recorder = new Recorder(directory, Recorder.rotating(Duration.ZERO, 0), counting(written));
        Recording recording = recorder.open("cam");
        for (int i = 0; i < 20; i++) {
            recording.write(keyframe(i * 1_000, 1_000_000));
        }
        assertThat(written.get()).isGreaterThan(20_000_000);
        written.set(0);
        recording.close("the stream has ended");
        assertThat(written.get()).isLessThan(FileHead.BYTES + 65_536 + 1);
    }

    private static Disk counting(AtomicLong written) {
        return new Disk() {
            @Override
            public FileChannel create(Path file) throws IOException {
                return new FailingChannel(REAL.create(file), Long.MAX_VALUE, Long.MAX_VALUE, written);
            }

            @Override
            public FileChannel open(Path file) throws IOException {
                return REAL.open(file);
            }

            @Override
            public long usableBytes(Path folder) throws IOException {
                return REAL.usableBytes(folder);
            }
        };
    }

    @Test
    void shouldRecordUnlistedStreamsOnlyOnCommand() throws IOException {
        FlvSettings settings = new FlvSettings(
                "recordings",
                "{name}.flv",
                List.of("live/a*"),
                OnExisting.RENAME,
                Duration.ZERO,
                0,
                OnRestart.CONTINUE,
                0,
                false);
        FlvRecorder recorder = Recorder.in(directory, settings).recorder();
        assertThat(recorder.open(TestStream.named("b"))).isEmpty();
        recorder.openOnCommand(TestStream.named("b")).orElseThrow().close("asked for");
        recorder.open(TestStream.named("a1")).orElseThrow().close("the stream has ended");
    }
}
