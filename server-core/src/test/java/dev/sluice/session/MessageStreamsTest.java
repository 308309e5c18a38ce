package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageStreamsTest {
    private static final int MAX = 3;

    private final MessageStreams streams = new MessageStreams();

    @Test
    void shouldNumberFromOne() {
        assertThat(streams.create(MAX).id()).isEqualTo(1);
        assertThat(streams.create(MAX).id()).isEqualTo(2);
    }

    @Test
    void shouldGiveLowestFreeId() {
        MessageStream first = streams.create(MAX);
        MessageStream second = streams.create(MAX);
        streams.create(MAX);
        streams.delete(second, true, "over");
        assertThat(streams.create(MAX).id()).isEqualTo(2);

        streams.delete(first, true, "over");
        assertThat(streams.create(MAX).id()).isEqualTo(1);
    }

    /** RI-069. */
    @Test
    void shouldCreateNoMoreThanMax() {
        for (int i = 0; i < MAX; i++) {
            assertThat(streams.create(MAX)).isNotNull();
        }

        assertThat(streams.create(MAX)).isNull();
        assertThat(streams.all()).hasSize(MAX);
    }

    /** RI-077. */
    @Test
    void shouldTakeZeroForTheOnlyStream() {
        MessageStream first = streams.create(MAX);
        assertThat(streams.find(0)).isSameAs(first);

        streams.create(MAX);
        assertThat(streams.find(0)).isNull();
        assertThat(streams.find(1)).isSameAs(first);
    }

    @Test
    void shouldNotFindWhatWasNeverCreatedOrIsDeleted() {
        assertThat(streams.find(0)).isNull();
        assertThat(streams.get(1)).isNull();

        streams.delete(streams.create(MAX), false, "over");

        assertThat(streams.get(1)).isNull();
        assertThat(streams.find(Integer.MAX_VALUE)).isNull();
        assertThat(streams.find(-1)).isNull();
    }

    @Test
    void shouldBeAloneAmongIdleStreams() {
        MessageStream first = streams.create(MAX);
        streams.create(MAX);

        assertThat(streams.isAlone(first)).isTrue();
    }
}
