package dev.sluice.jmx;

import java.io.IOException;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.security.Principal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import javax.security.auth.Subject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where remote clients log in. The JDK looks at their passwords, and tells nobody how that went; this does. */
final class LoginServer extends RMIJRMPServerImpl {
    /** Each has a thread, and any number of them shares a connection; a role that may only read must not spend them. */
    static final int MAX_CLIENTS_PER_ROLE = 32;

    private static final Logger LOG = LoggerFactory.getLogger(RemoteAccess.class);

    private final LoginFailures failures = new LoginFailures(System::nanoTime);
    /** With the role of each. */
    private final Map<RMIConnection, String> clients = new HashMap<>();

    LoginServer(
            int port,
            RMIClientSocketFactory clientSockets,
            RMIServerSocketFactory serverSockets,
            Map<String, ?> environment)
            throws IOException {
        super(port, clientSockets, serverSockets, environment);
    }

    @Override
    public RMIConnection newClient(Object credentials) throws IOException {
        String address = String.valueOf(Caller.address());
        if (failures.areTooMany(address)) {
            throw new SecurityException("too many wrong passwords from " + address + ", try again in a minute");
        }
        RMIConnection connection;
        try {
            connection = super.newClient(credentials);
        } catch (SecurityException refused) {
            failures.add(address);
            // not the name: a password may have been typed there
            LOG.warn("jmx {}: login refused", address);
            throw refused;
        }
        LOG.info("jmx {}@{}: connected", Operations.printable(((String[]) credentials)[0]), address);
        return connection;
    }

    @Override
    protected RMIConnection makeClient(String connectionId, Subject subject) throws IOException {
        String role = subject.getPrincipals().stream().map(Principal::getName).collect(Collectors.joining(","));
        synchronized (clients) {
            if (Collections.frequency(clients.values(), role) >= MAX_CLIENTS_PER_ROLE) {
                throw new IOException("too many clients of this role at a time");
            }
            RMIConnection client = super.makeClient(connectionId, subject);
            clients.put(client, role);
            return client;
        }
    }

    @Override
    protected void clientClosed(RMIConnection client) throws IOException {
        synchronized (clients) {
            clients.remove(client);
        }
        super.clientClosed(client);
    }
}
