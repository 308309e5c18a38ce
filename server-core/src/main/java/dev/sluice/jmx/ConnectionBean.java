package dev.sluice.jmx;

import dev.sluice.session.SessionFigures;
import dev.sluice.session.SessionState;
import dev.sluice.session.Sessions;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Looks its connection up anew for each reading; between its end and the bean's it tells what it knew last. */
final class ConnectionBean extends ConnectionReading implements ConnectionMXBean {
    private final long id;
    private final ConnectionOperations operations;

    ConnectionBean(SessionFigures session, Sessions sessions, ConnectionOperations operations) {
        super(current(session, sessions));
        this.id = session.id();
        this.operations = operations;
    }

    private static Supplier<SessionFigures> current(SessionFigures first, Sessions sessions) {
        var last = new AtomicReference<>(first);
        return () -> last.updateAndGet(known -> sessions.find(known.id()).orElseGet(() -> closed(known)));
    }

    private static SessionFigures closed(SessionFigures known) {
        return new SessionFigures(
                known.id(),
                known.remote(),
                SessionState.CLOSED,
                known.connectedApp(),
                known.flashVer(),
                known.openedAtMillis(),
                known.bytesIn(),
                known.bytesOut(),
                known.acknowledgedBytes(),
                known.lastReadMillisAgo(),
                known.lastWriteMillisAgo(),
                known.loopIndex(),
                List.of());
    }

    @Override
    public void drop() {
        operations.drop("Connection", id);
    }
}
