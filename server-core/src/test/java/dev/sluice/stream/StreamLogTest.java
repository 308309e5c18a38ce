package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chunk.ChunkWriter;
import dev.sluice.counter.Counters;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamLogTest {
    private static final int CHUNK_SIZE = 4096;
    private static final int MIN_BYTES = 1 << SegmentPool.MIN_SHIFT;
    private static final long SECOND = 1_000_000_000L;

    private final SegmentPool pool = new SegmentPool(8L * SegmentPool.SLAB_BYTES, 1, new Counters());
    private final StreamLog log = new StreamLog(pool, CHUNK_SIZE);
    private final ByteArrayOutputStream expected = new ByteArrayOutputStream();
    private StartPoint start;
    private long now;

    @BeforeEach
    void open() {
        assertThat(log.open(now)).isTrue();
        start = log.edge(HeaderSet.empty(0), 0, now, true);
    }

    @AfterEach
    void close() {
        log.clear();
        assertThat(pool.usedBytes()).isZero();
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK_SIZE, CHUNK_SIZE + 1, 16_300, 16_384, 100_000, 2 << 20})
    void shouldHoldMessageInWireForm(int size) {
        for (int timestamp : new int[] {0, 0xfffffe, 0xffffff, 0x1000000, -1}) {
            append(MessageKind.VIDEO, timestamp, size);
            log.reclaim(log.committed());
            expected.reset();
            start = log.edge(HeaderSet.empty(0), 0, now, true);
            append(MessageKind.AUDIO, timestamp, size);
            assertReadable();
        }
    }

    @Test
    void shouldHoldMessagesOfAllSizesOneAfterAnother() {
        for (long seed = 0; seed < 5; seed++) {
            Random random = new Random(seed);
            expected.reset();
            start = log.edge(HeaderSet.empty(0), 0, now, true);
            for (int i = 0; i < 500; i++) {
                append(MessageKind.AUDIO, i, random.nextInt(1 << random.nextInt(12)));
                now += random.nextInt(100_000_000);
            }
            assertReadable();
            log.reclaim(log.committed());
        }
    }

    @Test
    void shouldIndexEachMessage() {
        append(MessageKind.DATA, 5, 10);
        long second = log.committed();
        now = 42;
        assertThat(log.append(MessageKind.VIDEO, MessageRole.KEYFRAME, 9, 3, payload(20), now))
                .isTrue();
        StartPoint point = log.lastMessage(HeaderSet.empty(0), 9, now);

        assertThat(point.position()).isEqualTo(second);
        assertThat(point.entry()).isEqualTo(1);
        Segment segment = point.segment();
        assertThat(segment.kind(1)).isEqualTo(MessageKind.VIDEO);
        assertThat(segment.role(1)).isEqualTo(MessageRole.KEYFRAME);
        assertThat(segment.timestamp(1)).isEqualTo(9);
        assertThat(segment.headerVersion(1)).isEqualTo(3);
        assertThat(segment.arrivalNanos(1)).isEqualTo(42);
        assertThat(segment.length(1)).isEqualTo(ChunkWriter.encodedLength(9, 20, CHUNK_SIZE));
    }

    @Test
    void shouldGrowSegmentsOfFastStreamAndShrinkThoseOfSlowOne() {
        for (int i = 0; i < 100; i++) {
            append(MessageKind.VIDEO, i, 16_000);
            log.reclaim(log.committed());
        }
        assertThat(log.allocatedBytes()).isGreaterThanOrEqualTo(128 << 10);

        for (int i = 0; i < 300; i++) {
            now += SECOND;
            append(MessageKind.VIDEO, i, 16_000);
            log.reclaim(log.committed());
        }
        assertThat(log.allocatedBytes()).isLessThanOrEqualTo(4 * MIN_BYTES);
    }

    @Test
    void shouldReclaimOnlyWhatLiesBelow() {
        append(MessageKind.VIDEO, 0, 200_000);
        long second = log.committed();
        append(MessageKind.VIDEO, 0, 200_000);
        long before = log.allocatedBytes();

        log.reclaim(second);

        assertThat(log.allocatedBytes()).isLessThan(before);
        assertThat(log.start()).isLessThanOrEqualTo(second);
        assertThat(pool.usedBytes()).isEqualTo(log.allocatedBytes());
    }

    @Test
    void shouldAppendNothingWhenPoolIsSpent() {
        while (log.append(MessageKind.VIDEO, MessageRole.FRAME, 0, 0, payload(50_000), now)) {}
        long committed = log.committed();
        long allocated = log.allocatedBytes();

        assertThat(log.append(MessageKind.VIDEO, MessageRole.FRAME, 0, 0, payload(2 << 20), now))
                .isFalse();

        assertThat(log.committed()).isEqualTo(committed);
        assertThat(log.allocatedBytes()).isEqualTo(allocated).isEqualTo(pool.usedBytes());

        log.reclaim(committed);
        start = log.edge(HeaderSet.empty(0), 0, now, true);
        expected.reset();
        append(MessageKind.VIDEO, 0, 300_000);
        assertReadable();
    }

    @Test
    void shouldGoOnAtTheSamePositionAfterClear() {
        append(MessageKind.VIDEO, 0, 100);
        long committed = log.committed();

        log.clear();

        assertThat(log.allocatedBytes()).isZero();
        assertThat(log.open(now)).isTrue();
        assertThat(log.start()).isEqualTo(committed);
    }

    private void append(MessageKind kind, int timestamp, int size) {
        ByteBuffer payload = payload(size);
        assertThat(log.append(kind, MessageRole.FRAME, timestamp, 0, payload, now))
                .isTrue();
        expected.writeBytes(ChunkWriter.encode(
                kind.chunkStreamId(),
                kind.type(),
                StreamLog.MESSAGE_STREAM_ID,
                timestamp,
                CHUNK_SIZE,
                payload.array()));
    }

    private static ByteBuffer payload(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }

    private void assertReadable() {
        assertThat(log.committed() - start.position()).isEqualTo(expected.size());
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        LogPosition at = new LogPosition();
        at.moveTo(start);
        while (at.load(log.committed())) {
            int until = (int)
                    Math.min(at.segment().readable(log.committed()), at.offset() + at.messageEnd() - at.position());
            byte[] bytes = new byte[until - at.offset()];
            at.segment().view(0, at.offset(), until).get(bytes);
            read.writeBytes(bytes);
            at.advance(bytes.length, log.committed());
            if (at.isTorn()) {
                at = continued(at, read);
            }
        }
        assertThat(read.toByteArray()).isEqualTo(expected.toByteArray());
    }

    /** Reads the rest of a message that goes on in further segments. */
    private LogPosition continued(LogPosition at, ByteArrayOutputStream read) {
        Segment segment = at.segment();
        while (at.isTorn()) {
            segment = segment.next;
            long left = at.messageEnd() - at.position();
            int until = (int) Math.min(segment.readable(log.committed()), left);
            byte[] bytes = new byte[until];
            segment.view(0, 0, until).get(bytes);
            read.writeBytes(bytes);
            at.advance(bytes.length, log.committed());
        }
        return at;
    }
}
