package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.counter.Counters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Taps of one stream, one step at a time. */
class LogTapTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int MAX_LAG_BYTES = 64 << 10;
    private static final StreamSettings SETTINGS = new StreamSettings(
            15 * SECOND, 1 << 20, SECOND, true, 0, 10 * SECOND, MAX_LAG_BYTES, true, 10 * SECOND, SECOND);
    private static final HeaderKey KEY = new HeaderKey(MessageKind.VIDEO, 0, 0);

    private final FakeClock clock = new FakeClock();
    private final FakeLoop loop = new FakeLoop(0, clock);
    private final SegmentPool pool = new SegmentPool(8L * SegmentPool.SLAB_BYTES, 1, new Counters());
    private final StreamRegistry registry =
            new StreamRegistry(new StreamEnvironment(pool, new Counters(), clock, 1, 128));
    private final Lease lease = registry.acquire(new StreamPath("live", "a"), SETTINGS, loop);
    private final LiveStream stream = lease.stream();
    private Publisher publisher;
    private int wakes;

    @BeforeEach
    void publish() {
        publisher = new Publisher() {
            @Override
            public long connectionId() {
                return 1;
            }

            @Override
            public long lastActivityNanos() {
                return clock.getAsLong();
            }

            @Override
            public void onReplaced() {
                throw new AssertionError("replaced");
            }
        };
        assertThat(stream.claim(publisher)).isEqualTo(LiveStream.Claim.GRANTED);
    }

    @AfterEach
    void close() {
        lease.close();
        loop.turn();
        assertThat(registry.all()).isEmpty();
        assertThat(pool.usedBytes()).isZero();
        pool.close();
    }

    private void end(boolean graceful) {
        stream.release(publisher, graceful);
    }

    private void header(int name) {
        append(MessageKind.VIDEO, MessageRole.HEADER, KEY, name, 20);
    }

    private void keyframe(int name) {
        append(MessageKind.VIDEO, MessageRole.KEYFRAME, null, name, 1000);
    }

    private void frame(int name) {
        append(MessageKind.VIDEO, MessageRole.FRAME, null, name, 300);
    }

    private void audio(int name) {
        append(MessageKind.AUDIO, MessageRole.FRAME, null, name, 100);
    }

    /** The name is the timestamp and the first byte. */
    private void append(MessageKind kind, MessageRole role, HeaderKey key, int name, int size) {
        ByteBuffer payload = ByteBuffer.allocate(size).put(0, (byte) name);
        assertThat(stream.append(kind, role, key, name, payload)).isTrue();
        stream.endBatch();
    }

    /** So many frames that a tap which stood still is too far behind. */
    private int tooMany(int firstName) {
        int count = 0;
        for (int bytes = 0; bytes <= MAX_LAG_BYTES; bytes += 300) {
            frame(firstName + count++);
        }
        return count;
    }

    private LogTap requested() {
        LogTap tap = stream.requestTap(() -> wakes++);
        loop.turn();
        return tap;
    }

    private static List<String> all(LogTap tap) {
        List<String> items = new ArrayList<>();
        for (TapItem item = tap.poll(); item != null; item = tap.poll()) {
            if (item instanceof TapItem.Message message) {
                assertThat(message.payload()[0] & 0xff).isEqualTo(named(message) & 0xff);
                items.add(message.role() + " " + named(message) + "@" + message.timestamp());
            } else {
                items.add(item.toString());
            }
        }
        return items;
    }

    /** Headers that lie before the tap's place come at another time than their own. */
    private static int named(TapItem.Message message) {
        return message.role() == MessageRole.HEADER ? message.payload()[0] & 0xff : message.timestamp();
    }

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

    @Test
    void shouldEndAtTheFirstEnd() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            end(true);
            publish();
            keyframe(2);
            end(true);
            publish();
            keyframe(3);
            assertThat(all(tap)).containsExactly("KEYFRAME 1@1", "Ended[]");
        }
        end(true);
    }

    @Test
    void shouldEndAtTheFirstEndAlsoWithoutAPlace() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            all(tap);
            int missed = tooMany(10);
            end(true);
            publish();
            keyframe(2);
            all(tap);
            loop.turn();
            assertThat(all(tap)).containsExactly("Gap[dropped=" + missed + "]", "Ended[]");
        }
        end(true);
    }

    @Test
    void shouldEndWhenTheGraceIsOver() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            end(false);
            assertThat(all(tap)).containsExactly("KEYFRAME 1@1");
            clock.advanceMillis(11_000);
            loop.turn();
            assertThat(all(tap)).containsExactly("Ended[]");
        }
    }

    @Test
    void shouldKeepTheStreamUntilItIsClosed() {
        LogTap tap = stream.tap(() -> wakes++);
        keyframe(1);
        end(true);
        lease.close();
        loop.turn();
        assertThat(all(tap)).containsExactly("KEYFRAME 1@1", "Ended[]");
        assertThat(registry.all()).hasSize(1);
        tap.close();
        tap.close();
        assertThat(registry.all()).isEmpty();
        assertThat(tap.poll()).isNull();
    }

    /** Whoever closes it meanwhile waits for nobody, and pulls nothing away from under the pump. */
    @Test
    void shouldCloseWhenThePumpHasCopiedWhatItIsAt() {
        LogTap tap = stream.tap(() -> wakes++);
        keyframe(1);
        all(tap);
        assertThat(tap.enter()).isTrue();
        tap.close();
        assertThat(tap.isClosed()).isFalse();
        assertThat(tap.lowWater()).isNotEqualTo(LogTap.NOTHING);
        tap.leave();
        assertThat(tap.isClosed()).isTrue();
        assertThat(tap.lowWater()).isEqualTo(LogTap.NOTHING);
    }

    /** The home loop takes the place away as soon as it may. */
    @Test
    void shouldLoseItsPlaceWhenThePumpHasCopiedWhatItIsAt() {
        try (LogTap tap = stream.tap(() -> wakes++)) {
            keyframe(1);
            all(tap);
            assertThat(tap.enter()).isTrue();
            int missed = tooMany(10);
            assertThat(tap.lowWater()).isNotEqualTo(LogTap.NOTHING);
            tap.leave();
            assertThat(tap.lowWater()).isEqualTo(LogTap.NOTHING);
            keyframe(1001);
            all(tap);
            loop.turn();
            assertThat(all(tap)).containsExactly("Gap[dropped=" + missed + "]", "KEYFRAME 1001@1001");
        }
    }

    @Test
    void shouldRefuseAStreamThatNobodyHolds() {
        lease.close();
        Lease other = registry.acquire(new StreamPath("live", "a"), SETTINGS, loop);
        assertThatThrownBy(() -> stream.requestTap(() -> wakes++)).isInstanceOf(IllegalStateException.class);
        other.close();
        loop.turn();
        assertThat(registry.all()).isEmpty();
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
