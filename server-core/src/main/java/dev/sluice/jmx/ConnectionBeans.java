package dev.sluice.jmx;

import dev.sluice.session.SessionState;
import dev.sluice.session.Sessions;

/** One bean for each connection that is past its connect, as far as they may have one. For the management thread. */
final class ConnectionBeans {
    private final Sessions sessions;
    private final BeanSet<Long> beans;

    ConnectionBeans(Beans beans, ManagementServices services, ConnectionOperations operations) {
        this.sessions = services.sessions();
        this.beans = new BeanSet<>(
                beans,
                () -> services.settings().get().maxConnectionBeans(),
                id -> Names.of("Connection", id),
                id -> sessions.find(id)
                        .map(session -> new DescribedBean(
                                new ConnectionBean(session, sessions, operations), ConnectionMXBean.class)));
    }

    /** How many there are. Any thread. */
    int count() {
        return beans.size();
    }

    /** Follows the connections that have come and gone; the older one gets its bean first. */
    void follow() {
        beans.follow(this::isConnected, () -> sessions.ids().stream().sorted());
    }

    private boolean isConnected(long id) {
        return sessions.find(id)
                .filter(session -> session.state() == SessionState.CONNECTED)
                .isPresent();
    }
}
