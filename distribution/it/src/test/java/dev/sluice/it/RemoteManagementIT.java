package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.wire.RemoteKeys;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import javax.rmi.ssl.SslRMIClientSocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Remote management as the documentation sets it up. */
class RemoteManagementIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final int port = Workbench.freePort();
    private Path conf;

    @BeforeEach
    void configure() throws Exception {
        conf = Sluice.base(bench).resolve("conf");
        Sluice.configure(bench, """
                management:
                  remote:
                    enabled: true
                    port: %d
                    keystore: conf/jmx.p12
                    keystorePassword: %s
                """.formatted(port, RemoteKeys.PASSWORD));
        Files.copy(RemoteKeys.trusted(), conf.resolve("jmx.p12"));
        Files.writeString(conf.resolve("jmx.access"), "viewer readonly\noperator readwrite\n");
        Path passwords = Files.writeString(conf.resolve("jmx.password"), "viewer seeing\noperator doing\n");
        Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void shouldLetInWhoHasAPassword() throws Exception {
        Sluice.command(bench, "check").expectSuccess(LIMIT);
        Sluice sluice = Sluice.start(bench);
        var host = new ObjectName("dev.sluice:type=PluginHost");

        try (JMXConnector viewer = connect("viewer", "seeing")) {
            MBeanServerConnection beans = viewer.getMBeanServerConnection();
            assertThat(beans.getAttribute(host, "Plugins")).isNotNull();
            assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> stop(beans, host));
        }
        try (JMXConnector operator = connect("operator", "doing")) {
            stop(operator.getMBeanServerConnection(), host);
        }
        assertThatExceptionOfType(SecurityException.class).isThrownBy(() -> connect("operator", "seeing"));

        sluice.awaitLog("PluginHost.stop(\"event-log\")");
        sluice.process().terminate();
        sluice.process().expectSuccess(LIMIT);
        assertThat(sluice.log()).doesNotContain(RemoteKeys.PASSWORD, "doing");
    }

    @Test
    void shouldEndWithOneWhenItsPortIsTaken() throws Exception {
        try (var taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            Run run = Sluice.run(bench, 0);

            assertThat(run.exitCode(LIMIT)).isEqualTo(1);
            assertThat(run.output())
                    .contains(
                            "cannot start: management.remote.port: cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldRefuseToStartWithoutAuthentication() throws Exception {
        Files.delete(conf.resolve("jmx.password"));

        for (String command : List.of("check", "run")) {
            Run run = Sluice.command(bench, command);
            assertThat(run.exitCode(LIMIT)).as("%s", run).isEqualTo(2);
            assertThat(run.output())
                    .contains("sluice.yml:2: management.remote.passwordFile: expected a file, got ")
                    .doesNotContain("\tat ");
        }
    }

    private JMXConnector connect(String role, String password) throws IOException {
        return JMXConnectorFactory.connect(
                new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi"),
                Map.of(
                        JMXConnector.CREDENTIALS,
                        new String[] {role, password},
                        "com.sun.jndi.rmi.factory.socket",
                        new SslRMIClientSocketFactory()));
    }

    private static void stop(MBeanServerConnection beans, ObjectName host) throws Exception {
        beans.invoke(host, "stop", new Object[] {"event-log"}, new String[] {String.class.getName()});
    }
}
