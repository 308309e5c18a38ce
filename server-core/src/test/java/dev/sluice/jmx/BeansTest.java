package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerEvent;
import dev.sluice.plugin.PluginJar;
import dev.sluice.wire.WireClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanFeatureInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client finds that knows nothing of Sluice. */
class BeansTest {
    private static final Set<String> READING = Set.of("page", "describe", "effectiveConfiguration");
    private static final String HOSTILE = "a*?,=:\"\\\n.jar";

    @TempDir
    private Path folder;

    private ManagedServer managed;
    private WireClient publisher;

    @BeforeEach
    void start() throws Exception {
        managed = new ManagedServer(folder);
        Path plugins = managed.server().plugins();
        PluginJar.of("eager")
                .attribute("Plugin-Provider", "somebody")
                .attribute("Plugin-Description", "Does it.")
                .listener("")
                .into(plugins);
        PluginJar.of("lame")
                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")
                .into(plugins);
        Files.write(plugins.resolve(HOSTILE), new byte[] {1, 2, 3});
        managed.server().with("server.eventLoops", "2");
        managed.start();
        publisher = WireClient.publishing(managed.port(), "key");
        await().until(() -> managed.names("Stream").size() == 1
                && managed.names("Connection").size() == 1);
    }

    @AfterEach
    void close() throws Exception {
        publisher.close();
        managed.close();
    }

    @Test
    void shouldNameOneBeanForEachThing() throws Exception {
        long connection = managed.streams().getStreams().get(0).getPublisherConnectionId();
        assertThat(managed.names())
                .containsExactlyInAnyOrder(
                        new ObjectName("dev.sluice:type=Server"),
                        new ObjectName("dev.sluice:type=EventLoop,id=0"),
                        new ObjectName("dev.sluice:type=EventLoop,id=1"),
                        new ObjectName("dev.sluice:type=Streams"),
                        new ObjectName("dev.sluice:type=Stream,app=\"live\",name=\"key\""),
                        new ObjectName("dev.sluice:type=Connections"),
                        new ObjectName("dev.sluice:type=Connection,id=" + connection),
                        new ObjectName("dev.sluice:type=PluginHost"),
                        new ObjectName("dev.sluice:type=Recordings"),
                        new ObjectName("dev.sluice:type=Plugin,id=\"eager\""),
                        new ObjectName("dev.sluice:type=Plugin,id=\"lame\""),
                        new ObjectName("dev.sluice:type=Plugin,id=\"a\\*\\?,=:\\\"\\\\\\n.jar\""));
        assertThat(managed.bean(HOSTILE).getId()).isEqualTo(HOSTILE);
    }

    @Test
    void shouldDescribeEverything() throws Exception {
        for (ObjectName name : managed.names()) {
            MBeanInfo info = managed.connection().getMBeanInfo(name);
            assertThat(info.getDescription()).as("%s", name).endsWith(".").doesNotContain("dev.sluice");
            assertThat(info.getAttributes()).as("attributes of %s", name).isNotEmpty();
            for (MBeanAttributeInfo attribute : info.getAttributes()) {
                expectDescribed(name, attribute);
                boolean number = List.of("long", "int", "double").contains(attribute.getType())
                        && !attribute.getName().matches("(.*Connection)?Id|EventLoop");
                assertThat(attribute.getDescription().endsWith("]"))
                        .as("%s %s has a unit", name, attribute.getName())
                        .isEqualTo(number);
            }
            for (MBeanOperationInfo operation : info.getOperations()) {
                expectDescribed(name, operation);
                assertThat(operation.getImpact())
                        .as("impact of %s", operation)
                        .isEqualTo(
                                READING.contains(operation.getName())
                                        ? MBeanOperationInfo.INFO
                                        : MBeanOperationInfo.ACTION);
                for (MBeanParameterInfo parameter : operation.getSignature()) {
                    expectDescribed(name, parameter);
                    assertThat(parameter.getName()).doesNotMatch("p\\d+");
                }
            }
        }
        assertThat(managed.connection()
                        .getMBeanInfo(ManagedServer.HOST)
                        .getNotifications()[0]
                        .getNotifTypes())
                .contains("dev.sluice.plugin.started", "dev.sluice.plugin.quarantined");
        assertThat(managed.connection()
                        .getMBeanInfo(ManagedServer.plugin("eager"))
                        .getNotifications())
                .isEmpty();
    }

    private static void expectDescribed(ObjectName name, MBeanFeatureInfo feature) {
        assertThat(feature.getDescription())
                .as("%s %s", name, feature.getName())
                .contains(" ")
                .isNotEqualTo(feature.getName())
                .doesNotContain("Operation exposed")
                .doesNotContain("Attribute exposed");
    }

    @Test
    void shouldShowOnlyWhatEveryClientCanRead() throws Exception {
        for (ObjectName name : managed.names()) {
            for (MBeanAttributeInfo attribute :
                    managed.connection().getMBeanInfo(name).getAttributes()) {
                Object value = managed.connection().getAttribute(name, attribute.getName());
                assertThat(value).as("%s %s", name, attribute.getName()).isNotNull();
                Class<?> type = value.getClass();
                assertThat((type.isArray() ? type.getComponentType() : type).getName())
                        .as("%s %s", name, attribute.getName())
                        .matches("javax?\\..*");
            }
        }
    }

    @Test
    void shouldShowTheSameInTableAndBean() throws Exception {
        var table = (CompositeData[]) managed.connection().getAttribute(ManagedServer.HOST, "Plugins");
        assertThat(table).hasSize(3);
        for (CompositeData row : table) {
            ObjectName name = ManagedServer.plugin((String) row.get("id"));
            for (String item : row.getCompositeType().keySet()) {
                String attribute = Character.toUpperCase(item.charAt(0)) + item.substring(1);
                assertThat(managed.connection().getAttribute(name, attribute))
                        .as("%s %s", name, attribute)
                        .isEqualTo(row.get(item));
            }
        }
    }

    @Test
    void shouldShowPluginsAsTheyAre() throws Exception {
        Map<String, PluginRow> rows = new TreeMap<>();
        managed.host().getPlugins().forEach(row -> rows.put(row.getId(), row));
        PluginRow eager = rows.get("eager");
        assertThat(eager.getVersion()).isEqualTo("1.0.0");
        assertThat(eager.getProvider()).isEqualTo("somebody");
        assertThat(eager.getDescription()).isEqualTo("Does it.");
        assertThat(eager.getState()).isEqualTo("STARTED");
        assertThat(eager.getCause()).isEmpty();
        assertThat(eager.getFile())
                .isEqualTo(managed.server().plugins().resolve("eager-1.0.0.jar").toString());
        assertThat(eager.getSinceMillis()).isBetween(1_500_000_000_000L, System.currentTimeMillis());
        assertThat(eager.getExtensions()).containsExactly("EventListener testplugin.Listener");
        assertThat(eager.isGuards()).isFalse();
        assertThat(rows.get("lame").getState()).isEqualTo("FAILED");
        assertThat(rows.get("lame").getCause()).contains("no way");
        assertThat(rows.get(HOSTILE).getCause()).contains("no complete jar or zip");
    }

    @Test
    void shouldCountFailuresWhileNothingElseHappens() throws Exception {
        PluginJar.of("grumpy")
                .listener(
                        "if (event.type() == ServerEvent.Type.CONNECTION_REJECTED) throw new IllegalStateException();")
                .into(folder.resolve("elsewhere"));
        managed.host().install(folder.resolve("elsewhere/grumpy-1.0.0.jar").toString());
        managed.awaitBean("grumpy");
        managed.server()
                .host()
                .onEvent(ServerEvent.of(ServerEvent.Type.CONNECTION_REJECTED).build());
        await().until(() -> managed.bean("grumpy").getFailures() == 1);
    }

    @Test
    void shouldKeepWhenAFileWasFoundBroken() throws Exception {
        long since = managed.bean(HOSTILE).getSinceMillis();
        await().until(() -> System.currentTimeMillis() > since);
        managed.host().stop("eager");
        assertThat(managed.bean(HOSTILE).getSinceMillis()).isEqualTo(since);
    }
}
