package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.awaitility.Awaitility.await;

import dev.sluice.LogLines;
import dev.sluice.wire.RemoteKeys;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.rmi.NotBoundException;
import java.rmi.Remote;
import java.rmi.registry.LocateRegistry;
import java.rmi.registry.Registry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.Attribute;
import javax.management.MBeanServerConnection;
import javax.management.MBeanServerDelegate;
import javax.management.Notification;
import javax.management.Query;
import javax.management.relation.MBeanServerNotificationFilter;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.management.timer.Timer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients on other machines may do, and what those without a password may not. */
class RemoteAccessTest {
    private static final String HOSTNAME = "java.rmi.server.hostname";

    @TempDir
    private Path folder;

    private RemoteServer server;
    private final String hostname = System.getProperty(HOSTNAME);

    @BeforeEach
    void start() throws Exception {
        server = new RemoteServer(folder).start();
    }

    @AfterEach
    void close() {
        server.close();
        if (hostname == null) {
            System.clearProperty(HOSTNAME);
        } else {
            System.setProperty(HOSTNAME, hostname);
        }
    }

    private static void assertRefused(ThrowingCallable attempt) {
        assertThatExceptionOfType(SecurityException.class).isThrownBy(attempt);
    }

    @Test
    void shouldLetOperatorsDoEverything() throws Exception {
        try (JMXConnector client = server.connect("operator", "doing")) {
            RemoteServer.lamp(client).setLit(true);
            RemoteServer.lamp(client).blink("twice");
            assertThat(RemoteServer.lamp(client).isLit()).isTrue();
        }
    }

    @Test
    void shouldLetViewersOnlyLook() throws Exception {
        try (JMXConnector client = server.connect("viewer", "seeing")) {
            assertThat(RemoteServer.lamp(client).isLit()).isFalse();
            assertThat(client.getMBeanServerConnection()
                            .getMBeanInfo(RemoteServer.LAMP)
                            .getOperations())
                    .hasSize(1);
            assertRefused(() -> RemoteServer.lamp(client).setLit(true));
            assertRefused(() -> RemoteServer.lamp(client).blink("twice"));
            assertRefused(() -> client.getMBeanServerConnection().unregisterMBean(RemoteServer.LAMP));
            assertThat(RemoteServer.lamp(client).isLit()).isFalse();
        }
    }

    @Test
    void shouldServeAsJConsoleConnects() throws Exception {
        var url = new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + server.port() + "/jmxrmi");
        Map<String, Object> environment = Map.of(
                JMXConnector.CREDENTIALS,
                new String[] {"viewer", "seeing"},
                "com.sun.jndi.rmi.factory.socket",
                new SslRMIClientSocketFactory());
        try (JMXConnector client = JMXConnectorFactory.connect(url, environment)) {
            assertThat(RemoteServer.lamp(client).isLit()).isFalse();
        }
    }

    @Test
    void shouldReadWhateverJmxClientsSend() throws Exception {
        BlockingQueue<Notification> received = new LinkedBlockingQueue<>();
        try (JMXConnector client = server.connect("viewer", "seeing")) {
            MBeanServerConnection beans = client.getMBeanServerConnection();
            assertThat(beans.queryNames(null, Query.eq(Query.attr("Lit"), Query.value(false))))
                    .containsExactly(RemoteServer.LAMP);
            assertThat(beans.getAttributes(RemoteServer.LAMP, new String[] {"Lit"}))
                    .containsExactly(new Attribute("Lit", false));
            var filter = new MBeanServerNotificationFilter();
            filter.enableObjectName(RemoteServer.LAMP);
            beans.addNotificationListener(
                    MBeanServerDelegate.DELEGATE_NAME, (sent, handback) -> received.add(sent), filter, "handback");
            server.takeLampAway();
            assertThat(received.poll(60, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void shouldNotLetARoleSpendTheServersThreads() throws Exception {
        Deque<JMXConnector> viewers = new ArrayDeque<>();
        try {
            for (int i = 0; i < LoginServer.MAX_CLIENTS_PER_ROLE; i++) {
                viewers.push(server.connect("viewer", "seeing"));
            }
            assertThatIOException()
                    .isThrownBy(() -> server.connect("viewer", "seeing"))
                    .withMessageContaining("too many clients of this role at a time");
            server.connect("operator", "doing").close();
            viewers.pop().close();
            viewers.push(server.connect("viewer", "seeing"));
        } finally {
            for (JMXConnector viewer : viewers) {
                viewer.close();
            }
        }
    }

    @Test
    void shouldRefuseWhoHasNotThePassword() throws Exception {
        assertRefused(() -> server.connect(null));
        assertRefused(() -> server.connect("operator", "seeing"));
        assertRefused(() -> server.connect("operator", ""));
        assertRefused(() -> server.connect("operator", null));
        assertRefused(() -> server.connect("nobody", "doing"));
        assertRefused(() -> server.connect(new String[] {"operator"}));
        assertRefused(() -> server.connect(new String[0]));
    }

    @Test
    void shouldShowNothingToARoleWithoutRights() throws Exception {
        try (JMXConnector client = server.connect("stranger", "knocking")) {
            assertRefused(() -> RemoteServer.lamp(client).isLit());
        }
    }

    @Test
    void shouldMakeNoBeansForOperators() throws Exception {
        try (JMXConnector client = server.connect("operator", "doing")) {
            // some of the JDK's, such as MLet until Java 22, load code from where their creator says
            assertRefused(
                    () -> client.getMBeanServerConnection().createMBean(Timer.class.getName(), Names.of("Timer")));
        }
    }

    @Test
    void shouldSayWhoAsks() throws Exception {
        try (LogLines lines = LogLines.of(Operations.class);
                JMXConnector client = server.connect("operator", "doing")) {
            RemoteServer.lamp(client).blink("twice");
            assertThat(lines.texts()).containsExactly("jmx operator@127.0.0.1: Lamp.blink(\"twice\")");
        }
    }

    @Test
    void shouldLogWhoComesAndWhoIsRefusedButNoPassword() throws Exception {
        try (LogLines lines = LogLines.of(RemoteAccess.class)) {
            server.connect("operator", "doing").close();
            assertRefused(() -> server.connect("doing", "seeing"));
            assertThat(lines.texts())
                    .containsExactly("jmx operator@127.0.0.1: connected", "jmx 127.0.0.1: login refused");
        }
        assertThat(server.settings().toString()).doesNotContain(RemoteKeys.PASSWORD);
    }

    @Test
    void shouldNotLookAtPasswordsAfterTooManyWrongOnes() throws Exception {
        try (JMXConnector client = server.connect("viewer", "seeing")) {
            for (int i = 0; i < 10; i++) {
                assertRefused(() -> server.connect("operator", "guessed"));
            }
            assertThatExceptionOfType(SecurityException.class)
                    .isThrownBy(() -> server.connect("operator", "doing"))
                    .withMessageContaining("too many wrong passwords from 127.0.0.1");
            assertThat(RemoteServer.lamp(client).isLit()).isFalse();
        }
    }

    @Test
    void shouldReplaceThePasswordFileByHashes() throws Exception {
        server.connect("viewer", "seeing").close();
        assertThat(server.passwordFile()).content().doesNotContain("seeing", "doing");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.passwordFile())))
                .isEqualTo("rw-------");
        server.connect("operator", "doing").close();
    }

    @Test
    void shouldTakeANewPasswordWithoutARestart() throws Exception {
        RemoteServer.write(server.passwordFile(), "rw-------", "operator changed");
        server.connect("operator", "changed").close();
        assertRefused(() -> server.connect("operator", "doing"));
        assertRefused(() -> server.connect("viewer", "seeing"));
    }

    @Test
    void shouldRefuseClientsWithoutTls() throws Exception {
        assertThatIOException()
                .isThrownBy(() ->
                        LocateRegistry.getRegistry("127.0.0.1", server.port()).lookup("jmxrmi"));
        try (Socket plain = new Socket("127.0.0.1", server.port())) {
            plain.setSoTimeout(60_000);
            var out = new DataOutputStream(plain.getOutputStream());
            out.writeInt(0x4a524d49);
            out.writeShort(2);
            out.writeByte(0x4b);
            out.flush();
            // a TLS alert, or nothing; RMI would have acknowledged with 'N'
            assertThat(firstByte(plain)).isIn(0x15, -1);
        }
    }

    /** Or -1; a connection is reset if it is closed before everything is read. */
    private static int firstByte(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    @Test
    void shouldRefuseOldTls() throws Exception {
        RemoteKeys.trusted();
        try (var old =
                (SSLSocket) SSLContext.getDefault().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            old.setEnabledProtocols(new String[] {"TLSv1.1"});
            assertThatExceptionOfType(SSLException.class).isThrownBy(old::startHandshake);
        }
    }

    @Test
    void shouldNotEvenReadCredentialsOfAnotherType() throws Exception {
        int before = Tattler.TIMES_READ.get();
        for (Object credentials : new Object[] {new Tattler(), new Object[] {new Tattler()}, new String[100]}) {
            assertThatIOException()
                    .isThrownBy(() -> server.connect(credentials))
                    .withStackTraceContaining("filter status: REJECTED");
        }
        assertThat(Tattler.TIMES_READ).hasValue(before);
    }

    @Test
    void shouldNotReadPasswordsThatNeverEnd() throws Exception {
        String[] endless = {"operator", "x".repeat(20 << 20)};
        assertThatIOException().isThrownBy(() -> server.connect(endless));
        server.connect("operator", "doing").close();
    }

    @Test
    void shouldNotReadArgumentsOfOtherTypes() throws Exception {
        int before = Tattler.TIMES_READ.get();
        try (JMXConnector client = server.connect("viewer", "seeing")) {
            for (Object value : new Object[] {new Tattler(), List.of(new Tattler()), costly(24)}) {
                assertThatExceptionOfType(Exception.class)
                        .isThrownBy(() -> RemoteServer.set(client, value))
                        .withStackTraceContaining("filter status: REJECTED");
            }
        }
        assertThat(Tattler.TIMES_READ).hasValue(before);
    }

    /** Sets whose reading takes two to the power of {@code depth} steps. */
    private static Set<Object> costly(int depth) {
        Set<Object> root = new HashSet<>();
        Set<Object> one = root;
        Set<Object> other = new HashSet<>();
        for (int i = 0; i < depth; i++) {
            Set<Object> nextOne = new HashSet<>();
            Set<Object> nextOther = new HashSet<>();
            nextOne.add("different");
            one.add(nextOne);
            one.add(nextOther);
            other.add(nextOne);
            other.add(nextOther);
            one = nextOne;
            other = nextOther;
        }
        return root;
    }

    @Test
    void shouldLetNobodyPutAnotherEntryIntoTheRegistry() throws Exception {
        Registry registry = server.registry();
        Remote entry = registry.lookup("jmxrmi");
        assertThatIOException()
                .isThrownBy(() -> registry.rebind("jmxrmi", entry))
                .withStackTraceContaining("filter status: REJECTED");
        assertThatIOException()
                .isThrownBy(() -> registry.bind("another", entry))
                .withStackTraceContaining("filter status: REJECTED");
        assertThat(registry.list()).containsExactly("jmxrmi");
    }

    @Test
    void shouldPutAnEntryBackThatSomebodyTookAway() throws Exception {
        Registry registry = server.registry();
        try (LogLines lines = LogLines.of(RemoteAccess.class)) {
            registry.unbind("jmxrmi");
            await().ignoreException(NotBoundException.class).until(() -> registry.lookup("jmxrmi") != null);
            server.connect("viewer", "seeing").close();
            assertThat(lines.texts())
                    .contains("somebody on this machine tampers with the registry of remote management; put right");
        }
    }

    @Test
    void shouldHaveRoomForOperatorsAmongThoseWhoSayNothing() throws Exception {
        List<Socket> silent = new ArrayList<>();
        long before = rmiThreads();
        try (JMXConnector client = server.connect("viewer", "seeing")) {
            for (int i = 0; i < 200; i++) {
                silent.add(new Socket("127.0.0.1", server.port()));
            }
            // a client whose connection had to make room just now, or that came while all were new, tries again
            await().ignoreExceptions().until(() -> !RemoteServer.lamp(client).isLit());
            await().ignoreExceptions()
                    .untilAsserted(() -> server.connect("operator", "doing").close());
            await().until(() -> rmiThreads() <= before + 64 + 10);
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
        }
    }

    /** Connections are named; those of other tests are there for another 15 seconds. */
    private static long rmiThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("RMI TCP Connection(")
                        && !thread.getName().contains("(idle)"))
                .count();
    }

    @Test
    void shouldEndConnectionsAndClosePort() throws Exception {
        int port = server.port();
        JMXConnector client = server.connect("viewer", "seeing");
        server.close();
        assertThatIOException()
                .isThrownBy(() -> client.getMBeanServerConnection().getMBeanCount());
        assertThatIOException().isThrownBy(() -> new Socket("127.0.0.1", port));
        server.start();
        server.connect("viewer", "seeing").close();
    }
}
