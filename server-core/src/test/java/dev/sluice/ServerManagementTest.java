package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.HostLimits;
import dev.sluice.config.LoadedConfig;
import dev.sluice.jmx.ConfigurationRow;
import dev.sluice.jmx.ServerMXBean;
import dev.sluice.wire.Crowd;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.management.JMX;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that shows itself in the JVM's MBean server, where JConsole looks. */
class ServerManagementTest {
    private static final List<String> OVERRIDES = List.of(
            "listeners[0].host=127.0.0.1",
            "listeners[0].port=0",
            "applications.live.publish.firstMediaTimeout=10m",
            // a crowd does not end its side
            "server.shutdownGrace=100ms");

    @TempDir
    private Path base;

    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private SluiceServer server;
    private ServerMXBean bean;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(base.resolve("sluice.yml"), "limits: { maxConnections: 100 }");
        LoadedConfig loaded = load();
        server = SluiceServer.start(loaded.config(), new Roots(base, base));
        server.manage(new ServerControl(server, loaded, this::load, () -> stopped.set(true)));
        bean = JMX.newMXBeanProxy(beans, new ObjectName("dev.sluice:type=Server"), ServerMXBean.class);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private LoadedConfig load() throws ConfigException {
        return ConfigLoader.load(base.resolve("sluice.yml"), OVERRIDES, name -> null, HostLimits.UNKNOWN, base);
    }

    private Set<ObjectName> names(String type) throws Exception {
        return beans.queryNames(new ObjectName("dev.sluice:type=" + type + ",*"), null);
    }

    @Test
    void shouldShowTheServerAsItIs() {
        assertThat(bean.getVersion()).matches("\\d+\\..*");
        assertThat(bean.getListeners()).containsExactly("127.0.0.1:" + server.port());
        assertThat(bean.getMaxConnections()).isEqualTo(100);
        assertThat(bean.effectiveConfiguration()).contains("maxConnections: 100\n");
    }

    @Test
    void shouldFollowLimitsThatChange() throws Exception {
        try (Crowd crowd = new Crowd(server.port())) {
            crowd.publish(5, "key");
            await().until(() ->
                    names("Connection").size() == 5 && names("Stream").size() == 5);
            ConfigurationRow changed = bean.change("management.maxConnectionBeans", "2");
            assertThat(changed.getChanged()).containsExactly("management.maxConnectionBeans");
            bean.change("management.maxStreamBeans", "1");
            await().until(() ->
                    names("Connection").size() == 2 && names("Stream").size() == 1);
            bean.change("limits.maxConnections", "50");
            assertThat(bean.getMaxConnections()).isEqualTo(50);
            assertThatThrownBy(() -> bean.change("limits.maxConnections", "many"))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("limits.maxConnections: expected 1..1000000, got 'many'");
            assertThat(bean.reload().getChanged())
                    .containsExactly(
                            "limits.maxConnections", "management.maxConnectionBeans", "management.maxStreamBeans");
            await().until(() ->
                    names("Connection").size() == 5 && names("Stream").size() == 5);
        }
    }

    @Test
    void shouldStopWhenAsked() {
        bean.stop();
        await().untilTrue(stopped);
    }

    @Test
    void shouldLeaveNeitherBeanNorThread() throws Exception {
        try (Crowd crowd = new Crowd(server.port())) {
            crowd.publish(5, "key");
            await().until(() -> names("Connection").size() == 5);
            server.close();
        }
        assertThat(beans.queryNames(new ObjectName("dev.sluice:*"), null)).isEmpty();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("sluice-management")));
    }
}
