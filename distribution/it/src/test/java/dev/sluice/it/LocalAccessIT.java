package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How those on the server's own machine get to its management, and who does not. */
class LocalAccessIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    /** The user that owns nothing, usually called nobody. */
    private static final String NOBODY = "65534";

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private Path file;

    @BeforeEach
    void locate() {
        file = Sluice.base(bench).resolve("data/management");
    }

    @Test
    void shouldTellOnlyItsOwnUserHowToReachIt() throws IOException {
        Sluice.start(bench);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).content().contains("url=service:jmx:rmi://127.0.0.1/stub/", "credential=");
    }

    @Test
    void shouldKeepOtherUsersOut() throws IOException {
        Assumptions.assumeTrue(canBecomeNobody(), "needs root and setpriv");
        Sluice.start(bench);
        // the temporary folder alone would keep them out
        Files.setPosixFilePermissions(bench.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        asNobody("ls", file.toString()).expectSuccess(LIMIT);
        asNobody("cat", file.toString()).expectFailure(LIMIT, "Permission denied");
    }

    @Test
    void shouldRefuseTheCommandsToOtherUsers() throws IOException {
        String command = Sluice.HOME.resolve("bin/sluice").toString();
        Assumptions.assumeTrue(canBecomeNobody(), "needs root and setpriv");
        Assumptions.assumeTrue(asNobody("test", "-x", command).exitCode(LIMIT) == 0, "others cannot read " + command);
        Sluice.start(bench);
        Files.setPosixFilePermissions(bench.folder(), PosixFilePermissions.fromString("rwxr-xr-x"));
        var builder = new ProcessBuilder(nobodys(command, "status"));
        builder.environment().put("SLUICE_BASE", Sluice.base(bench).toString());
        bench.start(builder).expectFailure(LIMIT, "may not read");
    }

    @Test
    void shouldTakeItsFileAlongUnlessItCrashes() throws IOException {
        Sluice stopped = Sluice.start(bench);
        assertThat(file).exists();
        stopped.process().terminate();
        stopped.process().expectSuccess(LIMIT);
        assertThat(file).doesNotExist();

        Sluice killed = Sluice.start(bench);
        String stale = Files.readString(file);
        killed.process().kill();
        assertThat(file).hasContent(stale);
        Sluice.start(bench);
        assertThat(Files.readString(file)).isNotEqualTo(stale);
    }

    @Test
    void shouldBeAttachedToWhereTheMachinesNameLeadsElsewhere() throws Exception {
        Path hosts = bench.folder().resolve("hosts");
        String name = InetAddress.getLocalHost().getHostName();
        // an address for documentation, which nobody has
        Files.write(hosts, List.of("127.0.0.1 localhost", "192.0.2.1 " + name));
        ProcessBuilder builder = Sluice.builder(
                Sluice.base(bench), "run", "--set", "listeners[0].host=127.0.0.1", "--set", "listeners[0].port=0");
        builder.environment().put("SLUICE_OPTS", "-Djdk.net.hosts.file=" + hosts);
        Run run = bench.start(builder);
        await().atMost(LIMIT).until(() -> Files.exists(file) || !run.isAlive());
        VirtualMachine machine = VirtualMachine.attach(Long.toString(run.pid()));
        try (JMXConnector connector =
                JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()))) {
            ObjectName host = new ObjectName("dev.sluice:type=PluginHost");
            assertThat(connector.getMBeanServerConnection().isRegistered(host)).isTrue();
        } finally {
            machine.detach();
        }
        ProcessBuilder status = Sluice.builder(Sluice.base(bench), "status");
        status.environment().put("JAVA_OPTS", "-Djdk.net.hosts.file=" + hosts);
        bench.start(status).expectSuccess(LIMIT);
    }

    private static boolean canBecomeNobody() {
        try {
            return new ProcessBuilder(nobodys("true")).start().waitFor() == 0;
        } catch (IOException none) {
            return false;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    private Run asNobody(String... command) {
        return bench.start(new ProcessBuilder(nobodys(command)));
    }

    private static String[] nobodys(String... command) {
        var whole = new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        whole.addAll(List.of(command));
        return whole.toArray(String[]::new);
    }
}
