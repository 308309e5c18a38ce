package dev.sluice.flv;

import static dev.sluice.flv.Publication.seconds;
import static dev.sluice.flv.Recorder.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Recording;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExistingFileTest {
    @TempDir
    private Path directory;

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
    void shouldNotTryEachNumberAgainForEachFile() throws IOException {
        var looks = new AtomicLong();
        Recorder recorder =
                new Recorder(directory, Recorder.settings("{app}/{name}.flv", OnExisting.RENAME), seeing(looks));
        for (int i = 0; i < 300; i++) {
            Path file = recorder.record("cam", seconds(0, 1));
            assertThat(file).hasFileName(i == 0 ? "cam.flv" : "cam-" + i + ".flv");
        }
        assertThat(looks.get()).isLessThan(300 * 6);
        Files.delete(directory.resolve("live/cam.flv"));
        assertThat(recorder.record("cam", seconds(0, 1))).hasFileName("cam.flv");
        assertThat(recorder.record("cam", seconds(0, 1))).hasFileName("cam-300.flv");
    }

    private static Disk seeing(AtomicLong looks) {
        return new Disk() {
            @Override
            public FileChannel create(Path file) throws IOException {
                return REAL.create(file);
            }

            @Override
            public FileChannel open(Path file) throws IOException {
                return REAL.open(file);
            }

            @Override
            public long usableBytes(Path folder) throws IOException {
                return REAL.usableBytes(folder);
            }

            @Override
            public boolean exists(Path file) {
                looks.incrementAndGet();
                return REAL.exists(file);
            }
        };
    }

    @Test
    void shouldGiveAFailedFileNoNameThatAnotherRecordingIsToGet() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording first = recorder.open("cam");
        Recording second = recorder.open("cam");
        write(first, seconds(0, 1));
        write(second, seconds(0, 1));
        Files.writeString(directory.resolve("live/cam.flv"), "somebody else's");
        first.close("the stream has ended");
        second.close("the stream has ended");
        assertThat(first.location()).endsWith("cam-2.flv");
        assertThat(second.location()).endsWith("cam-1.flv");
    }
}
