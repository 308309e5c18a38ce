package dev.sluice.flv;

import static dev.sluice.testkit.TestMedia.aac;
import static dev.sluice.testkit.TestMedia.avcHeader;
import static dev.sluice.testkit.TestMedia.interFrame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage.Kind;
import dev.sluice.testkit.TestMedia;
import org.junit.jupiter.api.Test;

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
}
