package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.FlvFile.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RI-108: a player whose process is stopped for a while costs only itself something. */
class StoppedPlayerIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEY = "stopped";
    /** Of 15 a second: more than maxLag and what the kernel holds for the player. */
    private static final int LATE_FRAMES = 110;

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);
    private Path published;
    private Path staying;
    private Path stopping;
    private Run stays;
    private Run stops;
    private Run publisher;

    @BeforeEach
    void encode() {
        published = ffmpeg.encodeNoise("published.flv", 15);
        staying = bench.folder().resolve("staying.flv");
        stopping = bench.folder().resolve("stopping.flv");
    }

    /** Both players play when the publisher begins; one of them stops in the middle. */
    private void playAndStop(Sluice server) {
        stays = ffmpeg.record(server.url(KEY), staying, 60);
        stops = ffmpeg.recordUnbuffered(server.url(KEY), stopping, 60);
        server.awaitPlayers(KEY, 2);
        publisher = ffmpeg.publishFile(published, server.url(KEY));
        LateJoinIT.awaitMedia(staying);
        LateJoinIT.awaitMedia(stopping);
        stops.stop();
    }

    private void expectOthersUndisturbed() {
        publisher.expectSuccess(LIMIT);
        stays.expectSuccess(LIMIT);
        for (int type : List.of(FlvFile.AUDIO, FlvFile.VIDEO)) {
            FlvFile.expectSame(FlvFile.tags(staying, type), FlvFile.tags(published, type));
        }
    }

    @Test
    void shouldResetAPlayerThatTakesNothing() {
        Sluice server = Sluice.start(
                bench, "applications.live.play.stallTimeout=5s", "applications.live.play.sendBuffer=16KiB");
        playAndStop(server);
        server.awaitLog("player stalled");
        stops.goOn();
        stops.exitCode(LIMIT);
        expectOthersUndisturbed();
    }

    /** The frames that it missed are left out; what is there can be decoded, to the end of the stream. */
    @Test
    void shouldLetAPlayerGoOnAtAKeyframe() {
        Sluice server = Sluice.start(
                bench,
                "applications.live.play.stallTimeout=1h",
                "applications.live.play.maxLag=5s",
                "applications.live.play.onLag=skip",
                "applications.live.play.sendBuffer=16KiB");
        playAndStop(server);
        int before = FlvFile.tags(staying, FlvFile.VIDEO).size();
        Awaitility.await("it is late")
                .atMost(LIMIT)
                .until(() -> FlvFile.tags(staying, FlvFile.VIDEO).size() > before + LATE_FRAMES);
        stops.goOn();
        server.awaitLog("skips forward");
        expectOthersUndisturbed();
        stops.expectSuccess(LIMIT);
        List<Tag> all = FlvFile.tags(published, FlvFile.VIDEO);
        List<Tag> seen = FlvFile.tags(stopping, FlvFile.VIDEO);
        assertThat(seen).hasSizeLessThan(all.size());
        assertThat(seen.get(seen.size() - 1)).isEqualTo(all.get(all.size() - 1));
        ffmpeg.expectDecodes(stopping);
    }
}
