package dev.sluice.jmx;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.rmi.NoSuchObjectException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.rmi.server.UnicastRemoteObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves JMX clients on other machines, such as {@code jconsole HOST:PORT}: over TLS, for roles with passwords, registry and
 * beans on one port.
 */
public final class RemoteAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteAccess.class);

    private final TlsServerSockets sockets;
    /** The last one first. */
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private RemoteAccess(TlsServerSockets sockets) {
        this.sockets = sockets;
    }

    /**
     * Opens the port, for the JVM's own MBean server. {@link JvmRmi#prepare(RemoteSettings)} has to come first.
     *
     * @throws RemoteAccessException when a password, a certificate or what else makes it safe is missing or does not work
     */
    public static RemoteAccess start(RemoteSettings settings) throws RemoteAccessException {
        return start(settings, ManagementFactory.getPlatformMBeanServer());
    }

    static RemoteAccess start(RemoteSettings settings, MBeanServer beans) throws RemoteAccessException {
        RemoteFiles.checkPasswordFile(settings.passwordFile());
        RemoteFiles.checkAccessFile(settings.accessFile());
        var tls = RemoteFiles.tls(settings.keystore(), settings.keystorePassword());
        var access = new RemoteAccess(new TlsServerSockets(addressOf(settings), tls));
        try {
            access.open(settings, beans);
            return access;
        } catch (BindException taken) {
            access.close();
            throw new RemoteAccessException(
                    "port", "cannot listen on " + settings.host() + ":" + settings.port() + ": " + taken.getMessage());
        } catch (IOException | IllegalArgumentException failure) {
            access.close();
            throw new RemoteAccessException("enabled", "cannot be: " + failure);
        }
    }

    private static InetAddress addressOf(RemoteSettings settings) throws RemoteAccessException {
        InetAddress address;
        try {
            address = InetAddress.getByName(settings.host());
        } catch (UnknownHostException unknown) {
            throw new RemoteAccessException("host", "there is no host " + settings.host());
        }
        if (address.isAnyLocalAddress() && settings.advertisedHost().isEmpty()) {
            throw new RemoteAccessException(
                    "advertisedHost",
                    "expected the host that clients connect to, as host " + settings.host() + " means every address");
        }
        return address;
    }

    /** Registry and connector share a port because their socket factories are the same ones. */
    private void open(RemoteSettings settings, MBeanServer beans) throws IOException, RemoteAccessException {
        var clientSockets = new SslRMIClientSocketFactory();
        opened.push(sockets);
        Registry registry = createRegistry(settings.port(), clientSockets);
        opened.push(() -> UnicastRemoteObject.unexportObject(registry, true));
        Map<String, Object> environment = environment(settings);
        var logins = new LoginServer(settings.port(), clientSockets, sockets, environment);
        var connector = new RMIConnectorServer(new JMXServiceURL("rmi", "127.0.0.1", 0), environment, logins, beans);
        opened.push(connector::stop);
        startWithAccessFile(connector);
        var guard = new RegistryGuard(registry, logins.toStub());
        opened.push(guard);
        guard.start();
        LOG.info("remote management on {}:{}", settings.host(), port());
    }

    private Registry createRegistry(int port, SslRMIClientSocketFactory clientSockets) throws IOException {
        try {
            return LocateRegistry.createRegistry(port, clientSockets, sockets);
        } catch (IOException failure) {
            throw failure.getCause() instanceof BindException taken ? taken : failure;
        }
    }

    private static void startWithAccessFile(RMIConnectorServer connector) throws IOException, RemoteAccessException {
        try {
            connector.start();
        } catch (IllegalArgumentException wrong) {
            throw new RemoteAccessException("accessFile", wrong.getMessage());
        }
    }

    private static Map<String, Object> environment(RemoteSettings settings) {
        Map<String, Object> environment = new HashMap<>();
        environment.put("jmx.remote.x.password.file", settings.passwordFile().toString());
        environment.put("jmx.remote.x.access.file", settings.accessFile().toString());
        // as the JDK's own agent does: the first login replaces passwords in clear by salted hashes of them
        environment.put("jmx.remote.x.password.toHashes", "true");
        environment.put(RMIConnectorServer.CREDENTIALS_FILTER_PATTERN, SerialFilters.CREDENTIALS);
        environment.put(RMIConnectorServer.SERIAL_FILTER_PATTERN, SerialFilters.CALLS);
        environment.put("jmx.remote.x.daemon", "true");
        return environment;
    }

    /** Where it listens. */
    public int port() {
        return sockets.port();
    }

    /** Ends the connections and closes the port. */
    @Override
    public void close() {
        while (!opened.isEmpty()) {
            AutoCloseable last = opened.pop();
            try {
                last.close();
            } catch (NoSuchObjectException gone) {
                LOG.trace("somebody else has unexported it", gone);
            } catch (Exception failure) {
                LOG.warn("remote management did not stop as it should: {}", failure.toString());
            }
        }
    }
}
