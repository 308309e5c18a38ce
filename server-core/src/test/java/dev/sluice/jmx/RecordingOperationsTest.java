package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.plugin.PluginJar;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import javax.management.Notification;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recordings begun and ended from a JMX client. */
class RecordingOperationsTest {
    private static final String RECORDER = """
            @Extension public class Recorder implements StreamRecorder {
              public Optional<Recording> open(StreamInfo stream) { return Optional.empty(); }
              public Optional<Recording> openOnCommand(StreamInfo stream) throws IOException {
                if (stream.name().equals("full")) throw new IOException("disk full");
                return Optional.of(new Recording() {
                  public void write(MediaMessage message) {}
                  public String location() { return "nowhere: " + stream.name(); }
                  public void close(String reason) {}
                });
              }
            }
            """;

    /** As far as a stream's name may go. */
    private static final String HOSTILE = "a*?,=:\"";

    @TempDir
    private Path folder;

    private ManagedServer managed;

    @BeforeEach
    void start() throws Exception {
        managed = new ManagedServer(folder);
        PluginJar.of("recorder")
                .source("Recorder", RECORDER)
                .into(managed.server().plugins());
        managed.start();
    }

    @AfterEach
    void close() throws Exception {
        managed.close();
    }

    private WireClient publishing(String key) {
        return WireClient.publishing(managed.server().port(), key);
    }

    private static void sendMedia(WireClient publisher) {
        publisher.send(new ScriptedMedia(1, 0).headersAnd(10));
        publisher.sync();
    }

    @Test
    void shouldRecordFromCommandToCommand() throws Exception {
        BlockingQueue<Notification> notes = managed.notifications(ManagedServer.RECORDINGS);
        try (WireClient publisher = publishing("a*%3F,=:\"")) {
            sendMedia(publisher);
            managed.invoke(ManagedServer.RECORDINGS, "startRecording", "live", HOSTILE);
            await().until(() -> managed.recordings().getRecordings().stream().anyMatch(row -> row.getMessages() > 2));
            assertThat(managed.recordings().getCount()).isEqualTo(1);
            RecordingRow row = managed.recordings().getRecordings().get(0);
            assertThat(row.getApplication()).isEqualTo("live");
            assertThat(row.getName()).isEqualTo(HOSTILE);
            assertThat(row.getPlugin()).isEqualTo("recorder");
            assertThat(row.getLocation()).isEqualTo("nowhere: " + HOSTILE);
            assertThat(row.getStartedAtMillis()).isBetween(1_500_000_000_000L, System.currentTimeMillis());
            assertThat(row.getDropped()).isZero();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> managed.recordings().startRecording("live", HOSTILE))
                    .withMessage("live/a*?... is being recorded already");

            assertThat(managed.invoke(ManagedServer.RECORDINGS, "stopRecording", "live", HOSTILE))
                    .isEqualTo(1);
            await().until(() -> managed.recordings().getCount() == 0);
            Notification started = ManagedServer.next(notes, note -> true);
            assertThat(started.getType()).isEqualTo("dev.sluice.recording.started");
            assertThat(started.getMessage()).isEqualTo("recording of live/" + HOSTILE + " by recorder started");
            Notification stopped = ManagedServer.next(notes, note -> true);
            assertThat(stopped.getType()).isEqualTo("dev.sluice.recording.stopped");
            CompositeData facts = (CompositeData) stopped.getUserData();
            assertThat(facts.get("name")).isEqualTo(HOSTILE);
            assertThat(facts.get("reason")).isEqualTo("stopped by an operator");
            assertThat(facts.get("dropped")).isEqualTo("0");
        }
    }

    @Test
    void shouldSayWhyNothingIsRecorded() throws Exception {
        BlockingQueue<Notification> notes = managed.notifications(ManagedServer.RECORDINGS);
        RecordingsMXBean recordings = managed.recordings();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> recordings.startRecording("live", "nobody"))
                .withMessage("nobody publishes live/nobody");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> recordings.stopRecording("live", "nobody"))
                .withMessage("live/nobody is not being recorded");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> recordings.startRecording("", "key"))
                .withMessage("application: nothing was given");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> recordings.stopRecording("live", null))
                .withMessage("name: nothing was given");
        try (WireClient publisher = publishing("full")) {
            sendMedia(publisher);
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> recordings.startRecording("live", "full"))
                    .withMessageContaining("no recorder records live/full");
            managed.host().stop("recorder");
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> recordings.startRecording("live", "full"))
                    .withMessage("there is no recorder; a plugin that records, such as recorder-flv, needs settings");
        }
        Notification failed = ManagedServer.next(notes, note -> true);
        assertThat(failed.getType()).isEqualTo("dev.sluice.recording.failed");
        assertThat(failed.getMessage())
                .contains("recording of live/full by recorder failed")
                .contains("disk full");
    }
}
