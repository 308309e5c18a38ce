package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A publisher that sends as if ten seconds were one is slowed down by its own socket, if at all; nobody else is. */
class FastPublisherIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int FAST = 10;

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);

    @Test
    void shouldNotDisturbOtherStreams() {
        Sluice server = Sluice.start(bench);
        Path calm = ffmpeg.encode("calm.flv", 5);
        Path hasty = ffmpeg.encode("hasty.flv", 30);
        var recordings = new ArrayList<Path>();
        var players = new ArrayList<Run>();
        for (int i = 0; i < 3; i++) {
            Path recording = bench.folder().resolve("calm-" + i + ".flv");
            recordings.add(recording);
            players.add(ffmpeg.record(server.url("calm"), recording, 60));
        }
        Path hastyRecording = bench.folder().resolve("hasty-played.flv");
        Run hastyPlayer = ffmpeg.record(server.url("hasty"), hastyRecording, 60);
        server.awaitPlayers("calm", players.size());
        server.awaitPlayers("hasty", 1);
        Run calmPublisher = ffmpeg.publishFile(calm, server.url("calm"));
        LateJoinIT.awaitMedia(recordings.get(0));
        Run hastyPublisher = ffmpeg.publishFile(hasty, server.url("hasty"), FAST);
        hastyPublisher.expectSuccess(LIMIT);
        calmPublisher.expectSuccess(LIMIT);
        players.forEach(player -> player.expectSuccess(LIMIT));
        hastyPlayer.expectSuccess(LIMIT);
        for (Path recording : recordings) {
            expectSame(recording, calm);
        }
        expectSame(hastyRecording, hasty);
    }

    private static void expectSame(Path played, Path published) {
        for (int type : List.of(FlvFile.AUDIO, FlvFile.VIDEO)) {
            assertThat(FlvFile.tags(published, type)).hasSizeGreaterThan(50);
            FlvFile.expectSame(FlvFile.tags(played, type), FlvFile.tags(published, type));
        }
    }
}
