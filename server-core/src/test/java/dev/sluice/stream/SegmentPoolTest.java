package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counters;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SegmentPoolTest {
    private static final int MIN_BYTES = 1 << SegmentPool.MIN_SHIFT;

    private SegmentPool pool = new SegmentPool(SegmentPool.SLAB_BYTES, 1, new Counters());

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldLendTheSmallestSegmentThatFits() {
        assertThat(pool.take(1).capacity()).isEqualTo(MIN_BYTES);
        assertThat(pool.take(MIN_BYTES).capacity()).isEqualTo(MIN_BYTES);
        assertThat(pool.take(MIN_BYTES + 1).capacity()).isEqualTo(2 * MIN_BYTES);
        assertThat(pool.usedBytes()).isEqualTo(4L * MIN_BYTES);
    }

    @Test
    void shouldLendWholeSlabForMoreThanOneCanHold() {
        assertThat(pool.take(5 << 20).capacity()).isEqualTo(SegmentPool.SLAB_BYTES);
    }

    @Test
    void shouldLendSlabInDisjointPieces() {
        List<Segment> taken = takeAll(MIN_BYTES);

        assertThat(taken).hasSize(SegmentPool.SLAB_BYTES / MIN_BYTES);
        assertThat(taken.stream().map(segment -> segment.slot).distinct()).hasSameSizeAs(taken);
        for (int i = 0; i < taken.size(); i++) {
            fill(taken.get(i), i);
        }
        for (int i = 0; i < taken.size(); i++) {
            assertFilled(taken.get(i), i, "piece " + i);
        }
    }

    @Test
    void shouldMergeWhatIsGivenBack() {
        takeAll(MIN_BYTES).forEach(pool::giveBack);

        assertThat(pool.usedBytes()).isZero();
        assertThat(pool.take(SegmentPool.SLAB_BYTES).capacity()).isEqualTo(SegmentPool.SLAB_BYTES);
    }

    @Test
    void shouldNotMergeAcrossLentBuddy() {
        List<Segment> taken = takeAll(MIN_BYTES);
        taken.stream().filter(segment -> segment.slot % 2 == 0).forEach(pool::giveBack);

        assertThat(pool.take(SegmentPool.SLAB_BYTES).capacity()).isEqualTo(MIN_BYTES);
    }

    @Test
    void shouldLendSmallerOneWhenNoneIsLargeEnough() {
        pool.take(SegmentPool.SLAB_BYTES / 2);
        pool.take(SegmentPool.SLAB_BYTES / 4);

        assertThat(pool.take(SegmentPool.SLAB_BYTES).capacity()).isEqualTo(SegmentPool.SLAB_BYTES / 4);
    }

    @Test
    void shouldLendNothingWhenSpent() {
        Segment all = pool.take(SegmentPool.SLAB_BYTES);

        assertThat(pool.take(1)).isNull();
        assertThat(pool.isShort()).isTrue();

        pool.giveBack(all);
        assertThat(pool.isShort()).isFalse();
        assertThat(pool.take(1)).isNotNull();
    }

    @Test
    void shouldNeverExceedWhatItMayAllocate() {
        pool.close();
        pool = new SegmentPool(3L * SegmentPool.SLAB_BYTES + 1, 1, new Counters());

        assertThat(takeAll(SegmentPool.SLAB_BYTES)).hasSize(3);
        assertThat(pool.usedBytes()).isEqualTo(pool.maxBytes()).isEqualTo(3L * SegmentPool.SLAB_BYTES);
    }

    @Test
    void shouldKeepSegmentsApartAndAccountForThem() {
        for (long seed = 0; seed < 20; seed++) {
            takeAndGiveBackAtRandom(seed);
        }
    }

    private void takeAndGiveBackAtRandom(long seed) {
        Random random = new Random(seed);
        List<Segment> held = new ArrayList<>();
        long bytes = 0;
        for (int step = 0; step < 400; step++) {
            Segment segment =
                    random.nextInt(5) < 3 ? pool.take(1 + random.nextInt(MIN_BYTES << random.nextInt(4))) : null;
            if (segment != null) {
                held.add(segment);
                bytes += segment.capacity();
                stamp(segment, segment.hashCode());
            } else if (!held.isEmpty()) {
                Segment gone = held.remove(random.nextInt(held.size()));
                assertStamped(gone, gone.hashCode(), "seed " + seed + ", step " + step);
                bytes -= gone.capacity();
                pool.giveBack(gone);
            }
            assertThat(pool.usedBytes()).as("seed %d, step %d", seed, step).isEqualTo(bytes);
        }
        held.sort(Comparator.comparingInt(segment -> segment.slot));
        held.forEach(pool::giveBack);
        Segment whole = pool.take(SegmentPool.SLAB_BYTES);
        assertThat(whole.capacity()).as("seed %d", seed).isEqualTo(SegmentPool.SLAB_BYTES);
        pool.giveBack(whole);
        assertThat(pool.usedBytes()).as("seed %d", seed).isZero();
    }

    private List<Segment> takeAll(int bytes) {
        List<Segment> taken = new ArrayList<>();
        for (Segment next = pool.take(bytes); next != null; next = pool.take(bytes)) {
            taken.add(next);
        }
        return taken;
    }

    private static void fill(Segment segment, int value) {
        for (int at = 0; at < segment.capacity(); at += 4) {
            segment.memory.putInt(at, value);
        }
    }

    private static void assertFilled(Segment segment, int value, String what) {
        for (int at = 0; at < segment.capacity(); at += 4) {
            assertThat(segment.memory.getInt(at)).as(what).isEqualTo(value);
        }
    }

    private static void stamp(Segment segment, int value) {
        for (int at = 0; at < segment.capacity(); at += MIN_BYTES) {
            segment.memory.putInt(at, value).putInt(at + MIN_BYTES - 4, value);
        }
    }

    private static void assertStamped(Segment segment, int value, String what) {
        for (int at = 0; at < segment.capacity(); at += MIN_BYTES) {
            assertThat(segment.memory.getInt(at)).as(what).isEqualTo(value);
            assertThat(segment.memory.getInt(at + MIN_BYTES - 4)).as(what).isEqualTo(value);
        }
    }
}
