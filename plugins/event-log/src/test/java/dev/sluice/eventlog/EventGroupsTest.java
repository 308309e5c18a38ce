package dev.sluice.eventlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.ServerEvent.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventGroupsTest {
    @Test
    void shouldKnowEveryTypeByTheNameInTheFile() {
        for (Type type : Type.values()) {
            assertThat(EventGroups.types(List.of(EventGroups.written(type)))).containsExactly(type);
        }
    }

    @Test
    void shouldKnowGroups() {
        assertThat(EventGroups.types(List.of("all"))).containsExactly(Type.values());
        assertThat(EventGroups.types(List.of("lifecycle")))
                .containsExactlyInAnyOrder(
                        Type.CONNECTION_OPENED,
                        Type.CONNECTION_CLOSED,
                        Type.PUBLISH_STARTED,
                        Type.PUBLISH_STOPPED,
                        Type.PLAY_STARTED,
                        Type.PLAY_STOPPED,
                        Type.RECORDING_STARTED,
                        Type.RECORDING_STOPPED,
                        Type.RECORDING_FAILED);
        assertThat(EventGroups.types(List.of("publish")))
                .containsExactlyInAnyOrder(Type.PUBLISH_STARTED, Type.PUBLISH_STOPPED, Type.PUBLISH_REJECTED);
        assertThat(EventGroups.types(List.of("play")))
                .containsExactlyInAnyOrder(Type.PLAY_STARTED, Type.PLAY_STOPPED, Type.PLAY_REJECTED);
    }

    @Test
    void shouldHaveEverythingButStatisticsInTheTwoGroupsOfTheDefault() {
        assertThat(EventGroups.types(List.of("lifecycle", "informational")))
                .hasSize(Type.values().length - 1)
                .doesNotContain(Type.STATISTICS);
    }

    @Test
    void shouldRefuseUnknownNames() {
        for (String name : new String[] {"published", "PUBLISH_STARTED", "statistic", "player", ""}) {
            assertThatThrownBy(() -> EventGroups.types(List.of("publish", name)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + name + "'")
                    .hasMessageContaining("lifecycle");
        }
    }
}
