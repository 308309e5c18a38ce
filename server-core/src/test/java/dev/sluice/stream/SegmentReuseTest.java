package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counters;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No segment goes back to the pool while a player still looks at it. */
class SegmentReuseTest {
    private static final int MIN_BYTES = 1 << SegmentPool.MIN_SHIFT;

    private final FakeClock clock = new FakeClock();
    private final FakeLoop loop = new FakeLoop(0, clock);
    private final SegmentPool pool = new SegmentPool(8L * SegmentPool.SLAB_BYTES, 1, new Counters());
    private final StreamRegistry registry =
            new StreamRegistry(new StreamEnvironment(pool, new Counters(), clock, 1, 60_000));
    private final LiveStream stream = lease().stream();
    private final Ledger ledger = new Ledger(stream);
    private CheckedPlayer player;

    @BeforeEach
    void play() {
        stream.claim(new RandomPublisher(ledger, lease(), new Random(1), clock, "publisher"));
        player = new CheckedPlayer(ledger, lease(), loop, 1, "player");
        player.open(Long.MAX_VALUE);
        loop.turn();
    }

    @AfterEach
    void close() {
        pool.close();
    }

    @Test
    void shouldKeepSegmentThatPlayerStandsAtTheEndOf() {
        keyframe(MIN_BYTES - 12 - Segment.MIN_START_BYTES);
        loop.turn();

        keyframe(1000);
        scribbleOverFreeMemory();

        loop.turn();
        player.assertHasAllUpTo(ledger.size());
    }

    @Test
    void shouldKeepIndexOfMessageThatPlayerIsIn() {
        player.open(100_000);
        keyframe(200_000);
        loop.turn();
        keyframe(200_000);
        scribbleOverFreeMemory();

        loop.turn();
        assertThat(player.skips()).isZero();
        player.open(Long.MAX_VALUE);
        assertThat(player.skips()).isZero();
        player.assertHasAllUpTo(ledger.size());
    }

    @Test
    void shouldKeepSegmentThatTapWasPlacedAtTheEndOf() {
        keyframe(MIN_BYTES - 12 - Segment.MIN_START_BYTES);
        loop.turn();
        CheckedTap tap = new CheckedTap(ledger, stream.tap(() -> {}), "tap");

        keyframe(1000);
        scribbleOverFreeMemory();

        loop.turn();
        keyframe(1000);
        scribbleOverFreeMemory();
        tap.poll(Integer.MAX_VALUE);
        tap.assertHasAll();
        assertThat(tap.dropped()).isZero();
        assertThat(tap.delivered()).isEqualTo(2);
        tap.close();
    }

    private void keyframe(int size) {
        ledger.append(MessageKind.VIDEO, MessageRole.KEYFRAME, null, 0, ByteBuffer.allocate(size), "keyframe");
        stream.endBatch();
    }

    private void scribbleOverFreeMemory() {
        Scribbler.scribble(pool, (int) (pool.maxBytes() / MIN_BYTES));
    }

    private Lease lease() {
        return registry.acquire(new StreamPath("live", "a"), StreamSettings.DEFAULT, loop);
    }
}
