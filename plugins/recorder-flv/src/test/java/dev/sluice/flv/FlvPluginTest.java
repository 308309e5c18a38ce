package dev.sluice.flv;

import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.keyframe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Recording;
import dev.sluice.testkit.TestContext;
import dev.sluice.testkit.TestStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlvPluginTest {
    private static final FlvSettings SETTINGS = Recorder.settings("{app}/{name}.flv", OnExisting.RENAME);

    @TempDir
    private Path base;

    @Test
    void shouldDoNothingWithoutSettings() {
        try (var context = new TestContext("recorder-flv", base, null)) {
            new FlvPlugin(context).start();
            assertThat(context.recorders()).isEmpty();
            assertThat(base).isEmptyDirectory();
        }
    }

    @Test
    void shouldRecordIntoTheDirectoryOfTheSettings() throws IOException {
        try (var context = new TestContext("recorder-flv", base, SETTINGS)) {
            new FlvPlugin(context).start();
            Recording recording =
                    context.recorders().get(0).open(TestStream.named("cam")).orElseThrow();
            recording.write(avcHeader(0));
            recording.write(keyframe(0, 10));
            recording.close("the stream has ended");
            assertThat(base.resolve("recordings/live/cam.flv")).exists();
        }
    }

    @Test
    void shouldRepairWhatACrashHasLeftBehind() throws IOException {
        Path folder = base.resolve("recordings");
        Recorder killed = Recorder.in(folder);
        Recording recording = killed.open("cam");
        recording.write(avcHeader(0));
        killed.pass(1);
        recording.write(keyframe(0, 10));
        Path part = folder.resolve("live/cam.flv.part");
        byte[] left = Files.readAllBytes(part);
        recording.close("the test goes on");
        Files.delete(folder.resolve("live/cam.flv"));
        Files.write(part, left);

        try (var context = new TestContext("recorder-flv", base, SETTINGS)) {
            new FlvPlugin(context).start();
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(
                            () -> assertThat(folder.resolve("live/cam.flv")).exists());
            assertThat(part).doesNotExist();
        }
    }

    @Test
    void shouldFailToStartWithoutADirectory() throws IOException {
        Files.writeString(base.resolve("recordings"), "no folder");
        try (var context = new TestContext("recorder-flv", base, SETTINGS)) {
            assertThatThrownBy(() -> new FlvPlugin(context).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("recordings");
            assertThat(context.recorders()).isEmpty();
        }
    }
}
