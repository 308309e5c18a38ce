package dev.sluice.jmx;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code bin/sluice}: a JMX connector at a port of 127.0.0.1 that lets in who can read {@code data/management}. It
 * needs neither a JDK, nor a name service, nor a registry.
 */
public final class LocalAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalAccess.class);
    private static final int CREDENTIAL_BYTES = 32;

    private final JMXConnectorServer connector;
    private final LoopbackServerSockets sockets;
    private final Path file;

    private LocalAccess(JMXConnectorServer connector, LoopbackServerSockets sockets, Path file) {
        this.connector = connector;
        this.sockets = sockets;
        this.file = file;
    }

    /**
     * Opens it for the JVM's own MBean server.
     *
     * @param base SLUICE_BASE, which no other server may be running on
     * @throws IOException when the port or the file cannot be made
     */
    public static LocalAccess open(Path base, String version) throws IOException {
        return open(base, version, ManagementFactory.getPlatformMBeanServer());
    }

    static LocalAccess open(Path base, String version, MBeanServer beans) throws IOException {
        String credential = newCredential();
        var sockets = new LoopbackServerSockets();
        JMXConnectorServer connector = new RMIConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0), environment(credential, sockets), beans);
        var access = new LocalAccess(connector, sockets, ManagementFile.in(base));
        try {
            connector.start();
            ProcessHandle self = ProcessHandle.current();
            Instant started = self.info().startInstant().orElse(Instant.EPOCH);
            String url = connector.getAddress().toString();
            new ManagementFile(url, credential, self.pid(), started, version).write(access.file);
        } catch (IOException | RuntimeException failure) {
            access.close();
            throw failure;
        }
        return access;
    }

    private static String newCredential() {
        byte[] random = new byte[CREDENTIAL_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static Map<String, Object> environment(String credential, LoopbackServerSockets sockets) {
        Map<String, Object> environment = new HashMap<>();
        environment.put(RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE, new LoopbackClientSockets());
        environment.put(RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE, sockets);
        environment.put(JMXConnectorServer.AUTHENTICATOR, new LocalAuthenticator(credential));
        environment.put(RMIConnectorServer.CREDENTIALS_FILTER_PATTERN, SerialFilters.CREDENTIALS);
        environment.put(RMIConnectorServer.SERIAL_FILTER_PATTERN, SerialFilters.CALLS);
        environment.put("jmx.remote.x.daemon", "true");
        return environment;
    }

    /** Takes the file away, then ends the connections. */
    @Override
    public void close() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failure) {
            LOG.warn("{} not removed: {}", file, failure.toString());
        }
        try {
            connector.stop();
            sockets.close();
        } catch (IOException failure) {
            LOG.debug("the connector for bin/sluice did not stop as it should", failure);
        }
    }
}
