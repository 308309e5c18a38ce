package dev.sluice.jmx;

import dev.sluice.session.Sessions;
import java.util.List;
import java.util.function.IntSupplier;
import javax.management.ObjectName;

/** All connections as a client sees them. */
final class ConnectionsBean implements ConnectionsMXBean {
    static final ObjectName NAME = Names.of("Connections");

    private final Sessions sessions;
    private final IntSupplier beans;
    private final ConnectionOperations connections;
    private final Operations operations;

    /** @param beans how many connections have one */
    ConnectionsBean(Sessions sessions, IntSupplier beans, ConnectionOperations connections, Operations operations) {
        this.sessions = sessions;
        this.beans = beans;
        this.connections = connections;
        this.operations = operations;
    }

    private List<ConnectionRow> rows(long after, int max) {
        return sessions.ids().stream()
                .filter(id -> id > after)
                .sorted()
                .flatMap(id -> sessions.find(id).stream())
                .limit(max)
                .<ConnectionRow>map(figures -> new ConnectionReading(() -> figures))
                .toList();
    }

    @Override
    public List<ConnectionRow> getConnections() {
        return rows(0, MAX_ROWS);
    }

    @Override
    public int getCount() {
        return sessions.count();
    }

    @Override
    public int getBeans() {
        return beans.getAsInt();
    }

    @Override
    public List<ConnectionRow> page(long after, int max) {
        return operations.ask(
                "Connections.page",
                List.of(String.valueOf(after), String.valueOf(max)),
                () -> rows(Arguments.after(after), Arguments.rows(max, MAX_ROWS)));
    }

    @Override
    public ConnectionRow describe(long id) {
        return operations.ask(
                "Connections.describe",
                List.of(String.valueOf(id)),
                () -> sessions.find(Arguments.connection(id))
                        .map(figures -> new ConnectionReading(() -> figures))
                        .orElseThrow(() -> ConnectionOperations.gone(id)));
    }

    @Override
    public void drop(long id) {
        connections.drop("Connections", id);
    }
}
