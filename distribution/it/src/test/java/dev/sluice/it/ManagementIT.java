package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.sun.tools.attach.VirtualMachine;
import java.time.Duration;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As JConsole does it: attached to the process, and without a class of the server's. */
class ManagementIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private final ObjectName host = name("dev.sluice:type=PluginHost");
    private Sluice sluice;
    private JMXConnector connector;
    private MBeanServerConnection beans;

    @BeforeEach
    void attach() throws Exception {
        sluice = Sluice.start(bench);
        VirtualMachine machine =
                VirtualMachine.attach(Long.toString(sluice.process().pid()));
        try {
            connector = JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
        } finally {
            machine.detach();
        }
        beans = connector.getMBeanServerConnection();
        await().atMost(LIMIT).until(() -> beans.isRegistered(name("dev.sluice:type=Plugin,id=\"http-hooks\"")));
    }

    @AfterEach
    void close() throws Exception {
        connector.close();
    }

    private static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    @Test
    void shouldShowEverythingToAPlainClient() throws Exception {
        assertThat(beans.queryNames(name("dev.sluice:*"), null)).hasSizeGreaterThan(7);
        for (ObjectName bean : beans.queryNames(name("dev.sluice:*"), null)) {
            for (MBeanAttributeInfo attribute : beans.getMBeanInfo(bean).getAttributes()) {
                assertThat(beans.getAttribute(bean, attribute.getName()))
                        .as("%s %s", bean, attribute.getName())
                        .isNotNull();
            }
        }
        assertThat((CompositeData[]) beans.getAttribute(host, "Plugins"))
                .allSatisfy(row -> assertThat(row.get("state")).isEqualTo("STARTED"));
    }

    @Test
    void shouldStopAndStartAPlugin() throws Exception {
        ObjectName plugin = name("dev.sluice:type=Plugin,id=\"http-hooks\"");
        beans.invoke(plugin, "stop", new Object[0], new String[0]);
        assertThat(beans.getAttribute(plugin, "State")).isEqualTo("STOPPED");
        start("http-hooks");
        assertThat(beans.getAttribute(plugin, "State")).isEqualTo("STARTED");
        assertThatExceptionOfType(RuntimeMBeanException.class)
                .isThrownBy(() -> start("nobody"))
                .withCauseExactlyInstanceOf(IllegalStateException.class)
                .withMessageContaining("there is no plugin nobody");
        sluice.awaitLog("PluginHost.start(\"nobody\")");
    }

    private void start(String id) throws Exception {
        beans.invoke(host, "start", new Object[] {id}, new String[] {String.class.getName()});
    }
}
