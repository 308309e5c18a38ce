package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chunk.ChunkWriter;
import dev.sluice.counter.Counters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogPositionTest {
    private static final int CHUNK_SIZE = 4096;

    private final SegmentPool pool = new SegmentPool(8L * SegmentPool.SLAB_BYTES, 1, new Counters());
    private final StreamLog log = new StreamLog(pool, CHUNK_SIZE);
    private final LogPosition at = new LogPosition();
    private final List<Long> starts = new ArrayList<>();

    @BeforeEach
    void open() {
        assertThat(log.open(0)).isTrue();
        at.moveTo(log.edge(HeaderSet.empty(0), 0, 0, true));
    }

    @AfterEach
    void close() {
        log.clear();
        pool.close();
    }

    @Test
    void shouldKnowNoMessageAtTheEdge() {
        assertThat(at.load(log.committed())).isFalse();

        append(10);

        assertThat(at.load(log.committed())).isTrue();
        assertThat(at.messageEnd()).isEqualTo(log.committed());
    }

    @Test
    void shouldBeTornInsideMessageOnly() {
        append(10);
        int length = (int) log.committed();

        at.advance(1, log.committed());
        assertThat(at.isTorn()).isTrue();
        assertThat(at.messageOffset()).isEqualTo(1);

        at.advance(length - 1, log.committed());
        assertThat(at.isTorn()).isFalse();
        assertThat(at.position()).isEqualTo(length);
    }

    @Test
    void shouldKnowMessageAfterStepsOfAnyLength() {
        for (long seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            for (int i = 0; i < 100; i++) {
                append(random.nextInt(1 << random.nextInt(17)));
            }
            while (at.position() < log.committed()) {
                long left = log.committed() - at.position();
                at.advance(1 + random.nextInt((int) Math.min(left, 1 << random.nextInt(18))), log.committed());
                assertFits("seed " + seed);
            }
            log.reclaim(log.committed());
        }
    }

    @Test
    void shouldGoOnFromEdgeAtTheEndOfFullSegment() {
        Segment segment = at.segment();
        append(segment.free() - Segment.MIN_START_BYTES - 12 - 3 - 20);
        StartPoint edge = log.edge(HeaderSet.empty(0), 0, 0, true);
        append(100);

        at.moveTo(edge);

        assertThat(at.load(log.committed())).isTrue();
        assertThat(at.segment()).isNotSameAs(segment);
        assertThat(at.messageEnd()).isEqualTo(log.committed());
    }

    private void assertFits(String what) {
        boolean known = at.load(log.committed());
        assertThat(known).as(what).isEqualTo(at.position() < log.committed());
        if (known) {
            long start = at.position() - at.messageOffset();
            int number = starts.indexOf(start);
            long end = number + 1 < starts.size() ? starts.get(number + 1) : log.committed();
            assertThat(number).as("%s: a message starts at %d", what, start).isNotNegative();
            assertThat(at.messageEnd()).as(what).isEqualTo(end);
            assertThat(at.headerVersion()).as(what).isEqualTo(number);
        }
    }

    private void append(int size) {
        starts.add(log.committed());
        assertThat(log.append(MessageKind.AUDIO, MessageRole.FRAME, 0, starts.size() - 1, ByteBuffer.allocate(size), 0))
                .isTrue();
        assertThat(log.committed() - starts.get(starts.size() - 1))
                .isEqualTo(ChunkWriter.encodedLength(0, size, CHUNK_SIZE));
    }
}
