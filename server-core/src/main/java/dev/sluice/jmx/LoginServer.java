package dev.sluice.jmx;

import java.io.IOException;
import java.rmi.server.RMIClientSocketFactory;
import java.rmi.server.RMIServerSocketFactory;
import java.util.Map;
import javax.management.remote.rmi.RMIConnection;
import javax.management.remote.rmi.RMIJRMPServerImpl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where remote clients log in. The JDK looks at their passwords, and tells nobody how that went; this does. */
final class LoginServer extends RMIJRMPServerImpl {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteAccess.class);

    private final LoginFailures failures = new LoginFailures(System::nanoTime);

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
}
