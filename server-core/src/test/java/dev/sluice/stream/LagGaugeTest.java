package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LagGaugeTest {
    private static final StreamSettings SETTINGS = StreamSettings.DEFAULT;
    private static final long BYTES = SETTINGS.maxLagBytes();
    private static final long NANOS = SETTINGS.maxLagNanos();

    private final LagGauge lag = new LagGauge();

    @Test
    void shouldAllowTheLagItIsSetTo() {
        assertThat(lag.isOver(SETTINGS, BYTES, NANOS)).isFalse();
    }

    @Test
    void shouldNoticeTooManyBytes() {
        assertThat(lag.isOver(SETTINGS, BYTES + 1, 0)).isTrue();
    }

    @Test
    void shouldNoticeTooMuchTime() {
        assertThat(lag.isOver(SETTINGS, 0, NANOS + 1)).isTrue();
    }

    @Test
    void shouldNotCountWhatPlayerWasBehindWhenItJoined() {
        lag.joined(1000, 2000);

        assertThat(lag.isOver(SETTINGS, BYTES + 1000, NANOS + 2000)).isFalse();
        assertThat(lag.isOver(SETTINGS, BYTES + 1001, NANOS)).isTrue();
        assertThat(lag.isOver(SETTINGS, BYTES, NANOS + 2001)).isTrue();
    }

    @Test
    void shouldNotGiveBackWhatPlayerHasMadeUp() {
        lag.joined(1000, 2000);

        assertThat(lag.isOver(SETTINGS, 400, 500)).isFalse();

        assertThat(lag.isOver(SETTINGS, BYTES + 401, 0)).isTrue();
    }
}
