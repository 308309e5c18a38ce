package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A publisher or player that is killed takes nobody else along. */
class BrokenPeerIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);

    @Test
    void shouldEndViewersOfAKilledPublisherAfterTheGraceAndFreeTheName() {
        Sluice server = Sluice.start(bench, "applications.live.publish.resumeGrace=1s");
        Path watched = bench.folder().resolve("watched.flv");
        Run player = ffmpeg.record(server.url("killed"), watched, 60);
        Run publisher = ffmpeg.publish(server.url("killed"), "160x120", 60);
        LateJoinIT.awaitMedia(watched);
        publisher.kill();
        player.expectSuccess(LIMIT);
        ffmpeg.expectDecodes(watched);

        Path again = bench.folder().resolve("again.flv");
        Run nextPlayer = ffmpeg.record(server.url("killed"), again, 2);
        server.awaitPlayers("killed", 2);
        ffmpeg.publish(server.url("killed"), "160x120", 4).expectSuccess(LIMIT);
        nextPlayer.expectSuccess(LIMIT);
        assertThat(server.log()).contains("live/killed");
    }

    @Test
    void shouldKeepViewersWhenAKilledPublisherComesBack() {
        Sluice server = Sluice.start(bench, "applications.live.publish.resumeGrace=1m");
        Path watched = bench.folder().resolve("watched.flv");
        Run player = ffmpeg.record(server.url("resumed"), watched, 60);
        Run publisher = ffmpeg.publish(server.url("resumed"), "160x120", 60);
        LateJoinIT.awaitMedia(watched);
        publisher.kill();
        server.awaitEnds("resumed", 1);
        int before = FlvFile.tags(watched, FlvFile.VIDEO).size();
        ffmpeg.publish(server.url("resumed"), "160x120", 3).expectSuccess(LIMIT);
        player.expectSuccess(LIMIT);
        assertThat(FlvFile.tags(watched, FlvFile.VIDEO).size()).isGreaterThan(before + 40);
    }

    @Test
    void shouldNotDisturbOthersWhenAPlayerIsKilled() {
        Sluice server = Sluice.start(bench);
        Path published = ffmpeg.encode("published.flv", 5);
        Path leaving = bench.folder().resolve("leaving.flv");
        Path staying = bench.folder().resolve("staying.flv");
        Run leaves = ffmpeg.record(server.url("watched"), leaving, 60);
        Run stays = ffmpeg.record(server.url("watched"), staying, 60);
        server.awaitPlayers("watched", 2);
        Run publisher = ffmpeg.publishFile(published, server.url("watched"));
        LateJoinIT.awaitMedia(leaving);
        leaves.kill();
        publisher.expectSuccess(LIMIT);
        stays.expectSuccess(LIMIT);
        FlvFile.expectSame(FlvFile.tags(staying, FlvFile.VIDEO), FlvFile.tags(published, FlvFile.VIDEO));
        FlvFile.expectSame(FlvFile.tags(staying, FlvFile.AUDIO), FlvFile.tags(published, FlvFile.AUDIO));
    }
}
