package dev.sluice.jmx;

import dev.sluice.session.Sessions;
import java.util.List;

/** What can be done to connections, on the thread of who asks; the loops are told and not waited for. */
final class ConnectionOperations {
    private final Sessions sessions;
    private final Operations operations;

    ConnectionOperations(Sessions sessions, Operations operations) {
        this.sessions = sessions;
        this.operations = operations;
    }

    /** @param bean that was asked, for the log */
    void drop(String bean, long id) {
        operations.run(bean + ".drop", List.of(String.valueOf(id)), () -> {
            if (!sessions.requestDrop(Arguments.connection(id), StreamOperations.DROPPED)) {
                throw gone(id);
            }
        });
    }

    static RefusedException gone(long id) {
        return new RefusedException("there is no connection " + id);
    }
}
