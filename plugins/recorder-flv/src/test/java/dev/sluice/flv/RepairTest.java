package dev.sluice.flv;

import static dev.sluice.testkit.TestMedia.aac;
import static dev.sluice.testkit.TestMedia.aacHeader;
import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.keyframe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import dev.sluice.testkit.TestMedia;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepairTest {
    @TempDir
    private Path directory;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    /** The file of a recorder that was killed in the middle, with all that it had flushed. */
    private byte[] interrupted(List<? extends MediaMessage> messages) throws IOException {
        Path folder = Files.createTempDirectory(directory, "killed");
        Recorder recorder = Recorder.in(folder);
        Recording recording = recorder.open("cam");
        for (MediaMessage message : messages) {
            recorder.pass(1);
            recording.write(message);
        }
        byte[] bytes = Files.readAllBytes(recorder.files().get(0));
        recording.close("the test is over");
        return bytes;
    }

    private Recorder left(byte[] part) throws IOException {
        Path folder = Files.createTempDirectory(directory, "left");
        Files.createDirectories(folder.resolve("live"));
        Files.write(folder.resolve("live/cam.flv.part"), part);
        return Recorder.in(folder);
    }

    private static void expectPrefix(Path file, List<FlvReader.Tag> whole, long length) throws IOException {
        List<FlvReader.Tag> expected = whole.stream()
                .filter(tag -> tag.position() + 15 + tag.body().length() / 2 <= length)
                .toList();
        assertThat(FlvReader.contents(file)).isEqualTo(expected);
        int last = expected.stream().mapToInt(FlvReader.Tag::time).max().orElseThrow();
        assertThat(FlvReader.metadata(file))
                .containsEntry("duration", last / 1_000.0)
                .containsEntry("filesize", (double) Files.size(file));
        assertThat(FlvReader.keyframes(file, "filepositions"))
                .isEqualTo(expected.stream()
                        .filter(RepairTest::isIndexed)
                        .map(tag -> (double) tag.position())
                        .toList());
    }

    private static boolean isIndexed(FlvReader.Tag tag) {
        return tag.body().startsWith("1701") || tag.body().startsWith("1700");
    }

    @Test
    void shouldCutAnywhereNearATagAndKeepAValidPrefix() throws IOException {
        List<TestMedia> messages = List.of(
                Publication.metadata(0, 640),
                avcHeader(0),
                aacHeader(0),
                keyframe(0, 40),
                aac(10, 20),
                Publication.text(15, "goal"),
                keyframe(1_000, 30));
        byte[] part = interrupted(messages);
        List<FlvReader.Tag> whole = FlvReader.contents(left(part).repair().get(0));
        for (int length = 0; length <= part.length; length += length < FileHead.BYTES - 20 ? 4_099 : 1) {
            Recorder recorder = left(Arrays.copyOf(part, length));
            List<Path> repaired = recorder.repair();
            boolean holdsFrame = length >= end(whole.get(2));
            assertThat(repaired).as("cut at %d", length).hasSize(holdsFrame ? 1 : 0);
            assertThat(recorder.files()).isEqualTo(repaired);
            if (holdsFrame) {
                expectPrefix(repaired.get(0), whole, length);
                assertThat(FlvReader.metadata(repaired.get(0))).containsEntry("width", 640.0);
            }
        }
    }

    @Test
    void shouldSurviveZerosAndGarbageAtTheEnd() throws IOException {
        byte[] part = interrupted(List.of(avcHeader(0), keyframe(0, 40), aac(10, 20)));
        byte[] intact = Files.readAllBytes(left(part).repair().get(0));
        for (int i = 0; i < 50; i++) {
            byte[] tail = new byte[1 + random.nextInt(5_000)];
            if (i % 2 == 1) {
                random.nextBytes(tail);
            }
            byte[] dirty = Arrays.copyOf(part, part.length + tail.length);
            System.arraycopy(tail, 0, dirty, part.length, tail.length);
            assertThat(left(dirty).repair().get(0)).as("seed %d", seed).hasBinaryContent(intact);
        }
    }

    @Test
    void shouldNotTouchARecordingThatGoesOn() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        recording.write(avcHeader(0));
        recording.write(keyframe(0, 10));
        assertThat(recorder.repair()).isEmpty();
        assertThat(recorder.repairAsAfterCrash())
                .as("another plugin in this process")
                .isEmpty();

        recording.close("the stream has ended");
        assertThat(recorder.files()).hasSize(1);
        assertThat(recorder.files().get(0)).hasFileName("cam.flv");
    }

    @Test
    void shouldNotTouchARecordingOfAnotherProcess() throws Exception {
        Recorder recorder = left(interrupted(List.of(avcHeader(0), keyframe(0, 40))));
        Path part = recorder.files().get(0);
        Process locker = elsewhere(part, 'L');
        try {
            assertThat(recorder.repair()).isEmpty();
            assertThat(recorder.files()).containsExactly(part);
        } finally {
            locker.destroyForcibly().waitFor();
        }
        assertThat(recorder.repair()).hasSize(1);
    }

    @Test
    void shouldLeaveAloneWhatIsNotItsOwn() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Path download = directory.resolve("video.flv.part");
        Files.write(download, new byte[100_000]);
        Path short1 = directory.resolve("short.flv.part");
        Files.writeString(short1, "FLV\1 of somebody else");
        Path other = directory.resolve("notes.part");
        Files.writeString(other, "notes");
        byte[] foreign = interrupted(List.of(avcHeader(0), keyframe(0, 40)));
        Arrays.fill(foreign, 60, 40_000, (byte) 1);
        Path damaged = directory.resolve("damaged.flv.part");
        Files.write(damaged, foreign);

        assertThat(recorder.repair()).isEmpty();
        assertThat(download).exists();
        assertThat(short1).exists();
        assertThat(other).exists();
        assertThat(damaged).exists();
    }

    @Test
    void shouldNotFollowLinks() throws IOException {
        byte[] part = interrupted(List.of(avcHeader(0), keyframe(0, 40)));
        Path outside = Files.createDirectories(directory.resolve("outside"));
        Files.write(outside.resolve("cam.flv.part"), part);
        Path inside = Files.createDirectories(directory.resolve("inside"));
        Files.createSymbolicLink(inside.resolve("folder"), outside);
        Files.createSymbolicLink(inside.resolve("cam.flv.part"), outside.resolve("cam.flv.part"));
        assertThat(Recorder.in(inside).repair()).isEmpty();
        assertThat(outside.resolve("cam.flv.part")).hasBinaryContent(part);
    }

    @Test
    void shouldNotOverwriteAFinishedFile() throws IOException {
        Recorder recorder = left(interrupted(List.of(avcHeader(0), keyframe(0, 40))));
        Path finished = recorder.files().get(0).resolveSibling("cam.flv");
        Files.writeString(finished, "precious");
        assertThat(recorder.repair())
                .extracting(file -> file.getFileName().toString())
                .containsExactly("cam-1.flv");
        assertThat(finished).hasContent("precious");
    }

    @Test
    void shouldGiveWhatClosingWouldHaveGiven() throws IOException {
        System.out.println("seed " + seed);
        for (int i = 0; i < 20; i++) {
            List<MediaMessage> messages = Publication.random(random);
            Path closed =
                    Recorder.in(Files.createTempDirectory(directory, "closed")).record("cam", messages);
            Path repaired = left(interrupted(messages)).repair().get(0);
            assertThat(repaired).as("seed %d, round %d", seed, i).hasSameBinaryContentAs(closed);
        }
    }

    @Test
    void shouldCutRandomRecordingsAtRandomPlaces() throws IOException {
        System.out.println("seed " + seed);
        for (int i = 0; i < 15; i++) {
            byte[] part = interrupted(Publication.random(random));
            Path intact = left(part).repair().get(0);
            List<FlvReader.Tag> whole = FlvReader.contents(intact);
            for (int length : cuts(whole, part.length)) {
                List<Path> repaired = left(Arrays.copyOf(part, length)).repair();
                for (Path file : repaired) {
                    List<FlvReader.Tag> tags = FlvReader.contents(file);
                    assertThat(tags).as("seed %d", seed).isEqualTo(whole.subList(0, tags.size()));
                    long next = tags.size() == whole.size() ? part.length : end(whole.get(tags.size()));
                    assertThat(length).as("seed %d", seed).isLessThanOrEqualTo((int) next);
                }
            }
        }
    }

    private static long end(FlvReader.Tag tag) {
        return tag.position() + 15 + tag.body().length() / 2;
    }

    private Set<Integer> cuts(List<FlvReader.Tag> tags, int size) {
        Set<Integer> cuts = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            int near = (int) tags.get(random.nextInt(tags.size())).position() + random.nextInt(40) - 20;
            cuts.add(Math.max(0, Math.min(size, near)));
            cuts.add(random.nextInt(size + 1));
        }
        return cuts;
    }

    @Test
    void shouldCloseAndRepairWithoutWritingTheFileAgain() throws IOException {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        recording.write(avcHeader(0));
        recording.write(keyframe(0, 10));
        recorder.pass(1);
        recording.write(keyframe(1_000, 10));
        Path part = recorder.files().get(0);
        Object inode = Files.getAttribute(part, "unix:ino");
        recording.close("the stream has ended");
        assertThat(Files.getAttribute(recorder.files().get(0), "unix:ino")).isEqualTo(inode);
    }

    @Test
    void shouldRepairManyFiles() throws IOException {
        byte[] part = interrupted(List.of(avcHeader(0), keyframe(0, 40)));
        List<Path> parts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Path folder = Files.createDirectories(directory.resolve("many/" + i % 7));
            parts.add(Files.write(folder.resolve(i + ".flv.part"), part));
        }
        Recorder recorder = Recorder.in(directory.resolve("many"));
        try (var unreadable = new RandomAccessFile(parts.get(0).toFile(), "rw")) {
            unreadable.seek(0);
            unreadable.writeBytes("broken");
        }
        assertThat(recorder.repair()).hasSize(49);
    }

    @Test
    void shouldKeepOtherProcessesFromARecordingThatGoesOn() throws Exception {
        Recorder recorder = Recorder.in(directory);
        Recording recording = recorder.open("cam");
        recording.write(keyframe(0, 10));
        recorder.repair();
        Process other = elsewhere(recorder.files().get(0), 'B');
        other.destroyForcibly().waitFor();
        recording.close("the stream has ended");
    }

    @Test
    void shouldCutATagWhoseEndNeverReachedTheDisk() throws IOException {
        byte[] part = interrupted(List.of(avcHeader(0), keyframe(0, 40), aac(10, 20)));
        Arrays.fill(part, part.length - 10, part.length, (byte) 0);
        Path repaired = left(part).repair().get(0);
        assertThat(FlvReader.contents(repaired)).hasSize(2);
    }

    /** Another process that wants the lock, as another server on the same folder would, and keeps it if it gets it. */
    private static Process elsewhere(Path file, char expected) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(java, "-cp", classPath, Locker.class.getName(), file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(process.getInputStream().read()).isEqualTo(expected);
        return process;
    }

    /** Says L when it has locked the file, B when somebody else has, and waits until it is ended. */
    static final class Locker {
        public static void main(String[] arguments) throws IOException {
            Path part = Path.of(arguments[0]);
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                System.out.print(channel.tryLock(Long.MAX_VALUE - 1, 1, false) == null ? 'B' : 'L');
                System.out.flush();
                System.in.read();
            }
        }
    }
}
