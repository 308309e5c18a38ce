package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** How taps come to an end, or are taken their place. */
class LogTapEndTest extends LogTapFixture {
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
}
