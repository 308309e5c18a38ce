package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.stream.StreamPath;
import dev.sluice.wire.Frame;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams on their way into a recorder that writes down each call. */
class RecordingTest {
    private static final String DIARY = """
            @Extension public class Diary implements StreamRecorder {
              static final AtomicInteger NUMBERS = new AtomicInteger();
              final Path folder;
              Diary(PluginContext context) { folder = context.resolve("diaries"); }
              public Optional<Recording> open(StreamInfo stream) throws IOException {
                if (stream.name().endsWith("Slowly")) {
                  try { new CountDownLatch(1).await(500, TimeUnit.MILLISECONDS); }
                  catch (InterruptedException e) { throw new IOException(e); }
                }
                return stream.name().startsWith("unwanted") ? Optional.empty() : openOnCommand(stream);
              }
              public Optional<Recording> openOnCommand(StreamInfo stream) throws IOException {
                Files.createDirectories(folder);
                Path file = folder.resolve(stream.name() + "-" + NUMBERS.incrementAndGet());
                return Optional.of(new Recording() {
                  void note(String line) throws IOException {
                    Files.writeString(file, line + "\\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                  }
                  public void write(MediaMessage m) throws IOException {
                    if (stream.name().contains("fullDisk") && m.keyframe()) throw new IOException("disk full");
                    note(m.kind().type() + " " + m.timestamp() + " " + HexFormat.of().formatHex(m.payload()));
                  }
                  public void gap(long dropped) throws IOException { note("gap " + dropped); }
                  public void restarted(StreamInfo s) throws IOException {
                    note("restarted " + s.publisher().get().connectionId());
                  }
                  public String location() { return file.getFileName().toString(); }
                  public void close(String reason) throws IOException { note("close " + reason); }
                });
              }
            }
            """;

    @TempDir
    private Path folder;

    private PluginServer server;

    @BeforeEach
    void start() throws Exception {
        server = new PluginServer(folder);
        PluginJar.of("diary").source("Diary", DIARY).into(server.plugins());
        server.with("applications.live.publish.resumeGrace", "30s")
                .with("server.shutdownGrace", "1s")
                .start();
    }

    @AfterEach
    void close() {
        server.close();
    }

    private List<String> diary(String name) throws IOException {
        Path file = folder.resolve("diaries").resolve(name);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    private void awaitLine(String diary, String start) {
        await().untilAsserted(() ->
                assertThat(diary(diary)).as("lines of %s", diary).anyMatch(line -> line.startsWith(start)));
    }

    private static List<String> lines(List<Frame> frames) {
        List<String> lines = new ArrayList<>();
        for (Frame frame : frames) {
            String payload = HexFormat.of().formatHex(frame.relayedPayload());
            lines.add(frame.type() + " " + (frame.timestamp() & 0xFFFFFFFFL) + " " + payload);
        }
        return lines;
    }

    @Test
    void shouldRecordEverythingFromTheFirstMessageOn() throws Exception {
        List<Frame> frames = new ScriptedMedia(1, 0xFFFF00).headersAnd(60);
        try (WireClient publisher = WireClient.publishing(server.port(), "whole")) {
            publisher.send(frames);
            publisher.sync();
        }
        // an abrupt end: the recording waits for somebody to go on
        await().until(() -> server.inside().counters().get(Counter.PUBLISHES_ENDED) == 1);
        await().untilAsserted(() -> assertThat(server.host().recordings()).hasSize(1));
        List<Frame> more = new ScriptedMedia(2, 5_000).headersAnd(20);
        try (WireClient publisher = WireClient.publishing(server.port(), "whole")) {
            publisher.send(more);
            publisher.command(0, "FCUnpublish", null, "whole");
            awaitLine("whole-1", "close");
        }
        List<String> written = diary("whole-1");
        assertThat(written.subList(0, frames.size())).isEqualTo(lines(frames));
        assertThat(written.get(frames.size())).startsWith("restarted ");
        assertThat(written.subList(frames.size() + 1, written.size() - 1)).isEqualTo(lines(more));
        assertThat(written.get(written.size() - 1)).isEqualTo("close the stream has ended");
        await().until(() -> server.inside().counters().get(Counter.RECORDINGS_ENDED) == 1);
        assertThat(server.host().recordings()).isEmpty();
        await().until(() -> server.inside().logBytes() == 0);
    }

    @Test
    void shouldRecordOnCommandFromTheNewestKeyframeOn() throws Exception {
        StreamPath path = new StreamPath("live", "unwanted");
        try (WireClient publisher = WireClient.publishing(server.port(), "unwanted")) {
            ScriptedMedia media = new ScriptedMedia(1, 0);
            publisher.send(media.headersAnd(15));
            publisher.sync();
            assertThat(server.host().recordings()).isEmpty();
            server.host().startRecording(path);
            assertThatExceptionOfType(PluginException.class)
                    .isThrownBy(() -> server.host().startRecording(path))
                    .withMessageContaining("is being recorded already");
            publisher.send(media.frames(5));
            awaitLine("unwanted-1", "9 760 ");
            assertThat(server.host().stopRecording(path)).isEqualTo(1);
            awaitLine("unwanted-1", "close stopped by an operator");
        }
        List<String> written = diary("unwanted-1");
        assertThat(written.get(0)).startsWith("18 400 ");
        assertThat(written.get(1)).startsWith("8 400 af00");
        assertThat(written.get(2)).startsWith("9 400 1700");
        assertThat(written.get(3)).as("the eleventh frame is a keyframe").startsWith("9 400 1701");
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> server.host().startRecording(new StreamPath("live", "nobody")))
                .withMessageContaining("nobody publishes live/nobody");
    }

    @Test
    void shouldRecordOnCommandWhileTheRecorderIsStillAskedWhetherItWants() throws Exception {
        try (WireClient publisher = WireClient.publishing(server.port(), "unwantedSlowly")) {
            publisher.send(new ScriptedMedia(1, 0).headersAnd(5));
            publisher.sync();
            server.host().startRecording(new StreamPath("live", "unwantedSlowly"));
            assertThat(server.host().recordings()).hasSize(1);
        }
    }

    @Test
    void shouldEndOneRecordingAloneWhenItsDiskFails() throws Exception {
        try (WireClient doomed = WireClient.publishing(server.port(), "fullDisk");
                WireClient fine = WireClient.publishing(server.port(), "fine")) {
            List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(20);
            doomed.send(frames);
            fine.send(frames);
            awaitLine("fullDisk-1", "close disk full");
            fine.command(0, "FCUnpublish", null, "fine");
            awaitLine("fine-2", "close");
            assertThat(lines(frames)).isEqualTo(diary("fine-2").subList(0, frames.size()));
        }
        await().untilAsserted(() -> assertThat(server.inside().counters().get(Counter.RECORDINGS_FAILED))
                .isEqualTo(1));
        assertThat(server.view("diary").failures())
                .as("a disk is no failure of the plugin")
                .isZero();
    }

    @Test
    void shouldRecordWhatIsLiveWhenTheRecorderComes() throws Exception {
        server.host().stop("diary");
        try (WireClient publisher = WireClient.publishing(server.port(), "early")) {
            ScriptedMedia media = new ScriptedMedia(1, 0);
            publisher.send(media.headersAnd(10));
            publisher.sync();
            server.host().start("diary");
            await().until(() -> server.host().recordings().size() == 1);
            publisher.send(media.frames(5));
            awaitLine("early-1", "9 560 ");
            server.host().stop("diary");
            assertThat(diary("early-1")).last().isEqualTo("close the plugin stops");
        }
    }

    @Test
    void shouldFinishRecordingsWhenTheServerStops() throws Exception {
        try (WireClient publisher = WireClient.publishing(server.port(), "cut")) {
            List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(30);
            publisher.send(frames);
            publisher.sync();
            await("it is recorded").until(() -> server.host().recordings().size() == 1);
            server.close();
            List<String> written = diary("cut-1");
            assertThat(written).last().asString().startsWith("close");
            assertThat(written.subList(0, written.size() - 1)).isEqualTo(lines(frames));
        }
    }
}
