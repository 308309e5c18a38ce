package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** Taps of one stream, one step at a time. */
class LogTapTest extends LogTapFixture {
    @Test
    void shouldDeliverAPublicationFromItsFirstMessage() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            audio(1);
            header(2);
            keyframe(3);
            frame(4);
            assertThat(all(tap)).containsExactly("FRAME 1@1", "HEADER 2@2", "KEYFRAME 3@3", "FRAME 4@4");
            end(true);
            assertThat(all(tap)).containsExactly("Ended[]");
            assertThat(all(tap)).isEmpty();
        }
    }

    @Test
    void shouldWakeThePumpForEachFlushAndTheEnd() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            assertThat(wakes).isEqualTo(1);
            frame(2);
            assertThat(wakes).isEqualTo(2);
            all(tap);
            end(true);
            assertThat(wakes).isGreaterThan(2);
        }
    }

    @Test
    void shouldBeginAtTheNewestKeyframeWithItsHeaders() {
        header(1);
        keyframe(2);
        keyframe(3);
        frame(4);
        try (LogTap tap = requested()) {
            assertThat(wakes).isEqualTo(1);
            assertThat(all(tap)).containsExactly("HEADER 1@3", "KEYFRAME 3@3", "FRAME 4@4");
        }
    }

    @Test
    void shouldBeginAtTheEdgeWithoutFramesThatCannotBeDecoded() {
        header(1);
        keyframe(2);
        try (LogTap tap = stream.tap(() -> wakes++)) {
            frame(3);
            audio(4);
            frame(5);
            keyframe(6);
            frame(7);
            assertThat(all(tap)).containsExactly("HEADER 1@4", "FRAME 4@4", "KEYFRAME 6@6", "FRAME 7@7");
        }
    }

    @Test
    void shouldBeginAtTheEdgeOfAStreamWithoutVideo() {
        audio(1);
        audio(2);
        try (LogTap tap = requested()) {
            audio(3);
            assertThat(all(tap)).containsExactly("FRAME 3@3");
        }
    }

    @Test
    void shouldWaitForAPublisher() {
        end(true);
        try (LogTap tap = requested()) {
            assertThat(all(tap)).isEmpty();
            publish();
            keyframe(1);
            assertThat(all(tap)).containsExactly("KEYFRAME 1@1");
        }
    }

    @Test
    void shouldCountWhatItLeavesOut() {
        header(1);
        keyframe(2);
        try (LogTap tap = requested()) {
            assertThat(all(tap)).hasSize(2);
            int missed = tooMany(10);
            frame(1001);
            assertThat(tap.lowWater()).isEqualTo(LogTap.NOTHING);
            header(1002);
            keyframe(1003);
            assertThat(all(tap)).isEmpty();
            loop.turn();
            assertThat(all(tap))
                    .containsExactly(
                            "Gap[dropped=" + (missed + 2) + "]",
                            "HEADER " + (1002 & 0xff) + "@1003",
                            "KEYFRAME 1003@1003");
        }
    }

    @Test
    void shouldCountFramesThatItLeavesOutAtTheEdgeAfterAGap() {
        keyframe(1);
        try (LogTap tap = requested()) {
            all(tap);
            int missed = tooMany(10);
            all(tap);
            loop.turn();
            frame(1001);
            audio(1002);
            frame(1003);
            keyframe(1004);
            assertThat(all(tap))
                    .containsExactly(
                            "Gap[dropped=" + missed + "]", "FRAME 1002@1002", "Gap[dropped=2]", "KEYFRAME 1004@1004");
        }
    }

    /** Who hangs in its first message has lost what came since. */
    @Test
    void shouldCountFromItsFirstPlaceEvenIfItNeverTookIt() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            int missed = tooMany(10);
            keyframe(1001);
            all(tap);
            loop.turn();
            assertThat(all(tap)).containsExactly("Gap[dropped=" + (missed + 1) + "]", "KEYFRAME 1001@1001");
        }
    }

    @Test
    void shouldPinNothingWhileItsPumpHangs() {
        LogTap tap = stream.tap(() -> wakes++);
        keyframe(1);
        tooMany(10);
        for (int i = 0; i < 40; i++) {
            keyframe(2);
            tooMany(10);
        }
        assertThat(tap.lowWater()).isEqualTo(LogTap.NOTHING);
        assertThat(stream.figures().logBytes()).isLessThan(1 << 20);
        tap.close();
    }

    @Test
    void shouldTellOfAnotherPublisher() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            end(false);
            publish();
            header(2);
            keyframe(3);
            assertThat(all(tap)).containsExactly("KEYFRAME 1@1", "Restarted[]", "HEADER 2@2", "KEYFRAME 3@3");
        }
    }

    @Test
    void shouldNotBringHeadersOfThePublisherBefore() {
        header(1);
        keyframe(2);
        try (LogTap tap = stream.tap(() -> wakes++)) {
            frame(3);
            end(false);
            publish();
            audio(4);
            assertThat(all(tap)).containsExactly("Restarted[]", "FRAME 4@4");
        }
    }

    @Test
    void shouldTellOfAnotherPublisherAfterTheGapThatHidIt() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            all(tap);
            int missed = tooMany(10);
            end(false);
            publish();
            keyframe(1001);
            all(tap);
            loop.turn();
            assertThat(all(tap)).containsExactly("Gap[dropped=" + missed + "]", "Restarted[]", "KEYFRAME 1001@1001");
        }
    }

    /** Chunk borders, segment borders, extended timestamps and what lies just before them. */
    @Test
    void shouldTakePayloadsFromBetweenTheChunkHeaders() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            for (int timestamp : new int[] {0, 0xfffffe, 0xffffff, 0x7fffffff, 0x80000000, -1}) {
                for (int size : new int[] {1, 127, 128, 129, 16_000, 16_384, 16_385, 40_000}) {
                    byte[] bytes = new byte[size];
                    for (int i = 0; i < size; i++) {
                        bytes[i] = (byte) (i * 31 + timestamp);
                    }
                    stream.append(MessageKind.AUDIO, MessageRole.FRAME, null, timestamp, ByteBuffer.wrap(bytes));
                    TapItem.Message message = (TapItem.Message) tap.poll();
                    assertThat(message.timestamp()).isEqualTo(timestamp);
                    assertThat(message.payload()).isEqualTo(bytes);
                    stream.endBatch();
                }
            }
        }
    }
}
