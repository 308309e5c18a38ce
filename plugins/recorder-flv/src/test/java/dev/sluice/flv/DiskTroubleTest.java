package dev.sluice.flv;

import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.interFrame;
import static dev.sluice.testkit.TestMedia.keyframe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Adversarial case 80. */
class DiskTroubleTest {
    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** A disk with only so much room in each file, and so much elsewhere. */
    private static Disk disk(long room, long roomAfterFailure, AtomicLong usable) {
        return new Disk() {
            @Override
            public FileChannel create(Path file) throws IOException {
                return new FailingChannel(REAL.create(file), room, roomAfterFailure, new AtomicLong());
            }

            @Override
            public FileChannel open(Path file) throws IOException {
                return REAL.open(file);
            }

            @Override
            public long usableBytes(Path folder) {
                return usable.get();
            }
        };
    }

    private static FlvSettings keepingFree(long bytes) {
        return new FlvSettings(
                "recordings",
                "{app}/{name}.flv",
                List.of("**"),
                OnExisting.RENAME,
                Duration.ZERO,
                0,
                OnRestart.CONTINUE,
                bytes,
                true);
    }

    /** Writes until it fails; gives what is in a file that has all the room. */
    private List<FlvReader.Tag> fill(Recording recording, List<MediaMessage> messages) throws IOException {
        try {
            Recorder.write(recording, messages);
            recording.close("the stream has ended");
        } catch (IOException full) {
            assertThat(full).hasMessage("No space left on device");
            assertThatThrownBy(() -> recording.write(messages.get(0))).isInstanceOf(IOException.class);
            recording.close("it has failed");
        }
        Path reference =
                Recorder.in(Files.createTempDirectory(directory, "all")).record("cam", messages);
        return FlvReader.contents(reference);
    }

    @Test
    void shouldKeepAllWholeTagsWhenTheDiskIsFull() throws IOException {
        System.out.println("seed " + seed);
        for (int i = 0; i < 60; i++) {
            List<MediaMessage> messages = Publication.random(random);
            int room = random.nextInt(random.nextBoolean() ? 300_000 : FileHead.BYTES + 3_000);
            Path folder = Files.createTempDirectory(directory, "full");
            long roomAfterFailure = random.nextBoolean() ? room : Long.MAX_VALUE;
            Disk disk = disk(room, roomAfterFailure, new AtomicLong(Long.MAX_VALUE));
            Recorder recorder = new Recorder(folder, keepingFree(0), disk);
            List<FlvReader.Tag> expected = fill(recorder.open("cam"), messages).stream()
                    .filter(tag -> tag.position() + 15 + tag.body().length() / 2 <= room)
                    .toList();

            boolean frames = expected.stream().anyMatch(tag -> tag.body().matches("(1701|2701|af01|02000a6f6e54).*"));
            assertThat(recorder.files()).as("seed %d", seed).hasSize(frames ? 1 : 0);
            if (!frames) {
                continue;
            }
            Path file = recorder.files().get(0);
            assertThat(file).hasFileName("cam.flv");
            assertThat(FlvReader.contents(file)).as("seed %d", seed).isEqualTo(expected);
            int last = expected.stream().mapToInt(FlvReader.Tag::time).max().orElseThrow();
            assertThat(FlvReader.metadata(file))
                    .containsEntry("duration", last / 1_000.0)
                    .containsEntry("filesize", (double) Files.size(file));
            long end = Files.size(file);
            assertThat(FlvReader.keyframes(file, "filepositions"))
                    .allSatisfy(position -> assertThat((Double) position).isLessThan(end));
        }
    }

    @Test
    void shouldFinishARecordingWhenTheDiskIsNearlyFull() throws IOException {
        var usable = new AtomicLong(1_000);
        Recorder recorder = new Recorder(directory, keepingFree(1_000), disk(Long.MAX_VALUE, Long.MAX_VALUE, usable));
        Recording recording = recorder.open("cam");
        recording.write(avcHeader(0));
        recording.write(keyframe(0, 10));
        usable.set(999);
        recorder.pass(1);
        assertThatThrownBy(() -> recording.write(interFrame(40, 10)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("minFreeSpace");
        recording.close("it has failed");
        assertThat(recorder.files()).hasSize(1);
        assertThat(FlvReader.contents(recorder.files().get(0))).hasSize(3);

        assertThatThrownBy(() -> recorder.open("another"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("minFreeSpace");
        assertThat(recorder.files()).hasSize(1);
    }

    /** @param closing whether it is the last flush that fails, or one before it */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotOverwriteAWholeRecordingWithOneThatFails(boolean closing) throws IOException {
        FlvSettings settings = Recorder.settings("{app}/{name}.flv", OnExisting.OVERWRITE);
        Path whole = Recorder.in(directory, settings).record("cam", Publication.seconds(0, 10));
        byte[] before = Files.readAllBytes(whole);
        Disk full = disk(FileHead.BYTES + 2_000, Long.MAX_VALUE, new AtomicLong(Long.MAX_VALUE));
        Recorder recorder = new Recorder(directory, settings, full);
        Recording recording = recorder.open("cam");
        for (MediaMessage message : Publication.seconds(0, 2)) {
            recording.write(message);
        }
        recorder.pass(closing ? 0 : 1);
        assertThatThrownBy(() -> {
                    recording.write(interFrame(2_040, 10));
                    recording.close("the stream has ended");
                })
                .isInstanceOf(IOException.class);
        recording.close("it has failed");

        assertThat(whole).hasBinaryContent(before);
        Path failed = whole.resolveSibling("cam-1.flv");
        assertThat(recorder.files()).containsExactly(failed, whole);
        assertThat(recording.location()).isEqualTo(failed.toString());
        assertThat(FlvReader.contents(failed)).isNotEmpty();
    }

    @Test
    void shouldEndWhenTheFileIsRemoved() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        Recording other = recorder.open("other");
        recording.write(keyframe(0, 10));
        other.write(keyframe(0, 10));
        Files.delete(directory.resolve("live/cam.flv.part"));
        recorder.pass(1);
        assertThatThrownBy(() -> recording.write(interFrame(40, 10)))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("removed");
        recording.close("it has failed");
        other.write(interFrame(40, 10));
        other.close("the stream has ended");
        assertThat(recorder.files()).hasSize(1);
        assertThat(FlvReader.contents(recorder.files().get(0))).hasSize(2);
    }

    @Test
    void shouldLeaveToTheNextStartWhatItCannotFinish() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        recording.write(avcHeader(0));
        recorder.pass(1);
        recording.write(keyframe(0, 10));
        Thread.currentThread().interrupt();
        recorder.pass(1);
        assertThatThrownBy(() -> recording.write(interFrame(40, 10))).isInstanceOf(ClosedByInterruptException.class);
        assertThat(Thread.interrupted()).isTrue();
        recording.close("it has failed");
        assertThat(recording.location()).endsWith("live/cam.flv.part");

        assertThat(recorder.repair()).hasSize(1);
        assertThat(FlvReader.contents(recorder.files().get(0))).hasSize(2);
    }

    @Test
    void shouldRefuseAFolderThatIsAFile() throws IOException {
        Files.writeString(directory.resolve("live"), "no folder");
        Recorder recorder = Recorder.in(directory);
        assertThatThrownBy(() -> recorder.open("cam")).isInstanceOf(IOException.class);
    }

    @Test
    void shouldRefuseLinksThatLeadOut() throws IOException {
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Path inside = Files.createDirectories(directory.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("live"), outside);
        Recorder recorder = Recorder.in(inside);
        assertThatThrownBy(() -> recorder.open("a/b"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("link");
        assertThat(outside).isEmptyDirectory();

        Files.delete(inside.resolve("live"));
        Files.createDirectory(inside.resolve("live"));
        Files.createSymbolicLink(inside.resolve("live/cam.flv.part"), outside.resolve("target"));
        Recording recording = recorder.open("cam");
        assertThat(recording.location()).endsWith("cam-1.flv");
        recording.close("the test is over");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void shouldKeepWhatFitsOnARealDisk() throws Exception {
        Path mount = Files.createDirectory(directory.resolve("tmpfs"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", mount.toString()), "may not mount");
        try {
            Recorder recorder = Recorder.in(mount);
            Recording small = recorder.open("small");
            small.write(keyframe(0, 100));
            recorder.pass(1);
            small.write(interFrame(20, 100));
            List<MediaMessage> messages = new ArrayList<>(List.of(avcHeader(0)));
            for (int i = 0; i < 200; i++) {
                messages.add(i % 10 == 0 ? keyframe(i * 40, 20_000) : interFrame(i * 40, 8_000));
            }
            List<FlvReader.Tag> all = fill(recorder.open("large"), messages);
            small.close("the stream has ended");

            assertThat(recorder.files())
                    .extracting(file -> file.getFileName().toString())
                    .containsExactly("large.flv", "small.flv");
            List<FlvReader.Tag> kept = FlvReader.contents(recorder.files().get(0));
            assertThat(kept).hasSizeGreaterThan(50).isEqualTo(all.subList(0, kept.size()));
            assertThat(FlvReader.contents(recorder.files().get(1))).hasSize(2);
        } finally {
            assertThat(run("umount", mount.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
