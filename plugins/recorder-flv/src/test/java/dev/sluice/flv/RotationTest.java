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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    @TempDir
    private Path directory;

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
            all.addAll(FlvReader.bodies(file).subList(2, tags.size()));
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
    void shouldTellOfEachFinishedPartOnceInOrder() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ofSeconds(2), 0));
        Recording recording = recorder.open("cam");
        List<String> told = new ArrayList<>();
        for (MediaMessage message : seconds(0, 7)) {
            recorder.passTo(message);
            recording.write(message);
            for (String part = recording.finishedPart(); !part.isEmpty(); part = recording.finishedPart()) {
                assertThat(Path.of(part)).exists();
                told.add(part);
            }
        }
        recording.close("the stream has ended");
        assertThat(recording.finishedPart()).isEmpty();
        told.add(recording.location());
        assertThat(told)
                .extracting(part -> Path.of(part).getFileName().toString())
                .containsExactly("1.flv", "2.flv", "3.flv", "4.flv");
    }

    @Test
    void shouldKeepFinishedPartsForAHostThatAsksLate() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ofSeconds(2), 0));
        Recording recording = recorder.open("cam");
        for (MediaMessage message : seconds(0, 7)) {
            recorder.passTo(message);
            recording.write(message);
        }
        recording.close("the stream has ended");
        assertThat(List.of(recording.finishedPart(), recording.finishedPart(), recording.finishedPart()))
                .extracting(part -> Path.of(part).getFileName().toString())
                .containsExactly("1.flv", "2.flv", "3.flv");
        assertThat(recording.finishedPart()).isEmpty();
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
            recorder.pass(600);
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
    void shouldNotLetTimestampsThatRunAwayMakeManyFiles() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ofSeconds(2), 0));
        Recording recording = recorder.open("cam");
        write(recording, List.of(avcHeader(0)));
        for (int i = 0; i < 1_000; i++) {
            recording.write(keyframe(i * 2_001, 10));
        }
        assertThat(recorder.files()).as("in no time").hasSize(1);
        recorder.pass(1);
        recording.write(keyframe(1_000 * 2_001, 10));
        assertThat(recorder.files()).as("after half of the time").hasSize(2);
        recording.close("the stream has ended");
        assertThat(FlvReader.contents(recorder.files().get(0))).hasSize(1_001);
    }

    @Test
    void shouldRotateAStreamThatComesFasterThanItsTimeWhenThereIsMuchOfIt() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ofSeconds(2), 0));
        Recording recording = recorder.open("cam");
        for (int i = 0; i < 40; i++) {
            recording.write(keyframe(i * 1_000, 300_000));
        }
        recording.close("the stream has ended");
        assertThat(recorder.files()).hasSize(10);
    }

    @Test
    void shouldHoldTheTimeRatherThanMakeManyFilesOfTheEndOfIt() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rotating(Duration.ZERO, 0));
        Recording recording = recorder.open("cam");
        write(recording, List.of(avcHeader(0)));
        for (long i = 0; i < 5_000; i++) {
            recording.write(keyframe(i * 3_599_999 & 0xFFFFFFFFL, 10));
        }
        recording.close("the stream has ended");
        assertThat(recorder.files()).hasSize(1);
        assertThat(FlvReader.contents(recorder.files().get(0)))
                .hasSize(5_001)
                .extracting(FlvReader.Tag::time)
                .isSorted()
                .endsWith(Integer.MAX_VALUE);
    }
}
