package dev.sluice.flv;

import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.interFrame;
import static dev.sluice.testkit.TestMedia.keyframe;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.Recording;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Repair of files that suffered more than a writer that was interrupted. */
class DamageTest {
    private static final int FIRST_TAG = FileHead.BYTES;
    private static final int FRAMES = 300;

    @TempDir
    private Path directory;

    private Path part;
    private byte[] intact;
    private List<FlvReader.Tag> whole;
    private Recorder recorder;

    /** 3 MB of a recorder that was killed. */
    @BeforeEach
    void leaveAFile() throws IOException {
        recorder = Recorder.in(directory);
        List<MediaMessage> messages = new ArrayList<>(List.of(Publication.metadata(0, 640), avcHeader(0)));
        for (int i = 0; i < FRAMES; i++) {
            messages.add(i % 10 == 0 ? keyframe(i * 40L, 10_000) : interFrame(i * 40L, 10_000));
        }
        Recording recording = recorder.open("cam");
        Recorder.write(recording, messages);
        recorder.pass(1);
        recording.write(interFrame(FRAMES * 40L, 10_000));
        part = directory.resolve("live/cam.flv.part");
        intact = Files.readAllBytes(part);
        recording.close("the test goes on");
        whole = FlvReader.contents(file("cam.flv"));
        Files.delete(file("cam.flv"));
        Files.write(part, intact);
    }

    private Path file(String name) {
        return directory.resolve("live").resolve(name);
    }

    private List<FlvReader.Tag> repaired() throws IOException {
        byte[] damaged = Files.readAllBytes(part);
        assertThat(recorder.repair()).containsExactly(file("cam.flv").toRealPath());
        assertThat(file("cam.flv.damaged")).hasBinaryContent(damaged);
        assertThat(recorder.files()).containsExactly(file("cam.flv"), file("cam.flv.damaged"));
        assertThat(FlvReader.metadata(file("cam.flv")))
                .containsEntry("width", 640.0)
                .containsEntry("duration", FRAMES * 40 / 1_000.0)
                .containsEntry("filesize", (double) Files.size(file("cam.flv")));
        return FlvReader.contents(file("cam.flv"));
    }

    private static List<String> bodies(List<FlvReader.Tag> tags) {
        return tags.stream().map(FlvReader.Tag::body).toList();
    }

    private void damage(long at, byte... bytes) throws IOException {
        byte[] damaged = Files.readAllBytes(part);
        System.arraycopy(bytes, 0, damaged, (int) at, bytes.length);
        Files.write(part, damaged);
    }

    /** Type, size, time and stream; a tag with another size is known by its back pointer. */
    @ParameterizedTest
    @CsvSource({"0, 1", "0, 11", "1, -128", "1, 1", "3, 1", "3, 60", "7, -128", "9, 5"})
    void shouldKeepAllTagsBehindADamagedFirstOne(int offset, byte value) throws IOException {
        damage(FIRST_TAG + offset, value);
        List<FlvReader.Tag> tags = repaired();
        assertThat(bodies(tags)).endsWith(bodies(whole.subList(1, whole.size())).toArray(String[]::new));
        boolean size = offset >= 1 && offset <= 3;
        assertThat(tags).hasSize(whole.size() - (size ? 0 : 1));
    }

    @Test
    void shouldNotCutAtDamageWithinATag() throws IOException {
        damage(whole.get(150).position() + 1_000, new byte[4_096]);
        assertThat(recorder.repair()).hasSize(1);
        assertThat(FlvReader.contents(file("cam.flv"))).hasSize(whole.size());
    }

    @Test
    void shouldKeepATagWhoseBackPointerIsDamaged() throws IOException {
        damage(whole.get(1).position() - 1, (byte) 99);
        assertThat(bodies(repaired())).isEqualTo(bodies(whole));
    }

    @Test
    void shouldNotTakeForATagWhatIsTooLargeForOne() throws IOException {
        int hole = 20_000_000;
        FlvReader.Tag last = whole.get(whole.size() - 1);
        int at = (int) last.position();
        byte[] tag = Arrays.copyOfRange(intact, at, intact.length);
        ByteBuffer damaged = ByteBuffer.allocate(at + FlvTag.HEADER_BYTES + hole + tag.length);
        damaged.put(intact, 0, at).put(tag, 0, FlvTag.HEADER_BYTES);
        damaged.position(damaged.position() + hole - FlvTag.BACK_POINTER_BYTES);
        damaged.putInt(FlvTag.HEADER_BYTES + hole - FlvTag.BACK_POINTER_BYTES).put(tag);
        damaged.put(at + 3, (byte) (tag[3] + 1));
        Files.write(part, damaged.array());
        assertThat(repaired()).extracting(FlvReader.Tag::position).isEqualTo(positions());
    }

    private List<Long> positions() {
        return whole.stream().map(FlvReader.Tag::position).toList();
    }

    @Test
    void shouldGoOnBehindAPageOfZeros() throws IOException {
        damage(whole.get(150).position() / 4_096 * 4_096, new byte[4_096]);
        List<FlvReader.Tag> tags = repaired();
        assertThat(tags).hasSizeGreaterThanOrEqualTo(whole.size() - 2);
        assertThat(bodies(whole)).containsSubsequence(bodies(tags));
    }

    @Test
    void shouldKeepWhatThereIsOfAFileWithRandomHoles() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            Files.write(part, intact);
            int holes = 1 + random.nextInt(5);
            for (int i = 0; i < holes; i++) {
                byte[] garbage = new byte[1 + random.nextInt(20_000)];
                random.nextBytes(garbage);
                int room = (int) whole.get(whole.size() - 1).position() - FIRST_TAG - garbage.length;
                damage(FIRST_TAG + random.nextInt(room), garbage);
            }
            List<Path> files = recorder.repair();
            assertThat(files).as("seed %d", seed).hasSize(1);
            List<FlvReader.Tag> tags = FlvReader.contents(files.get(0));
            assertThat(tags).as("seed %d", seed).hasSizeGreaterThanOrEqualTo(whole.size() - holes * 4);
            Files.delete(files.get(0));
            Files.deleteIfExists(file("cam.flv.damaged"));
        }
    }

    @Test
    void shouldKeepAFileInWhichItFindsNothing() throws IOException {
        byte[] garbage = new byte[3_000_000];
        Arrays.fill(garbage, (byte) 0x47);
        byte[] all = Arrays.copyOf(intact, FIRST_TAG + garbage.length);
        System.arraycopy(garbage, 0, all, FIRST_TAG, garbage.length);
        Files.write(part, all);
        assertThat(recorder.repair()).isEmpty();
        assertThat(recorder.files()).containsExactly(file("cam.flv.damaged"));
        assertThat(file("cam.flv.damaged")).hasBinaryContent(all);
        assertThat(recorder.repair()).isEmpty();
        assertThat(file("cam.flv.damaged")).exists();
    }

    @Test
    void shouldNotOverwriteAnEarlierDamagedFile() throws IOException {
        Files.writeString(file("cam.flv.damaged"), "earlier");
        Files.writeString(file("cam.flv"), "whole");
        damage(FIRST_TAG, (byte) 1);
        assertThat(recorder.repair()).containsExactly(file("cam-1.flv").toRealPath());
        assertThat(file("cam.flv.damaged")).hasContent("earlier");
        assertThat(file("cam.flv")).hasContent("whole");
        assertThat(file("cam-1.flv.damaged")).exists();
    }

    @Test
    void shouldLeaveADamagedFileAsItIsWhenThereIsNoRoomForAnother() throws IOException {
        damage(FIRST_TAG, (byte) 1);
        byte[] damaged = Files.readAllBytes(part);
        assertThat(repairOn(Long.MAX_VALUE, 1_000_000)).isEmpty();
        assertThat(recorder.files()).containsExactly(part);
        assertThat(part).hasBinaryContent(damaged);
    }

    @Test
    void shouldTryAgainAtTheNextStartWhenTheDiskIsFullMeanwhile() throws IOException {
        damage(FIRST_TAG, (byte) 1);
        byte[] damaged = Files.readAllBytes(part);
        assertThat(repairOn(1_000_000, Long.MAX_VALUE)).isEmpty();
        assertThat(recorder.files()).containsExactly(part);
        assertThat(part).hasBinaryContent(damaged);
        assertThat(repaired()).hasSize(whole.size() - 1);
    }

    private List<Path> repairOn(long room, long usableBytes) throws IOException {
        Disk disk = new Disk() {
            @Override
            public FileChannel create(Path file) throws IOException {
                return new FailingChannel(REAL.create(file), room, room, new AtomicLong());
            }

            @Override
            public FileChannel open(Path file) throws IOException {
                return REAL.open(file);
            }

            @Override
            public long usableBytes(Path folder) {
                return usableBytes;
            }
        };
        return new Repair(new RecordingFolder(disk, directory, 0), false).run();
    }

    @Test
    void shouldNotKeepTheOriginalOfAFileWithATornTag() throws IOException {
        Files.write(part, Arrays.copyOf(intact, intact.length - 5_000));
        assertThat(recorder.repair()).hasSize(1);
        assertThat(recorder.files()).containsExactly(file("cam.flv"));
    }
}
