package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Recording;
import dev.sluice.testkit.TestMedia;
import dev.sluice.testkit.TestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that really is killed. */
class CrashTest {
    private static final long SOME_BYTES = 3_000_000;

    @TempDir
    private Path directory;

    @Test
    void shouldRepairWhatAKilledProcessHasRecorded() throws Exception {
        Recorder next = Recorder.in(directory);
        Process process = start();
        Path part = directory.resolve("live/cam.flv.part");
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(part) && Files.size(part) > SOME_BYTES);
            assertThat(next.repair()).as("while it records").isEmpty();
        } finally {
            process.destroyForcibly().waitFor();
        }

        List<Path> repaired = next.repair();

        assertThat(repaired).containsExactly(directory.toRealPath().resolve("live/cam.flv"));
        assertThat(part).doesNotExist();
        List<FlvReader.Tag> tags = FlvReader.contents(repaired.get(0));
        for (int i = 1; i < tags.size(); i++) {
            assertThat(tags.get(i).time()).isEqualTo((i - 1) * 40);
        }
        assertThat(tags.size() * 10_000L).isGreaterThan(SOME_BYTES);
    }

    private Process start() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classPath = System.getProperty("java.class.path");
        return new ProcessBuilder(java, "-cp", classPath, Victim.class.getName(), directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Records 20 MB as fast as it can, and waits until it is killed. */
    static final class Victim {
        public static void main(String[] arguments) throws IOException {
            FlvSettings settings = Recorder.settings("{app}/{name}.flv", OnExisting.RENAME);
            var folder = new RecordingFolder(Disk.REAL, Path.of(arguments[0]), 0);
            Recording recording = new FlvRecorder(settings, folder, Clock.systemUTC(), System::nanoTime)
                    .open(TestStream.named("cam"))
                    .orElseThrow();
            recording.write(TestMedia.avcHeader(0));
            for (int i = 0; i < 2_000; i++) {
                boolean key = i % 50 == 0;
                recording.write(key ? TestMedia.keyframe(i * 40L, 10_000) : TestMedia.interFrame(i * 40L, 10_000));
            }
            System.in.read();
        }
    }
}
