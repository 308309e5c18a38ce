package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.sluice.wire.Amf;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a JMX client sees of connections, and does to them. */
class ConnectionBeanTest {
    @TempDir
    private Path folder;

    private final List<WireClient> clients = new ArrayList<>();
    private ManagedServer managed;

    @BeforeEach
    void prepare() {
        managed = new ManagedServer(folder);
    }

    @AfterEach
    void close() throws Exception {
        clients.forEach(WireClient::close);
        managed.close();
    }

    private ConnectionsMXBean connections() throws Exception {
        return managed.connections();
    }

    private WireClient keep(WireClient client) {
        clients.add(client);
        return client;
    }

    private long onlyId() throws Exception {
        await().until(() -> connections().getCount() == 1);
        return connections().getConnections().get(0).getId();
    }

    @Test
    void shouldShowAConnectionFromItsHandshakeOn() throws Exception {
        managed.start();
        WireClient client = keep(WireClient.connectTo(managed.port()));
        long id = onlyId();
        ConnectionRow row = connections().describe(id);
        assertThat(row.getState()).isEqualTo("HANDSHAKE");
        assertThat(row.getApplication()).isEmpty();
        assertThat(row.getSoftware()).isEmpty();
        assertThat(row.getRole()).isEqualTo("NONE");
        assertThat(row.getStreams()).isEmpty();
        assertThat(row.getAddress()).startsWith("127.0.0.1:");
        assertThat(row.getOpenedAt().getTime())
                .isBetween(System.currentTimeMillis() - 60_000, System.currentTimeMillis() + 1_000);
        client.handshake();
        await().until(() -> connections().describe(id).getState().equals("UNCONNECTED"));
        assertThat(managed.names("Connection")).isEmpty();
        client.command(0, "connect", Amf.object("app", "live?token=secret", "flashVer", "LNX " + "9".repeat(5_000)));
        client.expectCommand("_result", 1);
        ConnectionMXBean bean = managed.connection(id);
        assertThat(bean.getId()).isEqualTo(id);
        assertThat(bean.getState()).isEqualTo("CONNECTED");
        assertThat(bean.getApplication()).isEqualTo("live");
        assertThat(bean.getSoftware()).hasSize(203).startsWith("LNX 999").endsWith("...");
        assertThat(bean.getRole()).isEqualTo("NONE");
        assertThat(bean.getEventLoop()).isNotNegative();
        assertThat(bean.getIdleMillis()).isBetween(0L, 60_000L);
    }

    @Test
    void shouldShowWhatItDoes() throws Exception {
        managed.start();
        WireClient publisher = keep(WireClient.publishing(managed.port(), "key"));
        long publisherId = onlyId();
        WireClient player = keep(WireClient.playing(managed.port(), "key"));
        publisher.send(new ScriptedMedia(1, 0).headersAnd(5));
        publisher.sync();
        player.sync();
        ConnectionMXBean publishing = managed.connection(publisherId);
        assertThat(publishing.getRole()).isEqualTo("PUBLISHER");
        assertThat(publishing.getStreams()).containsExactly("live/key");
        assertThat(publishing.getBytesIn()).isGreaterThan(3_000);
        assertThat(publishing.getLagBytes()).isZero();
        ConnectionMXBean playing =
                managed.connection(connections().getConnections().get(1).getId());
        assertThat(playing.getRole()).isEqualTo("PLAYER");
        assertThat(playing.getStreams()).containsExactly("live/key");
        assertThat(playing.getBytesOut()).isGreaterThan(3_000);
        assertThat(playing.getAcknowledgedBytes()).isZero();
        player.sendAcknowledgement(3_000);
        player.sync();
        assertThat(playing.getAcknowledgedBytes()).isEqualTo(3_000);

        player.createStream();
        player.command(2, "publish", null, "another", "live");
        await().until(() -> playing.getRole().equals("BOTH"));
        assertThat(playing.getStreams()).containsExactlyInAnyOrder("live/key", "live/another");
    }

    @Test
    void shouldShowHowFarBehindAPlayerIs() throws Exception {
        managed.server()
                .with("applications.live.play.maxLag", "10m")
                .with("applications.live.play.stallTimeout", "10m");
        managed.start();
        WireClient publisher = keep(WireClient.publishing(managed.port(), "key"));
        onlyId();
        keep(WireClient.playingWithSmallBuffer(managed.port(), "key"));
        publisher.setChunkSize(60_000);
        List<Frame> frames = Clip.video(1, 20);
        long id = connections().getConnections().get(1).getId();
        ConnectionMXBean slow = managed.connection(id);
        publisher.send(frames);
        publisher.sync();
        await().until(() -> slow.getLagBytes() > 1_000_000);
        await().until(() -> slow.getLagMillis() > 1_000);
        assertThat(slow.getLagBytes()).isLessThan(8 << 20);
    }

    @Test
    void shouldDropOneConnection() throws Exception {
        managed.start();
        WireClient first = keep(WireClient.publishing(managed.port(), "key"));
        long firstId = onlyId();
        WireClient second = keep(WireClient.playing(managed.port(), "key"));
        WireClient third = keep(WireClient.playing(managed.port(), "key"));
        long secondId = connections().getConnections().get(1).getId();
        ConnectionMXBean bean = managed.connection(secondId);
        bean.drop();
        second.expectStatus("NetStream.Play.Failed");
        second.expectClosed();
        second.close();
        await().until(() -> !managed.connection().isRegistered(Names.of("Connection", secondId)));
        managed.invoke(ManagedServer.CONNECTIONS, "drop", firstId);
        first.expectStatus("NetStream.Publish.Denied");
        first.expectClosed();
        first.close();
        third.sync();
        await().until(() -> connections().getCount() == 1);
        assertThatIllegalStateException()
                .isThrownBy(() -> connections().drop(firstId))
                .withMessage("there is no connection " + firstId);
    }

    @Test
    void shouldTellOfAConnectionThatHasJustGone() throws Exception {
        managed.start();
        var client = WireClient.publishing(managed.port(), "key");
        long id = onlyId();
        managed.connection(id);
        var sessions = managed.server().inside().sessions();
        var bean = new ConnectionBean(sessions.find(id).orElseThrow(), sessions, null);
        assertThat(bean.getState()).isEqualTo("CONNECTED");
        long bytes = bean.getBytesIn();
        client.close();
        await().until(() -> sessions.find(id).isEmpty());
        assertThat(bean.getState()).isEqualTo("CLOSED");
        assertThat(bean.getRole()).isEqualTo("NONE");
        assertThat(bean.getBytesIn()).isEqualTo(bytes);
        assertThat(bean.getApplication()).isEqualTo("live");
    }

    @Test
    void shouldKeepToTheMaximumAndFindTheOthers() throws Exception {
        managed.server().with("management.maxConnectionBeans", "3");
        managed.start();
        for (int i = 0; i < 8; i++) {
            keep(WireClient.playing(managed.port(), "key"));
        }
        await().until(() -> connections().getBeans() == 3);
        List<Long> ids = connections().getConnections().stream()
                .map(ConnectionRow::getId)
                .toList();
        assertThat(ids).hasSize(8).isSorted();
        for (int i = 0; i < ids.size(); i++) {
            assertThat(managed.connection().isRegistered(Names.of("Connection", ids.get(i))))
                    .as("the bean of number %d", i)
                    .isEqualTo(i < 3);
            assertThat(connections().describe(ids.get(i)).getRole()).isEqualTo("PLAYER");
        }
        var paged = new ArrayList<Long>();
        long after = 0;
        for (List<ConnectionRow> page = connections().page(after, 3);
                !page.isEmpty();
                page = connections().page(after, 3)) {
            page.forEach(row -> paged.add(row.getId()));
            after = paged.get(paged.size() - 1);
        }
        assertThat(paged).isEqualTo(ids);
        // the next ones move up
        clients.get(0).close();
        await().until(() -> managed.connection().isRegistered(Names.of("Connection", ids.get(3))));
        assertThat(managed.names("Connection")).hasSize(3);
        await().until(() -> connections().getBeans() == 3);
    }

    @Test
    void shouldShowTheSameInTableAndBean() throws Exception {
        managed.start();
        keep(WireClient.publishing(managed.port(), "key"));
        long id = onlyId();
        managed.connection(id);
        await().untilAsserted(() -> expectTheSameInTableAndBean(id));
    }

    private void expectTheSameInTableAndBean(long id) throws Exception {
        var table = (CompositeData[]) managed.connection().getAttribute(ManagedServer.CONNECTIONS, "Connections");
        assertThat(table).hasSize(1);
        assertThat(table[0].getCompositeType().keySet()).hasSize(ConnectionRow.class.getMethods().length);
        for (String item : table[0].getCompositeType().keySet()) {
            if (!item.equals("idleMillis")) {
                String attribute = Character.toUpperCase(item.charAt(0)) + item.substring(1);
                assertThat(managed.connection().getAttribute(Names.of("Connection", id), attribute))
                        .as("%s", item)
                        .isEqualTo(table[0].get(item));
            }
        }
    }

    @Test
    void shouldSayWhatIsWrongWithArguments() throws Exception {
        managed.start();
        ConnectionsMXBean connections = connections();
        for (long id : new long[] {0, -1, Long.MIN_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> connections.describe(id))
                    .withMessage("id: expected a connection's number, got " + id);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> connections.drop(id))
                    .withMessage("id: expected a connection's number, got " + id);
        }
        assertThatIllegalStateException()
                .isThrownBy(() -> connections.describe(4711))
                .withMessage("there is no connection 4711");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> connections.page(-1, 10))
                .withMessage("after: expected a connection's number or 0, got -1");
        for (int max : new int[] {0, 1_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> connections.page(0, max))
                    .withMessage("max: expected 1..1000, got " + max);
        }
    }
}
