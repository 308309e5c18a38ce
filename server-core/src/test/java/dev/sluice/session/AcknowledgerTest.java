package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AcknowledgerTest {
    private final List<Integer> sent = new ArrayList<>();
    private final Acknowledger acknowledger = new Acknowledger(sent::add);

    /** RI-052. */
    @Test
    void shouldAcknowledgeAllBytesReceivedWellWithinWindow() {
        acknowledger.window(1000);
        for (int received = 100; received <= 5000; received += 100) {
            acknowledger.onBytes(received);
        }

        assertThat(sent).hasSize(10).first().isEqualTo(500);
        assertThat(sent).last().isEqualTo(5000);
    }

    @Test
    void shouldAcknowledgeLongReadOnce() {
        acknowledger.window(1000);
        acknowledger.onBytes(64 << 10);

        assertThat(sent).containsExactly(64 << 10);
    }

    /** RI-054; adversarial 26: 2^32-1 is negative here. */
    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
    void shouldIgnoreWindowThatIsNone(int window) {
        acknowledger.window(window);
        acknowledger.onBytes(1 << 30);

        assertThat(sent).isEmpty();
    }

    @Test
    void shouldSayNothingWithoutWindow() {
        acknowledger.onBytes(1L << 40);

        assertThat(sent).isEmpty();
    }

    @Test
    void shouldSayNothingWhenNothingCame() {
        acknowledger.window(1);
        acknowledger.onBytes(10);
        acknowledger.onBytes(10);

        assertThat(sent).containsExactly(10);
    }

    /** RI-055. */
    @Test
    void shouldWrapSequenceNumber() {
        acknowledger.window(1000);
        acknowledger.onBytes((1L << 32) - 1);
        acknowledger.onBytes((1L << 32) + 700);
        acknowledger.onBytes((1L << 32) + 1400);

        assertThat(sent).containsExactly(-1, 700, 1400);
    }
}
