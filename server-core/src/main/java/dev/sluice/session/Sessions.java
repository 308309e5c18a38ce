package dev.sluice.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions there are. Any thread. */
public final class Sessions {
    private final Set<RtmpSession> open = ConcurrentHashMap.newKeySet();

    void add(RtmpSession session) {
        open.add(session);
    }

    void remove(RtmpSession session) {
        open.remove(session);
    }

    public int count() {
        return open.size();
    }

    /** Has all of them end with the statuses their clients understand. */
    public void requestShutdown() {
        open.forEach(RtmpSession::requestShutdown);
    }
}
