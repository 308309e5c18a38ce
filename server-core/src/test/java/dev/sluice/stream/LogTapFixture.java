package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counters;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A published stream for tests of taps, one step at a time. */
abstract class LogTapFixture {
    private static final long SECOND = 1_000_000_000L;
    private static final int MAX_LAG_BYTES = 64 << 10;
    static final StreamSettings SETTINGS = new StreamSettings(
            15 * SECOND, 1 << 20, SECOND, true, 0, 10 * SECOND, MAX_LAG_BYTES, true, 10 * SECOND, SECOND);
    private static final HeaderKey KEY = new HeaderKey(MessageKind.VIDEO, 0, 0);

    final FakeClock clock = new FakeClock();
    final FakeLoop loop = new FakeLoop(0, clock);
    private final SegmentPool pool = new SegmentPool(8L * SegmentPool.SLAB_BYTES, 1, new Counters());
    final StreamRegistry registry = new StreamRegistry(new StreamEnvironment(pool, new Counters(), clock, 1, 128));
    final Lease lease = registry.acquire(new StreamPath("live", "a"), SETTINGS, loop);
    final LiveStream stream = lease.stream();
    private Publisher publisher;
    int wakes;

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

    void end(boolean graceful) {
        stream.release(publisher, graceful);
    }

    void header(int name) {
        append(MessageKind.VIDEO, MessageRole.HEADER, KEY, name, 20);
    }

    void keyframe(int name) {
        append(MessageKind.VIDEO, MessageRole.KEYFRAME, null, name, 1000);
    }

    void frame(int name) {
        append(MessageKind.VIDEO, MessageRole.FRAME, null, name, 300);
    }

    void audio(int name) {
        append(MessageKind.AUDIO, MessageRole.FRAME, null, name, 100);
    }

    /** The name is the timestamp and the first byte. */
    private void append(MessageKind kind, MessageRole role, HeaderKey key, int name, int size) {
        ByteBuffer payload = ByteBuffer.allocate(size).put(0, (byte) name);
        assertThat(stream.append(kind, role, key, name, payload)).isTrue();
        stream.endBatch();
    }

    /** So many frames that a tap which stood still is too far behind. */
    int tooMany(int firstName) {
        int count = 0;
        for (int bytes = 0; bytes <= MAX_LAG_BYTES; bytes += 300) {
            frame(firstName + count++);
        }
        return count;
    }

    LogTap requested() {
        LogTap tap = stream.requestTap(() -> wakes++);
        loop.turn();
        return tap;
    }

    static List<String> all(LogTap tap) {
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
}
