package dev.sluice.flv;

import static dev.sluice.testkit.TestMedia.aac;
import static dev.sluice.testkit.TestMedia.aacHeader;
import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.interFrame;
import static dev.sluice.testkit.TestMedia.keyframe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import dev.sluice.testkit.TestMedia;
import dev.sluice.testkit.TestStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlvRecordingTest {
    @TempDir
    private Path directory;

    /** Metadata, headers, a keyframe every second and ten frames between, with audio. */
    private static List<MediaMessage> seconds(long start, int seconds) {
        List<MediaMessage> messages =
                new ArrayList<>(List.of(Publication.metadata(start, 640), avcHeader(start), aacHeader(start)));
        for (int i = 0; i < seconds * 10; i++) {
            long timestamp = start + i * 100L;
            messages.add(i % 10 == 0 ? keyframe(timestamp, 500) : interFrame(timestamp, 100));
            messages.add(aac(timestamp + 10, 50));
        }
        return messages;
    }

    private static void write(Recording recording, List<? extends MediaMessage> messages) throws IOException {
        for (MediaMessage message : messages) {
            recording.write(message);
        }
    }

    private static List<String> bodies(List<? extends MediaMessage> messages) {
        return messages.stream()
                .map(message -> HexFormat.of().formatHex(message.payload()))
                .toList();
    }

    private static List<String> bodies(Path file) throws IOException {
        return FlvReader.contents(file).stream().map(FlvReader.Tag::body).toList();
    }

    @Test
    void shouldRecordEverythingFromTimeZero() throws IOException {
        List<MediaMessage> messages = seconds(1_000_000, 3);
        Path file = Recorder.in(directory).record("cam", messages);

        assertThat(file).isEqualTo(directory.toRealPath().resolve("live/cam.flv"));
        assertThat(bodies(file)).isEqualTo(bodies(messages.subList(1, messages.size())));
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

        assertThat(bodies(file)).isEqualTo(bodies(messages));
        assertThat(FlvReader.contents(file)).extracting(FlvReader.Tag::time).containsExactly(0, 0, 500, 0, 1_000);
        assertThat(FlvReader.metadata(file)).as("for want of earlier ones").containsEntry("width", 1280.0);
    }

    @Test
    void shouldBeginANewFileWithAKeyframeWhenItIsTime() throws IOException {
        List<MediaMessage> messages = seconds(70_000, 5);
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ofSeconds(2), 0));
        recorder.record("cam", messages);

        List<Path> files = recorder.files();
        assertThat(files).extracting(file -> file.getFileName().toString()).containsExactly("1.flv", "2.flv", "3.flv");
        List<String> all = new ArrayList<>();
        for (Path file : files) {
            List<FlvReader.Tag> tags = FlvReader.contents(file);
            assertThat(tags.get(0).body()).as("AVC header").startsWith("1700");
            assertThat(tags.get(1).body()).as("AAC header").startsWith("af00");
            assertThat(tags.get(2).body()).as("keyframe").startsWith("1701");
            assertThat(tags.get(2).time()).isZero();
            assertThat(FlvReader.metadata(file)).containsEntry("width", 640.0);
            all.addAll(bodies(file).subList(2, tags.size()));
        }
        assertThat(all).isEqualTo(bodies(messages.subList(3, messages.size())));
        assertThat(FlvReader.metadata(files.get(0))).containsEntry("duration", 1.91);
        assertThat(FlvReader.metadata(files.get(2))).containsEntry("duration", 0.91);
    }

    @Test
    void shouldBeginANewFileWhenItIsLarge() throws IOException {
        List<TestMedia> messages = new ArrayList<>(List.of(avcHeader(0)));
        for (int i = 0; i < 40; i++) {
            messages.add(keyframe(i * 100, 100_000));
        }
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ZERO, 1 << 20));
        recorder.record("cam", messages);
        assertThat(recorder.files())
                .hasSize(4)
                .allSatisfy(file -> assertThat(Files.size(file)).isLessThan((1 << 20) + 110_000));
    }

    @Test
    void shouldRotateAudioAtAnyFrame() throws IOException {
        List<TestMedia> messages = new ArrayList<>(List.of(aacHeader(0)));
        for (int i = 0; i < 100; i++) {
            messages.add(aac(i * 100, 10 + i));
        }
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ofSeconds(4), 0));
        recorder.record("radio", messages);
        assertThat(recorder.files()).hasSize(3);
        assertThat(FlvReader.contents(recorder.files().get(1))).hasSize(41);
    }

    @Test
    void shouldRotateAnywayBeforeTheTimeIsTooLargeForFlv() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ZERO, 0));
        Recording recording = recorder.open("cam");
        write(recording, List.of(avcHeader(0), keyframe(0, 10)));
        int frames = 0;
        for (long timestamp = 0; timestamp < 5_000_000_000L; timestamp += 600_000) {
            recording.write(interFrame(timestamp & 0xFFFFFFFFL, 10));
            frames++;
        }
        recording.close("the stream has ended");

        int recorded = 0;
        for (Path file : recorder.files()) {
            List<FlvReader.Tag> tags = FlvReader.contents(file);
            assertThat(tags).allSatisfy(tag -> assertThat(tag.time()).isNotNegative());
            recorded += (int)
                    tags.stream().filter(tag -> tag.body().startsWith("2701")).count();
        }
        assertThat(recorder.files()).hasSize(3);
        assertThat(recorded).isEqualTo(frames);
    }

    @Test
    void shouldGoOnInTheSameFileWithTheNextPublisher() throws IOException {
        List<MediaMessage> first = seconds(900_000, 2);
        List<MediaMessage> second = seconds(4, 2);
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        write(recording, first);
        recording.restarted(TestStream.named("cam"));
        write(recording, second);
        recording.close("the stream has ended");

        List<MediaMessage> expected = new ArrayList<>(first.subList(1, first.size()));
        expected.addAll(second.subList(3, second.size()));
        assertThat(bodies(recorder.files().get(0))).as("the same headers once").isEqualTo(bodies(expected));
        List<Integer> times = FlvReader.contents(recorder.files().get(0)).stream()
                .map(FlvReader.Tag::time)
                .toList();
        assertThat(times).isSorted().endsWith(1_930 + 1_910);
    }

    @Test
    void shouldWriteHeadersThatChangeWithThePublisher() throws IOException {
        TestMedia other = TestMedia.of(MediaMessage.Kind.AUDIO, 0, "af001190", false, true);
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        write(recording, List.of(Publication.metadata(0, 640), aacHeader(0), aac(0, 5)));
        recording.restarted(TestStream.named("cam"));
        write(recording, List.of(Publication.metadata(0, 1280), other, aac(0, 6)));
        recording.close("the stream has ended");
        assertThat(bodies(recorder.files().get(0)))
                .isEqualTo(bodies(List.of(aacHeader(0), aac(0, 5), Publication.metadata(0, 1280), other, aac(0, 6))));
    }

    @Test
    void shouldBeginANewFileWithTheNextPublisherWhenAsked() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rolling());
        Recording recording = recorder.open("cam");
        write(recording, seconds(900_000, 2));
        recording.restarted(TestStream.named("cam"));
        List<TestMedia> second = List.of(Publication.metadata(0, 1280), aacHeader(0), aac(0, 5), aac(20, 5));
        write(recording, second);
        recording.close("the stream has ended");

        Path file = recorder.files().get(1);
        assertThat(bodies(file)).isEqualTo(bodies(second.subList(1, 4)));
        assertThat(FlvReader.metadata(file)).containsEntry("width", 1280.0);
        assertThat(recording.location()).isEqualTo(file.toString());
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
    void shouldNumberFilesOfTheSameName() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Path first = recorder.record("cam", seconds(0, 1));
        Path second = recorder.record("cam", seconds(0, 2));
        Recording running = recorder.open("cam");
        Recording beside = recorder.open("cam");
        write(beside, seconds(0, 1));
        beside.close("the stream has ended");

        assertThat(first).hasFileName("cam.flv");
        assertThat(second).hasFileName("cam-1.flv");
        assertThat(running.location()).endsWith("cam-2.flv");
        assertThat(beside.location()).endsWith("cam-3.flv");
        running.close("the stream has ended");
    }

    @Test
    void shouldOverwriteOnlyWhenItIsFinished() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.settings("{app}/{name}.flv", OnExisting.OVERWRITE));
        Path file = recorder.record("cam", seconds(0, 1));
        byte[] before = Files.readAllBytes(file);
        Recording second = recorder.open("cam");
        write(second, seconds(0, 2));
        assertThat(file).hasBinaryContent(before);
        second.close("the stream has ended");

        assertThat(recorder.files()).containsExactly(file);
        assertThat(FlvReader.metadata(file)).containsEntry("duration", 1.91);
    }

    @Test
    void shouldNotOverwriteItsOwnParts() throws IOException {
        FlvSettings settings = new FlvSettings(
                "recordings",
                "{app}/{name}.flv",
                List.of("**"),
                OnExisting.OVERWRITE,
                Duration.ofSeconds(1),
                0,
                OnRestart.CONTINUE,
                0,
                false);
        Recorder recorder = Recorder.in(directory, settings);
        recorder.record("cam", seconds(0, 3));
        assertThat(recorder.files())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("cam-1.flv", "cam-2.flv", "cam.flv");
    }

    @Test
    void shouldRefuseWhatIsThereAlreadyWhenAsked() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.settings("{app}/{name}.flv", OnExisting.FAIL));
        recorder.record("cam", seconds(0, 1));
        assertThatThrownBy(() -> recorder.open("cam"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("cam.flv");
        assertThat(recorder.files()).hasSize(1);
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
