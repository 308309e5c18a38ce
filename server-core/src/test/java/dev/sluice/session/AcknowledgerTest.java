package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcknowledgerTest {
    private final List<Integer> sent = new ArrayList<>();
    private long received;
    private final Acknowledger acknowledger = new Acknowledger(() -> received, sent::add);

    private void receive(long upTo) {
        received = upTo;
        acknowledger.onBytes();
    }

    @Test
    void shouldStaySilentUntilAWindowIsAnnounced() {
        receive(10_000_000);
        assertThat(sent).isEmpty();
    }

    @Test
    void shouldAcknowledgeTwicePerWindow() {
        acknowledger.window(1000);
        receive(499);
        assertThat(sent).isEmpty();
        receive(500);
        receive(999);
        receive(1000);
        assertThat(sent).containsExactly(500, 1000);
    }

    /** RI-055: the number on the wire has 32 bits, the count goes on. */
    @Test
    void shouldWrapTheSequenceNumber() {
        acknowledger.window(1000);
        receive(0xFFFFFF00L);
        receive(0x1_0000_0100L);
        receive(0x1_0000_0400L);
        assertThat(sent).containsExactly(0xFFFFFF00, 0x100, 0x400);
    }
}
