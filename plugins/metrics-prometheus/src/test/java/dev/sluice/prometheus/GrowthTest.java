package dev.sluice.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.StreamStatistics;
import dev.sluice.testkit.TestStatistics;
import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private final Growth growth = new Growth(StreamStatistics::bytesIn);

    @Test
    void shouldSumUpWhatTheRestHasGrown() {
        assertThat(growth.sum(List.of(stream("a", 10), stream("b", 5)), List.of(stream("b", 5))))
                .isEqualTo(5);
        assertThat(growth.sum(List.of(stream("a", 20), stream("b", 7)), List.of(stream("b", 7))))
                .isEqualTo(7);
    }

    @Test
    void shouldNotShrinkWhenAStreamLeavesTheRest() {
        growth.sum(List.of(stream("a", 10), stream("b", 5)), List.of(stream("b", 5)));
        assertThat(growth.sum(List.of(stream("a", 10), stream("b", 6)), List.of(stream("a", 10))))
                .isEqualTo(5);
        assertThat(growth.sum(List.of(stream("a", 12)), List.of(stream("a", 12))))
                .isEqualTo(7);
        assertThat(growth.sum(List.of(), List.of())).isEqualTo(7);
    }

    @Test
    void shouldTakeAFigureThatHasShrunkForAnotherStreamOfThatName() {
        growth.sum(List.of(stream("a", 10)), List.of(stream("a", 10)));
        assertThat(growth.sum(List.of(stream("a", 3)), List.of(stream("a", 3)))).isEqualTo(13);
    }

    private static StreamStatistics stream(String name, long bytesIn) {
        return new TestStatistics.Stream("live", name, true, 0, 0, bytesIn, 0, 0);
    }
}
