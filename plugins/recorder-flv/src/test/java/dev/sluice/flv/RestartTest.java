package dev.sluice.flv;

import static dev.sluice.flv.Publication.bodies;
import static dev.sluice.flv.Publication.seconds;
import static dev.sluice.flv.Recorder.write;
import static dev.sluice.testkit.TestMedia.aac;
import static dev.sluice.testkit.TestMedia.aacHeader;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import dev.sluice.testkit.TestMedia;
import dev.sluice.testkit.TestStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
    @TempDir
    private Path directory;

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
        assertThat(FlvReader.bodies(recorder.files().get(0)))
                .as("the same headers once")
                .isEqualTo(bodies(expected));
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
        assertThat(FlvReader.bodies(recorder.files().get(0)))
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
        assertThat(FlvReader.bodies(file)).isEqualTo(bodies(second.subList(1, 4)));
        assertThat(FlvReader.metadata(file)).containsEntry("width", 1280.0);
        assertThat(recording.location()).isEqualTo(file.toString());
    }

    @Test
    void shouldTellOfThePartBeforeARestartOnceTheNextOneHasMedia() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rolling());
        Recording recording = recorder.open("cam");
        write(recording, seconds(0, 1));
        recording.restarted(TestStream.named("cam"));
        recording.write(aacHeader(0));
        assertThat(recording.finishedPart()).as("it may be the last").isEmpty();
        recording.write(aac(0, 5));
        assertThat(recording.finishedPart()).endsWith("/cam/1.flv");
        assertThat(recording.finishedPart()).isEmpty();
        recording.close("the stream has ended");
        assertThat(recording.finishedPart()).isEmpty();
        assertThat(recording.location()).endsWith("/cam/2.flv");
    }

    @Test
    void shouldTellOfTheLastPartByItsLocationOnly() throws IOException {
        Recorder recorder = Recorder.in(directory, Recorder.rolling());
        Recording recording = recorder.open("cam");
        write(recording, seconds(0, 1));
        recording.restarted(TestStream.named("cam"));
        recording.write(aacHeader(0));
        recording.close("the stream has ended");
        assertThat(recording.finishedPart()).isEmpty();
        assertThat(recording.location()).endsWith("/cam/1.flv");
    }
}
