package dev.sluice.session;

import java.util.Set;

/** Where a conversation stands, and where it may go from there. */
public enum SessionState {
    CLOSED(),
    /** connect was accepted. */
    CONNECTED(CLOSED),
    /** connect came and is being decided on. */
    CONNECTING(CONNECTED, CLOSED),
    /** The handshake is done. */
    UNCONNECTED(CONNECTING, CLOSED),
    HANDSHAKE(UNCONNECTED, CLOSED);

    private final Set<SessionState> next;

    SessionState(SessionState... next) {
        this.next = Set.of(next);
    }

    SessionState to(SessionState state) {
        if (!next.contains(state)) {
            throw new IllegalStateException("from " + this + " to " + state);
        }
        return state;
    }
}
