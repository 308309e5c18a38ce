package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How fast something grows, over five seconds. */
class RatesTest {
    private static final Offset<Double> ALMOST = within(1e-6);

    private final Rates rates = new Rates();
    private long nowNanos = -7;
    private long sum;

    private void tick(long millis, long growth) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
        sum += growth;
        rates.sample(nowNanos, sum, 2 * sum);
    }

    @Test
    void shouldKnowNothingFromOneSample() {
        assertThat(rates.perSecond(0)).isZero();
        assertThat(rates.windowNanos()).isZero();
        tick(0, 1_000);
        assertThat(rates.perSecond(1)).isZero();
        assertThat(rates.windowNanos()).isZero();
    }

    @Test
    void shouldDivideByTheTimeThatHasPassed() {
        tick(0, 5_000);
        tick(500, 100);
        assertThat(rates.perSecond(0)).isEqualTo(200, ALMOST);
        assertThat(rates.perSecond(1)).isEqualTo(400, ALMOST);
        assertThat(rates.bitsPerSecond(0)).isEqualTo(1_600);
        assertThat(rates.windowNanos()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(500));
    }

    @Test
    void shouldForgetWhatIsFiveSecondsAgo() {
        tick(0, 0);
        tick(1_000, 1_000_000);
        for (int i = 0; i < 4; i++) {
            tick(1_000, 100);
        }
        assertThat(rates.perSecond(0)).isEqualTo(1_000_400 / 5.0, ALMOST);
        tick(1_000, 100);
        assertThat(rates.perSecond(0)).isEqualTo(100, ALMOST);
        for (int i = 0; i < 100; i++) {
            tick(1_000, 0);
        }
        assertThat(rates.perSecond(0)).isZero();
        assertThat(rates.windowNanos()).isEqualTo(TimeUnit.SECONDS.toNanos(5));
    }

    @Test
    void shouldKeepItsWindowWhenSamplesAreLateOrEarly() {
        long[] delays = {997, 1_003, 1_010, 990, 1_100, 900, 1_000};
        for (int i = 0; i < 50; i++) {
            tick(delays[i % delays.length], delays[i % delays.length]);
            if (i > 6) {
                assertThat(rates.windowNanos())
                        .isBetween(TimeUnit.MILLISECONDS.toNanos(4_500), TimeUnit.MILLISECONDS.toNanos(5_500));
                assertThat(rates.perSecond(0)).isEqualTo(1_000, ALMOST);
            }
        }
    }

    @Test
    void shouldTellTheAverageAfterALongPause() {
        tick(0, 0);
        tick(1_000, 10);
        tick(60_000, 600);
        assertThat(rates.perSecond(0)).isEqualTo(10, ALMOST);
    }

    @Test
    void shouldSayNothingOfAnInstant() {
        tick(0, 0);
        tick(5, 50_000);
        assertThat(rates.perSecond(0)).isZero();
        tick(995, 0);
        assertThat(rates.perSecond(0)).isEqualTo(50_000, ALMOST);
    }
}
