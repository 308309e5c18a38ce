package dev.sluice.session;

import dev.sluice.net.EventLoop;
import dev.sluice.stream.StreamPath;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The sessions there are, by the number of their connection. Any thread; none of it waits for an event loop. What goes
 * through all of them sees those that were there all the time, and others perhaps.
 */
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

    /** A view of the numbers, which cannot be changed through it. */
    public Set<Long> ids() {
        return Collections.unmodifiableSet(open.keySet());
    }

    public Optional<SessionFigures> find(long connectionId) {
        return Optional.ofNullable(open.get(connectionId)).map(RtmpSession::figures);
    }

    public List<SessionFigures> all() {
        return open.values().stream().map(RtmpSession::figures).toList();
    }

    /** Has all of them end with the statuses their clients understand. */
    public void requestShutdown() {
        open.values().forEach(session -> session.end().requestShutdown());
    }

    /**
     * Has one of them end soon, with a status if it publishes or plays. What it publishes ends as if its connection had
     * broken.
     *
     * @param reason for the client's eyes and the log
     * @return whether there is such a session
     */
    public boolean requestDrop(long connectionId, String reason) {
        RtmpSession session = open.get(connectionId);
        if (session != null) {
            session.end().requestDrop(reason);
        }
        return session != null;
    }

    /**
     * Has a connection end soon if it still publishes that stream when its loop comes to it; so whoever has taken over
     * meanwhile is not hit.
     *
     * @param connectionId as in {@link dev.sluice.stream.StreamFigures.Publication}
     * @param reason for the client's eyes and the log
     * @param graceful whether the stream ends for its players at once; else they are kept for resumeGrace
     * @return whether it publishes that stream now
     */
    public boolean requestDropPublisher(StreamPath path, long connectionId, String reason, boolean graceful) {
        RtmpSession session = open.get(connectionId);
        boolean publishes =
                session != null && session.view().activities().stream().anyMatch(activity -> activity.publishes(path));
        if (publishes) {
            session.end().requestPublisherDrop(path, reason, graceful);
        }
        return publishes;
    }

    /**
     * Has all players of that stream end, some in each turn of their loops, those that wait for a publisher included. A
     * connection on which something else goes on stays open. Who begins to play meanwhile may stay.
     *
     * @param reason for the clients' eyes and the log
     * @return how many connections play that stream now
     */
    public int requestDropPlayers(StreamPath path, String reason) {
        Map<EventLoop, List<RtmpSession>> byLoop = open.values().stream()
                .filter(session -> session.view().activities().stream().anyMatch(activity -> activity.plays(path)))
                .collect(Collectors.groupingBy(session -> session.connection().loop()));
        byLoop.forEach((loop, players) -> new PlayersDrop(path, reason, loop, players).request());
        return byLoop.values().stream().mapToInt(List::size).sum();
    }
}
