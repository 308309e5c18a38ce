package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeyframeIndexTest {
    private final KeyframeIndex index = new KeyframeIndex();

    @Test
    void shouldKeepEveryKeyframeAsLongAsTheyFit() {
        index.add(0, 100);
        index.add(2_500, 9_000_000_000L);
        assertThat(index.seconds()).containsExactly(0, 2.5);
        assertThat(index.positions()).containsExactly(100, 9e9);
    }

    @Test
    void shouldStayBoundedAndEvenOverAnyLength() {
        int keyframes = 1_000_000;
        for (int i = 0; i < keyframes; i++) {
            index.add(i * 1_000, i);
        }
        double[] seconds = index.seconds();
        double step = seconds[1] - seconds[0];
        assertThat(seconds.length).isBetween(KeyframeIndex.MAX_ENTRIES / 2, KeyframeIndex.MAX_ENTRIES);
        for (int i = 0; i < seconds.length; i++) {
            assertThat(seconds[i]).isEqualTo(i * step);
        }
        assertThat(seconds[seconds.length - 1]).isGreaterThan(keyframes - 2 * step);
    }

    @Test
    void shouldForgetWhatWasCut() {
        for (int i = 0; i < 10; i++) {
            index.add(i, i * 100);
        }
        index.cut(300);
        assertThat(index.positions()).containsExactly(0, 100, 200);
    }
}
