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
    private final UpdateLane lane;
    private final Duration interval;
    private final boolean strict;
    private final Dropper dropper;
    private final TroubleLog trouble;

    /** In the order in which they are due. */
    private final Map<Key, Session> sessions = new LinkedHashMap<>();

    /** Ends a connection. */
    interface Dropper {
        void drop(long connectionId, String reason);
    }

    private record Key(boolean publishes, long subjectId) {}

    private final class Session implements UpdateLane.Update {
        private final ServerEvent start;
        private long dueNanos;
        private boolean underWay;
        private boolean ended;

        private Session(ServerEvent start, long dueNanos) {
            this.start = start;
            this.dueNanos = dueNanos;
        }

        @Override
        public Outgoing outgoing() {
            Duration elapsed = Duration.between(start.time(), Instant.now());
            return dialect.update(target, start, elapsed.isNegative() ? Duration.ZERO : elapsed);
        }

        @Override
        public void over(Reply reply, Throwable failure) {
            Optional<String> reason = failure != null ? ofFailure(failure) : reasonToEnd(reply);
            if (goesOn(this)) {
                reason.ifPresent(
                        text -> start.connection().ifPresent(client -> dropper.drop(client.connectionId(), text)));
            }
        }
    }

    Updates(
            Target target,
            Dialect dialect,
            UpdateLane lane,
            Duration interval,
            boolean strict,
            Dropper dropper,
            TroubleLog trouble) {
        this.target = target;
        this.dialect = dialect;
        this.lane = lane;
        this.interval = interval;
        this.strict = strict;
        this.dropper = dropper;
        this.trouble = trouble;
    }

    /** @param start that of a publication or of a playing */
    synchronized void started(ServerEvent start) {
        sessions.put(
                new Key(start.type() == ServerEvent.Type.PUBLISH_STARTED, start.subjectId()),
                new Session(start, System.nanoTime() + interval.toNanos()));
    }

    /** @param stop that of a publication or of a playing */
    synchronized void ended(ServerEvent stop) {
        Session session = sessions.remove(new Key(stop.type() == ServerEvent.Type.PUBLISH_STOPPED, stop.subjectId()));
        if (session != null) {
            end(session);
        }
    }

    /** No update is sent or ends a connection any more. */
    synchronized void stop() {
        sessions.values().forEach(this::end);
        sessions.clear();
    }

    /** Sends the updates that are due. An update that the backend has not answered yet is not sent a second time. */
    void tick() {
        for (Session session : due()) {
            if (!lane.send(session)) {
                trouble.skipped();
                goesOn(session);
            }
        }
    }

    private void end(Session session) {
        session.ended = true;
        lane.withdraw(session);
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
        List<Session> idle = new ArrayList<>(due.size());
        for (Session session : due.values()) {
            if (session.underWay) {
                trouble.skipped();
            } else {
                session.underWay = true;
                idle.add(session);
            }
        }
        return idle;
    }

    /** Its update is over. */
    private synchronized boolean goesOn(Session session) {
        session.underWay = false;
        return !session.ended;
    }

    private Optional<String> reasonToEnd(Reply reply) {
        try {
            Optional<String> reason = dialect.endsConnection(reply);
            return reason.isEmpty() && !reply.ok() ? unconfirmed() : reason;
        } catch (NoDecisionException unreadable) {
            return unconfirmed();
        }
    }

    /** What the server has not got round to is no fault of the client's. */
    private Optional<String> ofFailure(Throwable failure) {
        return Failures.isOverload(failure) ? Optional.empty() : unconfirmed();
    }

    private Optional<String> unconfirmed() {
        return strict ? Optional.of("The backend does not confirm it.") : Optional.empty();
    }
}
