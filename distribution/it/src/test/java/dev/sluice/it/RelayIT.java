package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.FlvFile.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** ffmpeg publishes, ffmpeg plays. */
class RelayIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);

    @Test
    void shouldServeFivePlayersAtOnce() {
        Sluice server = Sluice.start(bench);
        var files = new ArrayList<Path>();
        var players = new ArrayList<Run>();
        for (int i = 0; i < 5; i++) {
            Path file = bench.folder().resolve("player-" + i + ".flv");
            files.add(file);
            players.add(ffmpeg.record(server.url("five"), file, 10));
        }
        server.awaitPlayers("five", players.size());
        ffmpeg.publish(server.url("five"), "160x120", 5).expectSuccess(LIMIT);
        players.forEach(player -> player.expectSuccess(LIMIT));
        for (Path file : files) {
            assertThat(ffmpeg.streams(file)).containsExactlyInAnyOrder("h264,160,120", "aac");
            assertThat(ffmpeg.seconds(file)).isGreaterThan(4);
            ffmpeg.expectDecodes(file);
        }
    }

    @Test
    void shouldDeliverWhatWasPublishedBitForBit() {
        Sluice server = Sluice.start(bench);
        Path published = ffmpeg.encode("published.flv", 4);
        Path played = bench.folder().resolve("played.flv");
        Run player = ffmpeg.record(server.url("identical"), played, 10);
        server.awaitPlayers("identical", 1);
        ffmpeg.publishFile(published, server.url("identical")).expectSuccess(LIMIT);
        player.expectSuccess(LIMIT);
        for (int type : List.of(FlvFile.AUDIO, FlvFile.VIDEO)) {
            List<Tag> expected = FlvFile.tags(published, type);
            assertThat(expected).hasSizeGreaterThan(50);
            FlvFile.expectSame(FlvFile.tags(played, type), expected);
        }
    }

    @Test
    void shouldKeepTwoPublishersApart() {
        Sluice server = Sluice.start(bench);
        Path small = bench.folder().resolve("small.flv");
        Path large = bench.folder().resolve("large.flv");
        List<Run> players =
                List.of(ffmpeg.record(server.url("small"), small, 10), ffmpeg.record(server.url("large"), large, 10));
        server.awaitPlayers("small", 1);
        server.awaitPlayers("large", 1);
        List<Run> publishers = List.of(
                ffmpeg.publish(server.url("small"), "160x120", 4), ffmpeg.publish(server.url("large"), "320x180", 4));
        publishers.forEach(publisher -> publisher.expectSuccess(LIMIT));
        players.forEach(player -> player.expectSuccess(LIMIT));
        assertThat(ffmpeg.streams(small)).containsExactlyInAnyOrder("h264,160,120", "aac");
        assertThat(ffmpeg.streams(large)).containsExactlyInAnyOrder("h264,320,180", "aac");
        ffmpeg.expectDecodes(small);
        ffmpeg.expectDecodes(large);
    }

    @Test
    void shouldRelayAudioAlone() {
        Sluice server = Sluice.start(bench);
        Path file = bench.folder().resolve("audio.flv");
        Run player = ffmpeg.record(server.url("audio"), file, 10);
        server.awaitPlayers("audio", 1);
        ffmpeg.publishAudio(server.url("audio"), 4).expectSuccess(LIMIT);
        player.expectSuccess(LIMIT);
        assertThat(ffmpeg.streams(file)).containsExactly("aac");
        assertThat(ffmpeg.seconds(file)).isGreaterThan(3);
        ffmpeg.expectDecodes(file);
    }
}
