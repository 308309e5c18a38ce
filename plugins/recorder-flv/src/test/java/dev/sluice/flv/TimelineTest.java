package dev.sluice.flv;

import static dev.sluice.testkit.TestMedia.aac;
import static dev.sluice.testkit.TestMedia.aacHeader;
import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.interFrame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage.Kind;
import dev.sluice.testkit.TestMedia;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimelineTest {
    private static final long WRAP = 1L << 32;

    private final Timeline timeline = new Timeline();

    private long frame(long timestamp) {
        return timeline.timeOf(interFrame(timestamp & (WRAP - 1), 1));
    }

    @Test
    void shouldBeginAtZeroWithTheFirstFrame() {
        assertThat(timeline.timeOf(avcHeader(0))).isZero();
        assertThat(frame(5_000)).isZero();
        assertThat(frame(5_040)).isEqualTo(40);
    }

    @Test
    void shouldGoOnOverTheWrapAndTheSignBit() {
        assertThat(frame(WRAP - 20)).isZero();
        assertThat(frame(WRAP + 20)).isEqualTo(40);

        timeline.restart();
        assertThat(frame((1L << 31) - 20)).isZero();
        assertThat(frame((1L << 31) + 20)).isEqualTo(40);
    }

    @Test
    void shouldCountPastWhatTheTimestampsHold() {
        frame(0);
        long time = 0;
        for (long at = 1_000_000; at < 2 * WRAP; at += 1_000_000) {
            time = frame(at);
        }
        assertThat(time).isEqualTo(2 * WRAP / 1_000_000 * 1_000_000);
    }

    @Test
    void shouldLetAudioBeALittleBehindButNotBeforeTheStart() {
        assertThat(frame(1_000)).isZero();
        assertThat(timeline.timeOf(aac(990, 1))).isZero();
        assertThat(frame(1_100)).isEqualTo(100);
        assertThat(timeline.timeOf(aac(1_080, 1))).isEqualTo(80);
        assertThat(timeline.highest()).isEqualTo(100);
    }

    @Test
    void shouldGoOnWhenTheClockIsSetAnew() {
        frame(0);
        frame(3_000_000);
        assertThat(frame(0)).isEqualTo(3_000_000 + Timeline.STEP_MILLIS);
        assertThat(frame(40)).isEqualTo(3_000_040 + Timeline.STEP_MILLIS);
        assertThat(frame(2_000_000_000)).isEqualTo(3_000_040 + 2 * Timeline.STEP_MILLIS);
    }

    @Test
    void shouldNotBeMovedByHeadersAndDataStampedWithZero() {
        frame(0);
        frame(3_000_000);
        assertThat(timeline.timeOf(avcHeader(0))).isEqualTo(3_000_000);
        assertThat(timeline.timeOf(TestMedia.of(Kind.DATA, 0, "02", false, false)))
                .isEqualTo(3_000_000);
        assertThat(frame(3_000_040)).isEqualTo(3_000_040);
    }

    @Test
    void shouldNotRunAwayWhenAudioAndVideoHaveDifferentClocks() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(frame(100_000 + i * 40)).isEqualTo(i * 40);
            long audio = timeline.timeOf(aac(i * 40, 1));
            assertThat(audio).isEqualTo(i * 40 + Timeline.STEP_MILLIS);
        }
    }

    @Test
    void shouldKeepAudioAndVideoTogetherWhenTheirClockIsSetAnew() {
        frame(3_000_000);
        timeline.timeOf(aac(3_000_000, 1));
        frame(3_010_000);
        assertThat(frame(0)).isEqualTo(10_020);
        assertThat(timeline.timeOf(aac(3_010_005, 1)))
                .as("still by the old clock")
                .isEqualTo(10_005);
        assertThat(timeline.timeOf(aac(7, 1))).isEqualTo(10_027);
        assertThat(frame(40)).isEqualTo(10_060);
    }

    @Test
    void shouldTakeTheTimeOfTextFromTheMedia() {
        assertThat(text(0)).isZero();
        assertThat(text(100)).as("as long as there is nothing else").isEqualTo(100);
        assertThat(frame(2_000_000)).isEqualTo(120);
        timeline.restart();
        assertThat(frame(2_000_000)).isZero();
        assertThat(text(2_000_500)).isEqualTo(500);
        assertThat(frame(2_000_400)).isEqualTo(400);
    }

    private long text(long timestamp) {
        return timeline.timeOf(TestMedia.of(Kind.DATA, timestamp, "02", false, false));
    }

    @Test
    void shouldGoOnWithAnotherPublisher() {
        frame(0);
        frame(10_000);
        timeline.goOn();
        assertThat(timeline.timeOf(avcHeader(77))).isEqualTo(10_020);
        assertThat(frame(500)).isEqualTo(10_020);
        assertThat(timeline.timeOf(aac(490, 1))).isEqualTo(10_020);
        assertThat(frame(600)).isEqualTo(10_120);
    }

    @Test
    void shouldGoOnWhenTheClockJumpsBackByAFewSeconds() {
        assertThat(frame(100)).isZero();
        assertThat(frame(5_100)).isEqualTo(5_000);
        assertThat(frame(3_100)).isEqualTo(5_000 + Timeline.STEP_MILLIS);
        assertThat(frame(3_140)).isEqualTo(5_040 + Timeline.STEP_MILLIS);
    }

    @Test
    void shouldStandStillWhileAKindIsALittleBehindItself() {
        frame(0);
        assertThat(frame(2_000)).isEqualTo(2_000);
        assertThat(frame(1_500)).isEqualTo(2_000);
        assertThat(frame(1_900)).isEqualTo(2_000);
        assertThat(frame(2_040)).isEqualTo(2_040);
    }

    @Test
    void shouldNotLetAHeaderOrTextGoBack() {
        frame(0);
        frame(8_000);
        assertThat(timeline.timeOf(avcHeader(0))).isEqualTo(8_000);
        assertThat(timeline.timeOf(avcHeader(7_500))).isEqualTo(8_000);
        assertThat(text(0)).isEqualTo(8_000);
        assertThat(frame(8_040)).isEqualTo(8_040);
    }

    /** Each run has timestamps from 0 to 8 seconds, on one connection, with audio before or behind video. */
    @ParameterizedTest
    @ValueSource(ints = {-900, -90, 0, 90, 900})
    void shouldPutThreeRunsOneBehindTheOther(int audioAheadMillis) {
        long[] latest = new long[2];
        for (int run = 0; run < 3; run++) {
            assertThat(timeline.timeOf(avcHeader(0))).isGreaterThanOrEqualTo(latest[0]);
            assertThat(timeline.timeOf(aacHeader(0))).isGreaterThanOrEqualTo(latest[1]);
            for (int at = 0; at <= 8_000; at += 20) {
                long video = frame(at);
                assertThat(video).as("video %d of run %d", at, run).isGreaterThanOrEqualTo(latest[0]);
                latest[0] = video;
                long audio = timeline.timeOf(aac(Math.max(0, at + audioAheadMillis), 1));
                assertThat(audio).as("audio %d of run %d", at, run).isGreaterThanOrEqualTo(latest[1]);
                latest[1] = audio;
            }
        }
        assertThat(timeline.highest()).isBetween(24_000L, 24_000L + 3 * 1_000);
        assertThat(latest[1] - latest[0]).as("audio and video together").isBetween(-1_000L, 1_000L);
    }

    @Test
    void shouldNeverLetAKindGoBackWhateverItsRuns() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            timeline.restart();
            long[] latest = new long[2];
            for (int run = 0; run < 5; run++) {
                int length = random.nextInt(20_000);
                for (int at = random.nextInt(500); at < length; at += random.nextInt(500)) {
                    int kind = random.nextInt(2);
                    long time = kind == 0 ? frame(at) : timeline.timeOf(aac(at, 1));
                    assertThat(time).as("seed %d", seed).isGreaterThanOrEqualTo(latest[kind]);
                    latest[kind] = time;
                }
            }
        }
    }
}
