package dev.sluice.session;

import dev.sluice.net.EventLoop;
import dev.sluice.net.Signal;
import dev.sluice.stream.StreamPath;
import java.util.ArrayDeque;
import java.util.Collection;

/** Ends the players of a stream on one loop, some in each turn: ending a crowd must not hold up those who stay. */
final class PlayersDrop {
    private static final int MAX_PER_TURN = 64;

    private final StreamPath path;
    private final String reason;
    private final EventLoop loop;
    private final ArrayDeque<RtmpSession> left;
    private final Signal signal = new Signal(this::onTurn);

    PlayersDrop(StreamPath path, String reason, EventLoop loop, Collection<RtmpSession> players) {
        this.path = path;
        this.reason = reason;
        this.loop = loop;
        this.left = new ArrayDeque<>(players);
    }

    /** Any thread, once. */
    void request() {
        loop.raise(signal);
    }

    private void onTurn() {
        for (int i = 0; i < MAX_PER_TURN && !left.isEmpty(); i++) {
            left.remove().end().dropPlayersHere(path, reason);
        }
        if (!left.isEmpty()) {
            loop.raise(signal);
        }
    }
}
