package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.FlvFile.Tag;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever comes when the stream is running sees a picture from the first frame on. */
class LateJoinIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final Ffmpeg ffmpeg = new Ffmpeg(bench);

    @Test
    void shouldDecodeFromTheFirstFrame() {
        // a publisher that pauses makes its keyframes older
        Sluice server = Sluice.start(bench, "applications.live.play.maxStartAge=15s");
        Path early = bench.folder().resolve("early.flv");
        Path late = bench.folder().resolve("late.flv");
        ffmpeg.record(server.url("late"), early, Ffmpeg.ENDLESS_SECONDS);
        ffmpeg.publish(server.url("late"), "160x120", Ffmpeg.ENDLESS_SECONDS);
        awaitMedia(early);
        ffmpeg.record(server.url("late"), late, 2).expectSuccess(LIMIT);
        assertThat(ffmpeg.streams(late)).containsExactlyInAnyOrder("h264,160,120", "aac");
        Tag firstFrame = FlvFile.tags(late, FlvFile.VIDEO).get(1);
        Tag firstSound = FlvFile.tags(late, FlvFile.AUDIO).get(1);
        assertThat(firstFrame.payload())
                .as("after the sequence header, a keyframe")
                .startsWith("1701");
        assertThat(firstFrame.timestamp() - firstSound.timestamp())
                .as("milliseconds of sound without a picture")
                .isLessThan(200);
        List<String> frames = ffmpeg.probe(late, "-select_streams v -show_entries frame=key_frame,pict_type");
        assertThat(frames).hasSizeGreaterThan(15);
        assertThat(frames.get(0)).startsWith("1,I");
        ffmpeg.expectDecodes(late);
    }

    /** Some keyframes are past, and a player that is there already shows it. */
    static void awaitMedia(Path recording) {
        Awaitility.await("media in " + recording)
                .atMost(LIMIT)
                .until(() -> FlvFile.tags(recording, FlvFile.VIDEO).size() > 25);
    }
}
