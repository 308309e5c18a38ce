package dev.sluice.stream;

import java.util.ArrayList;
import java.util.List;

/** Another user of a pool, which takes segments of all sizes and leaves little of what was in them before. */
final class Scribbler {
    private static final int STRIDE = 512;

    private Scribbler() {}

    /** Takes so many segments at most, writes over them and gives them back. */
    static void scribble(SegmentPool pool, int count) {
        List<Segment> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Segment segment = pool.take(1 << (SegmentPool.MIN_SHIFT + i % SegmentPool.ORDERS));
            if (segment != null) {
                taken.add(segment);
                scribble(segment);
            }
        }
        taken.forEach(pool::giveBack);
    }

    private static void scribble(Segment segment) {
        segment.open(0);
        for (int at = 0; at < segment.capacity(); at += STRIDE) {
            segment.memory.putLong(at, 0).putLong(at + STRIDE - Long.BYTES, 0);
        }
        segment.seal(null);
    }
}
