package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.FlvFile.Tag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ffmpeg publishes lies in files that can be played, whatever happens to the server. */
class RecorderFlvIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);

    @Test
    void shouldRecordWhatPlayersReceive() {
        Sluice server = start("{ path: '{app}/{name}.flv' }");
        Path published = ffmpeg.encodeNoise("published.flv", 4);
        Path played = bench.folder().resolve("played.flv");
        Run player = ffmpeg.record(server.url("show"), played, 10);
        server.awaitPlayers("show", 1);
        ffmpeg.publishFile(published, server.url("show"), 2).expectSuccess(LIMIT);
        player.expectSuccess(LIMIT);

        Path recorded = awaitFiles("live/show.flv").get(0);
        expectPlayable(recorded, 4, "h264,160,120", "aac");
        ffmpeg.expectSeeks(recorded, 2);
        int start = Math.min(
                first(played, FlvFile.AUDIO).timestamp(),
                first(played, FlvFile.VIDEO).timestamp());
        for (int type : List.of(FlvFile.AUDIO, FlvFile.VIDEO)) {
            List<Tag> received = FlvFile.tags(played, type);
            assertThat(received).hasSizeGreaterThan(50);
            FlvFile.expectSame(
                    FlvFile.frames(FlvFile.tags(recorded, type)), FlvFile.since(FlvFile.frames(received), start));
        }
    }

    @Test
    void shouldRecordSeveralStreamsAtOnce() {
        Sluice server = start("{ path: '{app}/{name}.flv', streams: [live/av1, live/h264, live/audio] }");
        List.of(
                        ffmpeg.publishAv1(server.url("av1"), 4),
                        ffmpeg.publish(server.url("h264"), "320x180", 4),
                        ffmpeg.publishAudio(server.url("audio"), 4),
                        ffmpeg.publishAudio(server.url("other"), 4))
                .forEach(publisher -> publisher.expectSuccess(LIMIT));
        List<Path> files = awaitFiles("live/audio.flv", "live/av1.flv", "live/h264.flv");
        expectPlayable(files.get(0), 4, "aac");
        expectPlayable(files.get(1), 4, "av1,160,120", "opus");
        ffmpeg.expectSeeks(files.get(1), 3);
        expectPlayable(files.get(2), 4, "h264,320,180", "aac");
    }

    @Test
    void shouldBeginANewFileAtAKeyframe() {
        // at five seconds there is a MiB, which makes a file whatever the clock says
        Sluice server = start("{ path: '{app}/{name}-{n}.flv', rotateAfter: 4500ms }");
        Path published = ffmpeg.encodeNoise("published.flv", 12);
        ffmpeg.publishFile(published, server.url("long"), 6).expectSuccess(LIMIT);
        List<Path> parts = awaitFiles("live/long-1.flv", "live/long-2.flv", "live/long-3.flv");
        for (Path part : parts) {
            assertThat(first(part, FlvFile.VIDEO).payload())
                    .as("first frame of %s", part)
                    .startsWith("1701");
            ffmpeg.expectDecodes(part);
            assertThat(ffmpeg.streams(part)).containsExactlyInAnyOrder("h264,160,120", "aac");
        }
        for (int type : List.of(FlvFile.AUDIO, FlvFile.VIDEO)) {
            List<String> expected = payloads(FlvFile.frames(FlvFile.tags(published, type)));
            List<String> recorded = new ArrayList<>();
            parts.forEach(part -> recorded.addAll(payloads(FlvFile.frames(FlvFile.tags(part, type)))));
            assertThat(recorded.equals(expected))
                    .as("%d frames published, %d recorded, all the same", expected.size(), recorded.size())
                    .isTrue();
        }
    }

    @Test
    void shouldRepairTheFileOfAKilledServer() {
        Sluice server = start("{ path: '{app}/{name}.flv' }");
        Path published = ffmpeg.encodeNoise("published.flv", 40);
        Run publisher = ffmpeg.publishFile(published, server.url("cut"), 2);
        Path part = recordings().resolve("live/cut.flv.part");
        Awaitility.await("media in " + part)
                .atMost(LIMIT)
                .until(() -> FlvFile.tags(part, FlvFile.VIDEO).size() > 60);
        server.process().kill();
        publisher.kill();
        int written = FlvFile.tags(part, FlvFile.VIDEO).size();

        Sluice.start(bench);
        Path repaired = awaitFiles("live/cut.flv").get(0);
        expectPlayable(repaired, written / 15.0, "h264,160,120", "aac");
        ffmpeg.expectSeeks(repaired, 2);
        List<String> all = payloads(FlvFile.tags(published, FlvFile.VIDEO));
        assertThat(payloads(FlvFile.tags(repaired, FlvFile.VIDEO)).equals(all.subList(0, written)))
                .as("the %d tags that were written", written)
                .isTrue();
    }

    private Sluice start(String settings) {
        Sluice.configure(bench, "plugins: { settings: { recorder-flv: " + settings + " } }");
        return Sluice.start(bench);
    }

    private Path recordings() {
        return Sluice.base(bench).resolve("recordings");
    }

    /** Waits until these are all the files, so that none is in progress any more. */
    private List<Path> awaitFiles(String... names) {
        Awaitility.await("recordings")
                .atMost(LIMIT)
                // the folder comes with the first file, and a file gets another name
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() -> assertThat(names()).containsExactly(names));
        return names().stream().map(recordings()::resolve).toList();
    }

    private List<String> names() {
        try (var files = Files.walk(recordings())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> recordings().relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void expectPlayable(Path file, double seconds, String... streams) {
        assertThat(ffmpeg.streams(file)).as("streams of %s", file).containsExactlyInAnyOrder(streams);
        assertThat(ffmpeg.seconds(file)).as("seconds of %s", file).isBetween(seconds - 0.5, seconds + 0.5);
        ffmpeg.expectDecodes(file);
    }

    /** The first tag after the sequence header. */
    private static Tag first(Path file, int type) {
        return FlvFile.frames(FlvFile.tags(file, type)).get(0);
    }

    private static List<String> payloads(List<Tag> tags) {
        return tags.stream().map(Tag::payload).toList();
    }
}
