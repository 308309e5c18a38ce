package dev.sluice.session;

import static dev.sluice.session.SessionState.CLOSED;
import static dev.sluice.session.SessionState.CONNECTED;
import static dev.sluice.session.SessionState.CONNECTING;
import static dev.sluice.session.SessionState.HANDSHAKE;
import static dev.sluice.session.SessionState.UNCONNECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SessionStateTest {
    private static final Map<SessionState, Set<SessionState>> LEGAL = Map.of(
            HANDSHAKE, Set.of(UNCONNECTED, CLOSED),
            UNCONNECTED, Set.of(CONNECTING, CLOSED),
            CONNECTING, Set.of(CONNECTED, CLOSED),
            CONNECTED, Set.of(CLOSED),
            CLOSED, Set.of());

    @ParameterizedTest
    @EnumSource(SessionState.class)
    void shouldAllowLegalMovesOnly(SessionState from) {
        for (SessionState to : SessionState.values()) {
            if (LEGAL.get(from).contains(to)) {
                assertThat(from.to(to)).isEqualTo(to);
            } else {
                assertThatThrownBy(() -> from.to(to)).isInstanceOf(IllegalStateException.class);
            }
        }
    }
}
