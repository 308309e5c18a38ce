package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServer;
import javax.management.MBeanServerDelegate;
import javax.management.MBeanServerFactory;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way from bin/sluice to the server that runs on the same SLUICE_BASE. */
class LocalAccessTest {
    private static final long PATIENCE_SECONDS = 60;

    private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

    @TempDir
    private Path base;

    private LocalAccess access;
    private Path file;

    @BeforeEach
    void open() throws IOException {
        access = LocalAccess.open(base, "1.2.3", beans);
        file = base.resolve("data/management");
    }

    @AfterEach
    void close() {
        access.close();
    }

    @Test
    void shouldConnectToTheServerOfTheBase() throws Exception {
        try (LocalServer server = connect()) {
            assertThat(server.beans().isRegistered(MBeanServerDelegate.DELEGATE_NAME))
                    .isTrue();
            assertThat(server.beans().getAttribute(MBeanServerDelegate.DELEGATE_NAME, "MBeanServerId"))
                    .isEqualTo(beans.getAttribute(MBeanServerDelegate.DELEGATE_NAME, "MBeanServerId"));
        }
    }

    @Test
    void shouldKeepItsFileToTheServersUser() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryContaining("glob:**/management");
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void shouldNotWriteWhereOthersCouldReadIt() throws IOException {
        Path shown = Files.createFile(
                base.resolve("shown"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")));
        assertThatIOException()
                .isThrownBy(() -> ManagementFile.requireOwnerOnly(shown))
                .withMessage("the file system of " + base + " keeps no file from other users: it is rw-r-----");
    }

    @Test
    void shouldLeaveNoCredentialThatIsNotInItsPlace() throws Exception {
        ManagementFile right = ManagementFile.read(file);
        Path occupied =
                Files.createDirectories(base.resolve("data/folder/full")).getParent();
        assertThatIOException().isThrownBy(() -> right.write(occupied));
        assertThat(Files.list(file.getParent())).containsOnly(file, occupied);
    }

    @Test
    void shouldReplaceWhatACrashLeft() throws Exception {
        access.close();
        Files.writeString(file, "url=old");
        Files.writeString(base.resolve("data/management.new"), "half");
        access = LocalAccess.open(base, "1.2.3", beans);
        connect().close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void shouldTakeItsFileAwayAndEndConnections() throws Exception {
        try (LocalServer server = connect()) {
            access.close();
            assertThat(file).doesNotExist();
            assertThatIOException().isThrownBy(() -> server.beans().getMBeanCount());
        }
        assertThatNoServer().withMessage("no server runs on " + base + " (there is no " + file + ")");
    }

    @Test
    void shouldTellAServerThatLeftNoFileFromNone() throws Exception {
        access.close();
        try (FileChannel channel = FileChannel.open(
                        base.resolve("data/sluice.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            assertThat(lock.isShared()).isFalse();
            assertThatNoServer()
                    .withMessage("a server runs on " + base + " but there is no " + file
                            + ": it is just starting or stopping, or it could not write that, as its log says");
        }
        assertThatNoServer().withMessage("no server runs on " + base + " (there is no " + file + ")");
    }

    @Test
    void shouldListenOnTheLoopbackAddressOnly() throws Exception {
        int port = portOf(ManagementFile.read(file));
        try (Socket other = new Socket()) {
            // all of 127.0.0.0/8 leads to this machine; a socket bound to any address would take it
            assertThatIOException().isThrownBy(() -> other.connect(new InetSocketAddress("127.0.0.2", port), 5_000));
        }
    }

    @Test
    void shouldRefuseAWrongCredential() throws Exception {
        ManagementFile right = ManagementFile.read(file);
        rewrite(new ManagementFile(right.url(), "wrong", right.pid(), right.started(), right.version()));
        assertThatNoServer()
                .withMessage("the server on " + base + " (pid " + right.pid() + ") runs but refuses the credential in "
                        + file + ", which is not its own");
    }

    @Test
    void shouldRefuseWhoHasNoCredential() throws Exception {
        JMXServiceURL url = new JMXServiceURL(ManagementFile.read(file).url());
        assertThatExceptionOfType(SecurityException.class)
                .isThrownBy(() -> JMXConnectorFactory.connect(url))
                .withMessage("wrong credential");
        assertThatExceptionOfType(SecurityException.class)
                .isThrownBy(() -> connect(url, new String[] {"somebody", null}));
        assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> connect(url, new String[] {"somebody"}));
    }

    @Test
    void shouldNotEvenReadCredentialsOfAnotherType() throws Exception {
        int before = Tattler.TIMES_READ.get();
        JMXServiceURL url = new JMXServiceURL(ManagementFile.read(file).url());
        for (Object credentials : new Object[] {new Tattler(), new Object[] {new Tattler()}, Map.of("a", "b")}) {
            assertThatIOException()
                    .isThrownBy(() -> connect(url, credentials))
                    .withStackTraceContaining("filter status: REJECTED");
        }
        assertThat(Tattler.TIMES_READ).hasValue(before);
    }

    @Test
    void shouldTellAServerThatIsGoneFromOneThatIsNot() throws Exception {
        ManagementFile right = ManagementFile.read(file);
        Process over = new ProcessBuilder("true").start();
        over.waitFor();
        rewrite(new ManagementFile(right.url(), right.credential(), over.pid(), right.started(), right.version()));
        assertThatNoServer()
                .withMessage("no server runs on " + base + ": the one that wrote " + file + " (pid " + over.pid()
                        + ", started " + right.started() + ") is gone without removing it");
    }

    @Test
    void shouldTellAServerThatIsGoneFromAnotherProcessWithItsNumber() throws Exception {
        ManagementFile right = ManagementFile.read(file);
        access.close();
        Instant before = right.started().minusSeconds(60);
        rewrite(new ManagementFile(right.url(), right.credential(), right.pid(), before, right.version()));
        assertThatNoServer().withMessageContaining("is gone without removing it");

        rewrite(right);
        try (var notListening = new Socket()) {
            // nobody else can have the port
            notListening.bind(new InetSocketAddress("127.0.0.1", portOf(right)));
            assertThatNoServer().withMessageEndingWith("runs but cannot be reached; perhaps it is just stopping");
        }
    }

    @Test
    void shouldConnectThoughTheClockWasSet() throws Exception {
        ManagementFile right = ManagementFile.read(file);
        Instant reckoned = right.started().minusSeconds(3_600);
        rewrite(new ManagementFile(right.url(), right.credential(), right.pid(), reckoned, right.version()));
        connect().close();
    }

    @Test
    void shouldNotWaitForEverForAServerThatDoesNotAnswer() throws Exception {
        ManagementFile right = ManagementFile.read(file);
        access.close();
        try (var silent = new ServerSocket(portOf(right), 50, InetAddress.getByName("127.0.0.1"))) {
            rewrite(right);
            assertThat(silent.isBound()).isTrue();
            assertThatExceptionOfType(NoServerException.class)
                    .isThrownBy(() -> LocalServer.connect(base, 1))
                    .withMessageEndingWith("runs but does not answer within 1 s");
        }
    }

    @Test
    void shouldDeserializeNothingButAStub() throws Exception {
        int before = Tattler.TIMES_READ.get();
        ManagementFile right = ManagementFile.read(file);
        String url =
                "service:jmx:rmi://127.0.0.1/stub/" + Base64.getEncoder().encodeToString(serialized(new Tattler()));
        rewrite(new ManagementFile(url, right.credential(), right.pid(), right.started(), right.version()));
        assertThatNoServer().withMessageContaining("cannot be talked to");
        assertThat(Tattler.TIMES_READ).hasValue(before);
    }

    @Test
    void shouldSayWhatIsWrongWithItsFile() throws Exception {
        for (String damaged :
                new String[] {"", "url=x", "\0\\u12", "pid=x\nurl=y\ncredential=z\nstarted=0\nversion=1"}) {
            Files.writeString(file, damaged);
            assertThatNoServer()
                    .withMessage("cannot read how to reach the server on " + base + ": " + file
                            + " is not as a server writes it");
        }
    }

    @Test
    void shouldNotWaitForAFileThatIsNone() throws Exception {
        Files.delete(file);
        assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor())
                .isZero();
        assertThatNoServer().withMessageEndingWith(" is not as a server writes it");
    }

    @Test
    void shouldNotShowItsCredential() throws Exception {
        ManagementFile written = ManagementFile.read(file);
        assertThat(written.credential()).hasSize(43);
        assertThat(written.toString()).doesNotContain(written.credential());
        assertThat(written.version()).isEqualTo("1.2.3");
    }

    private LocalServer connect() throws NoServerException, InterruptedException {
        return LocalServer.connect(base, PATIENCE_SECONDS);
    }

    private ThrowableAssertAlternative<NoServerException> assertThatNoServer() {
        return assertThatExceptionOfType(NoServerException.class)
                .isThrownBy(() -> connect().close());
    }

    private void rewrite(ManagementFile management) throws IOException {
        management.write(file);
    }

    private static void connect(JMXServiceURL url, Object credentials) throws IOException {
        JMXConnectorFactory.connect(url, Map.of(JMXConnector.CREDENTIALS, credentials))
                .close();
    }

    private static byte[] serialized(Object object) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        return bytes.toByteArray();
    }

    /** From the stub, as its remote reference prints itself: the connector was asked for any port. */
    private static int portOf(ManagementFile management) throws Exception {
        byte[] stub = Base64.getDecoder().decode(management.url().replaceFirst(".*/stub/", ""));
        try (var in = new ObjectInputStream(new ByteArrayInputStream(stub))) {
            Matcher endpoint = Pattern.compile("endpoint:\\[[^\\]]*:(\\d+)")
                    .matcher(in.readObject().toString());
            assertThat(endpoint.find()).isTrue();
            return Integer.parseInt(endpoint.group(1));
        }
    }
}
