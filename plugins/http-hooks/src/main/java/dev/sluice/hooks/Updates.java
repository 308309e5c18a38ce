package dev.sluice.hooks;

import dev.sluice.api.ServerEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells the backend again and again who publishes and who plays, and ends those whom it does not want. Any thread. */
final class Updates {
    private final Target target;
    private final Dialect dialect;
    private final Notifier notifier;
    private final Duration interval;
    private final boolean strict;
    private final Dropper dropper;

    /** In the order in which they are due. */
    private final Map<Key, Session> sessions = new LinkedHashMap<>();

    private boolean stopped;

    /** Ends a connection. */
    interface Dropper {
        void drop(long connectionId, String reason);
    }

    private record Key(boolean publishes, long subjectId) {}

    private static final class Session {
        private final ServerEvent start;
        private long dueNanos;
        private boolean underWay;

        private Session(ServerEvent start, long dueNanos) {
            this.start = start;
            this.dueNanos = dueNanos;
        }
    }

    Updates(Target target, Dialect dialect, Notifier notifier, Duration interval, boolean strict, Dropper dropper) {
        this.target = target;
        this.dialect = dialect;
        this.notifier = notifier;
        this.interval = interval;
        this.strict = strict;
        this.dropper = dropper;
    }

    /** @param start that of a publication or of a playing */
    synchronized void started(ServerEvent start) {
        sessions.put(
                new Key(start.type() == ServerEvent.Type.PUBLISH_STARTED, start.subjectId()),
                new Session(start, System.nanoTime() + interval.toNanos()));
    }

    /** @param stop that of a publication or of a playing */
    synchronized void ended(ServerEvent stop) {
        sessions.remove(new Key(stop.type() == ServerEvent.Type.PUBLISH_STOPPED, stop.subjectId()));
    }

    /** No update ends a connection any more. */
    synchronized void stop() {
        stopped = true;
        sessions.clear();
    }

    /** Sends the updates that are due. An update that the backend has not answered yet is not sent a second time. */
    void tick() {
        for (Session session : due()) {
            ServerEvent start = session.start;
            Duration elapsed = Duration.between(start.time(), Instant.now());
            Outgoing update = dialect.update(target, start, elapsed.isNegative() ? Duration.ZERO : elapsed);
            boolean taken = notifier.tellOnce(
                    HookListener.chainOf(start), update, (reply, failure) -> over(session, reply, failure));
            if (!taken) {
                setOver(session);
            }
        }
    }

    private synchronized List<Session> due() {
        long nowNanos = System.nanoTime();
        Map<Key, Session> due = new LinkedHashMap<>();
        for (Iterator<Map.Entry<Key, Session>> entries = sessions.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<Key, Session> entry = entries.next();
            if (entry.getValue().dueNanos - nowNanos > 0) {
                break;
            }
            due.put(entry.getKey(), entry.getValue());
            entries.remove();
        }
        due.values().forEach(session -> session.dueNanos = nowNanos + interval.toNanos());
        sessions.putAll(due);
        List<Session> idle = new ArrayList<>(due.values());
        idle.removeIf(session -> session.underWay);
        idle.forEach(session -> session.underWay = true);
        return idle;
    }

    private void over(Session session, Reply reply, Throwable failure) {
        Optional<String> reason = failure != null ? ofFailure() : reasonToEnd(reply);
        if (setOver(session)) {
            reason.ifPresent(
                    text -> session.start.connection().ifPresent(client -> dropper.drop(client.connectionId(), text)));
        }
    }

    /** Whether the session still goes on. */
    private synchronized boolean setOver(Session session) {
        session.underWay = false;
        return !stopped;
    }

    private Optional<String> reasonToEnd(Reply reply) {
        try {
            Optional<String> reason = dialect.endsConnection(reply);
            return reason.isEmpty() && !reply.ok() ? ofFailure() : reason;
        } catch (NoDecisionException unreadable) {
            return ofFailure();
        }
    }

    private Optional<String> ofFailure() {
        return strict ? Optional.of("The backend does not confirm it.") : Optional.empty();
    }
}
