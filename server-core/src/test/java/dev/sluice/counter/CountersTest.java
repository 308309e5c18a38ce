package dev.sluice.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CountersTest {
    private final Counters counters = new Counters();

    @ParameterizedTest
    @EnumSource(Counter.class)
    void shouldDescribeEachCounterInOneSentence(Counter counter) {
        assertThat(counter.description()).endsWith(".").doesNotContain("\n").hasSizeGreaterThan(10);
        assertThat(counter.label()).matches("[a-z][a-z0-9_]*");
    }

    @Test
    void shouldGiveEachCounterItsOwnLabelAndSentence() {
        assertThat(Arrays.stream(Counter.values()).map(Counter::label)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(Counter.values()).map(Counter::description)).doesNotHaveDuplicates();
    }

    @Test
    void shouldCountEachForItself() {
        counters.increment(Counter.BYTES_IN);
        counters.add(Counter.BYTES_IN, 41);
        counters.increment(Counter.BYTES_OUT);

        assertThat(counters.get(Counter.BYTES_IN)).isEqualTo(42);
        assertThat(counters.get(Counter.BYTES_OUT)).isEqualTo(1);
        assertThat(counters.get(Counter.MESSAGES_IN)).isZero();
    }

    @Test
    void shouldLoseNothingWhenManyThreadsCount() {
        IntStream.range(0, 100_000).parallel().forEach(i -> counters.increment(Counter.MESSAGES_IN));

        assertThat(counters.get(Counter.MESSAGES_IN)).isEqualTo(100_000);
    }

    @Test
    void shouldTellOpenConnections() {
        counters.add(Counter.CONNECTIONS_OPENED, 3);
        counters.increment(Counter.CONNECTIONS_CLOSED);

        assertThat(counters.openConnections()).isEqualTo(2);
    }
}
