package dev.sluice.hooks;

import static dev.sluice.api.ServerEvent.Type.CONNECTION_CLOSED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STARTED;
import static dev.sluice.api.ServerEvent.Type.PLAY_STOPPED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STARTED;
import static dev.sluice.api.ServerEvent.Type.PUBLISH_STOPPED;
import static dev.sluice.api.ServerEvent.Type.RECORDING_PART;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.ServerEvent;
import org.junit.jupiter.api.Test;

class RequestedNamesTest {
    private final RequestedNames names = new RequestedNames(50_000);

    @Test
    void shouldNotForgetAPublisherForTheSakeOfOthers() {
        names.remember(1, "public", "key");
        for (long id = 2; id < 40_000; id++) {
            names.remember(id, "public", "key" + id);
        }

        assertThat(names.of(event(PUBLISH_STOPPED, 1, "public"))).isEqualTo("key");
    }

    @Test
    void shouldNotForgetAPublisherForTheSakeOfWhatElseItAsksFor() {
        names.remember(1, "public", "key");
        names.happened(event(PUBLISH_STARTED, 1, "public"));
        for (int i = 0; i < 2 * RequestedNames.MAX_NAMES; i++) {
            names.remember(1, "other" + i, "key" + i);
        }

        assertThat(names.of(event(RECORDING_PART, 1, "public"))).isEqualTo("key");
        assertThat(names.of(event(PUBLISH_STOPPED, 1, "public"))).isEqualTo("key");
    }

    @Test
    void shouldHoldFewNamesOfAConnection() {
        for (int i = 0; i <= RequestedNames.MAX_NAMES; i++) {
            names.remember(1, "public" + i, "key" + i);
        }

        assertThat(names.of(event(PLAY_STARTED, 1, "public0"))).isEqualTo("public0");
        assertThat(names.of(event(PLAY_STARTED, 1, "public1"))).isEqualTo("key1");
    }

    @Test
    void shouldTellApartWhoPlaysUnderTheSameName() {
        names.remember(1, "public", "first");
        names.happened(event(PLAY_STARTED, 1, "public"));
        names.remember(1, "public", "second");
        names.happened(Running.event(PLAY_STARTED, 1, "public").subject(2).build());

        assertThat(names.of(event(PLAY_STOPPED, 1, "public"))).isEqualTo("first");
        assertThat(names.of(Running.event(PLAY_STOPPED, 1, "public").subject(2).build()))
                .isEqualTo("second");
    }

    @Test
    void shouldForgetConnectionsThatAreClosedTheOldestFirst() {
        for (long id = 1; id <= RequestedNames.MAX_CLOSED + 1; id++) {
            names.remember(id, "public", "key" + id);
            names.happened(event(CONNECTION_CLOSED, id, ""));
            names.remember(id, "late", "key" + id);
        }

        assertThat(names.of(event(RECORDING_PART, 1, "public"))).isEqualTo("public");
        assertThat(names.of(event(RECORDING_PART, 2, "public"))).isEqualTo("key2");
        assertThat(names.of(event(RECORDING_PART, 2, "late"))).isEqualTo("key2");
    }

    @Test
    void shouldHoldNoMoreConnectionsThanItMay() {
        RequestedNames few = new RequestedNames(1);
        few.remember(1, "public", "key");
        few.remember(2, "public", "key");

        assertThat(few.of(event(PUBLISH_STOPPED, 1, "public"))).isEqualTo("key");
        assertThat(few.of(event(PUBLISH_STOPPED, 2, "public"))).isEqualTo("public");
    }

    private static ServerEvent event(ServerEvent.Type type, long connectionId, String stream) {
        return Running.event(type, connectionId, stream).build();
    }
}
