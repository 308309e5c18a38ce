package dev.sluice.jmx;

import static org.awaitility.Awaitility.await;

import dev.sluice.plugin.PluginServer;
import dev.sluice.stream.StreamPath;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerFactory;
import javax.management.Notification;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.remote.rmi.RMIConnectorServer;

/** A server with an MBean server of its own, and a client that is connected to that over RMI, as JConsole is. */
final class ManagedServer implements AutoCloseable {
    static final ObjectName SERVER = Names.of("Server");
    static final ObjectName STREAMS = Names.of("Streams");
    static final ObjectName CONNECTIONS = Names.of("Connections");
    static final ObjectName HOST = Names.of("PluginHost");
    static final ObjectName RECORDINGS = Names.of("Recordings");

    private final FakeControl control = new FakeControl();
    private final PluginServer server;
    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();
    private long tickMillis = 100;
    private Management management;
    private JMXConnectorServer connector;
    private JMXConnector client;

    /** Whatever its clients leave out, they are given longer for it than a test takes on a busy machine. */
    ManagedServer(Path base) {
        server = new PluginServer(base)
                .with("rtmp.handshakeTimeout", "10m")
                .with("rtmp.connectTimeout", "10m")
                .with("rtmp.idleTimeout", "30m")
                .with("rtmp.pingInterval", "10m")
                .with("auth.timeout", "1m")
                .with("applications.live.publish.firstMediaTimeout", "10m")
                .with("applications.live.publish.idleTimeout", "10m");
    }

    /** Else it looks at everything more often than a server does, as tests wait for that. */
    ManagedServer tickingEvery(long millis) {
        tickMillis = millis;
        return this;
    }

    PluginServer server() {
        return server;
    }

    FakeControl control() {
        return control;
    }

    int port() {
        return server.port();
    }

    MBeanServer beans() {
        return beans;
    }

    Management management() {
        return management;
    }

    ManagedServer start() throws Exception {
        server.start();
        management = Management.start(beans, server.inside().managementServices(control), tickMillis);
        connector = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("rmi", "127.0.0.1", 0),
                Map.of(
                        RMIConnectorServer.RMI_CLIENT_SOCKET_FACTORY_ATTRIBUTE,
                        new LoopbackClientSockets(),
                        RMIConnectorServer.RMI_SERVER_SOCKET_FACTORY_ATTRIBUTE,
                        new LoopbackServerSockets(),
                        RMIConnectorServer.SERIAL_FILTER_PATTERN,
                        SerialFilters.CALLS),
                beans);
        connector.start();
        client = JMXConnectorFactory.connect(connector.getAddress());
        return this;
    }

    MBeanServerConnection connection() throws IOException {
        return client.getMBeanServerConnection();
    }

    static ObjectName plugin(String id) {
        return Names.of("Plugin", "id", id);
    }

    PluginHostMXBean host() throws IOException {
        return JMX.newMXBeanProxy(connection(), HOST, PluginHostMXBean.class);
    }

    RecordingsMXBean recordings() throws IOException {
        return JMX.newMXBeanProxy(connection(), RECORDINGS, RecordingsMXBean.class);
    }

    PluginMXBean bean(String id) throws IOException {
        return JMX.newMXBeanProxy(connection(), plugin(id), PluginMXBean.class);
    }

    ServerMXBean serverBean() throws IOException {
        return JMX.newMXBeanProxy(connection(), SERVER, ServerMXBean.class);
    }

    StreamsMXBean streams() throws IOException {
        return JMX.newMXBeanProxy(connection(), STREAMS, StreamsMXBean.class);
    }

    ConnectionsMXBean connections() throws IOException {
        return JMX.newMXBeanProxy(connection(), CONNECTIONS, ConnectionsMXBean.class);
    }

    /** @param key within the application "live" */
    static ObjectName streamName(String key) {
        return Names.of(new StreamPath("live", key));
    }

    /** Waits for its bean. */
    StreamMXBean stream(String key) throws IOException {
        await().until(() -> connection().isRegistered(streamName(key)));
        return JMX.newMXBeanProxy(connection(), streamName(key), StreamMXBean.class);
    }

    /** Waits for its bean. */
    ConnectionMXBean connection(long id) throws IOException {
        ObjectName name = Names.of("Connection", id);
        await().until(() -> connection().isRegistered(name));
        return JMX.newMXBeanProxy(connection(), name, ConnectionMXBean.class);
    }

    /** All beans of one type. */
    Set<ObjectName> names(String type) throws IOException, JMException {
        return connection().queryNames(new ObjectName("dev.sluice:type=" + type + ",*"), null);
    }

    /** All beans of the server's domain. */
    Set<ObjectName> names() throws IOException, JMException {
        return connection().queryNames(new ObjectName("dev.sluice:*"), null);
    }

    void awaitBean(String id) {
        await().until(() -> connection().isRegistered(plugin(id)));
    }

    void awaitNoBean(String id) {
        await().until(() -> !connection().isRegistered(plugin(id)));
    }

    /** As a client without the interfaces does it. */
    Object invoke(ObjectName name, String operation, Object... arguments) throws Exception {
        MBeanOperationInfo found = Stream.of(connection().getMBeanInfo(name).getOperations())
                .filter(each -> each.getName().equals(operation) && each.getSignature().length == arguments.length)
                .findFirst()
                .orElseThrow();
        String[] signature =
                Stream.of(found.getSignature()).map(MBeanParameterInfo::getType).toArray(String[]::new);
        return connection().invoke(name, operation, arguments, signature);
    }

    /** What a bean sends from now on. */
    BlockingQueue<Notification> notifications(ObjectName name) throws Exception {
        BlockingQueue<Notification> received = new LinkedBlockingQueue<>();
        connection().addNotificationListener(name, (notification, handback) -> received.add(notification), null, null);
        return received;
    }

    static Notification next(BlockingQueue<Notification> received, Predicate<Notification> wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (true) {
            Notification one = received.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (one == null) {
                throw new AssertionError("it was not sent");
            }
            if (wanted.test(one)) {
                return one;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (client != null) {
            client.close();
            connector.stop();
        }
        if (management != null) {
            management.close();
        }
        server.close();
    }
}
