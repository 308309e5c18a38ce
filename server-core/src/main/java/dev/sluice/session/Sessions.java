package dev.sluice.session;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The sessions there are, by the number of their connection. Any thread. */
public final class Sessions {
    private final Map<Long, RtmpSession> open = new ConcurrentHashMap<>();
    private final AtomicLong lastSubject = new AtomicLong();

    void add(RtmpSession session) {
        open.put(session.connection().id(), session);
    }

    void remove(RtmpSession session) {
        open.remove(session.connection().id());
    }

    /** A number for a publication or a playing. */
    long nextSubject() {
        return lastSubject.incrementAndGet();
    }

    public int count() {
        return open.size();
    }

    /** Has all of them end with the statuses their clients understand. */
    public void requestShutdown() {
        open.values().forEach(RtmpSession::requestShutdown);
    }

    /**
     * Has one of them end soon, with a status if it publishes or plays. What it publishes ends as if its connection had
     * broken.
     *
     * @param reason for the client's eyes and the log
     */
    public void requestDrop(long connectionId, String reason) {
        RtmpSession session = open.get(connectionId);
        if (session != null) {
            session.requestDrop(reason);
        }
    }
}
