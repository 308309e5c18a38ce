package dev.sluice.jmx;

import dev.sluice.wire.RemoteKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.rmi.NotBoundException;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.List;
import java.util.Map;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.StandardMBean;
import javax.management.remote.JMXConnector;
import javax.management.remote.rmi.RMIConnector;
import javax.management.remote.rmi.RMIServer;
import javax.rmi.ssl.SslRMIClientSocketFactory;

/** Remote access to an MBean server of its own that has a lamp, with the roles {@code viewer} and {@code operator}. */
final class RemoteServer implements AutoCloseable {
    static final ObjectName LAMP = Names.of("Lamp");

    private final Path folder;
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private RemoteAccess access;

    RemoteServer(Path folder) throws Exception {
        this.folder = folder;
        write(passwordFile(), "rw-------", "viewer seeing", "operator doing", "stranger knocking");
        write(accessFile(), "rw-r--r--", "viewer readonly", "operator readwrite");
        beans.registerMBean(new StandardMBean(new Lamp(), LampMXBean.class, true), LAMP);
    }

    private static final class Lamp implements LampMXBean {
        private final Operations operations = new Operations();
        private volatile boolean lit;

        @Override
        public boolean isLit() {
            return lit;
        }

        @Override
        public void setLit(boolean lit) {
            this.lit = lit;
        }

        @Override
        public void blink(String how) {
            operations.run("Lamp.blink", List.of(how), () -> {});
        }
    }

    static void write(Path file, String mode, String... lines) throws IOException {
        Files.write(file, List.of(lines));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    Path passwordFile() {
        return folder.resolve("jmx.password");
    }

    Path accessFile() {
        return folder.resolve("jmx.access");
    }

    RemoteSettings settings() throws Exception {
        return new RemoteSettings(
                "127.0.0.1", 0, "", passwordFile(), accessFile(), RemoteKeys.trusted(), RemoteKeys.PASSWORD);
    }

    RemoteServer start() throws Exception {
        JvmRmi.prepare(settings());
        access = start(settings());
        return this;
    }

    RemoteAccess start(RemoteSettings settings) throws RemoteAccessException {
        return RemoteAccess.start(settings, beans);
    }

    int port() {
        return access.port();
    }

    RemoteAccess access() {
        return access;
    }

    Registry registry() throws IOException {
        return LocateRegistry.getRegistry("127.0.0.1", port(), new SslRMIClientSocketFactory());
    }

    JMXConnector connect(String role, String password) throws IOException, NotBoundException {
        return connect(new String[] {role, password});
    }

    /** @param credentials null: none */
    JMXConnector connect(Object credentials) throws IOException, NotBoundException {
        var stub = (RMIServer) registry().lookup("jmxrmi");
        Map<String, Object> environment =
                credentials == null ? Map.of() : Map.of(JMXConnector.CREDENTIALS, credentials);
        var connector = new RMIConnector(stub, environment);
        connector.connect();
        return connector;
    }

    void takeLampAway() throws JMException {
        beans.unregisterMBean(LAMP);
    }

    static LampMXBean lamp(JMXConnector client) throws IOException {
        return JMX.newMXBeanProxy(client.getMBeanServerConnection(), LAMP, LampMXBean.class);
    }

    static void set(JMXConnector client, Object value) throws Exception {
        client.getMBeanServerConnection().setAttribute(LAMP, new Attribute("Lit", value));
    }

    @Override
    public void close() {
        if (access != null) {
            access.close();
        }
    }
}
