package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Metadata and sequence headers are kept for late joiners: how much heap a few peers can fill with them. */
class HeaderMemoryTest {
    private static final int HEADER_BYTES = 1_000_000;
    private static final long MAX_GROWTH_BYTES = 20 << 20;
    private static final int STUCK_PLAYERS = 40;

    private final TestServer server = TestServer.start(Map.of(
            "applications.live.play.sendBuffer", "4KiB",
            "applications.live.play.stallTimeout", "1h"));
    private final List<WireClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        server.close();
    }

    private WireClient keep(WireClient client) {
        clients.add(client);
        return client;
    }

    private static void sendLargeHeaders(WireClient publisher, int messageStreamId) {
        byte[] metadata = Chunks.concat(Amf.encode("onMetaData"), new byte[HEADER_BYTES]);
        byte[] aacHeader = new byte[HEADER_BYTES];
        aacHeader[0] = (byte) 0xaf;
        publisher.sendMessage(4, MessageType.DATA, messageStreamId, 0, metadata);
        publisher.sendMessage(5, MessageType.AUDIO, messageStreamId, 0, aacHeader);
    }

    private static long usedHeapBytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** Garbage may take a second look to go; what is held stays. */
    private static void expectNoMoreThan(long bytes) {
        Awaitility.await("heap below " + bytes).until(() -> usedHeapBytes() < bytes);
    }

    /** What goes before the live frames is encoded for message stream ids that few players use, too. */
    @Test
    void shouldHoldHeadersOnceForAllStuckPlayers() {
        WireClient publisher = keep(WireClient.publishing(server.port(), "large"));
        publisher.setChunkSize(60_000);
        try {
            sendLargeHeaders(publisher, 1);
            publisher.send(Media.keyframe(0, 1, 0, 1000));
            publisher.sync();
        } catch (UncheckedIOException refused) {
            return;
        }
        long before = usedHeapBytes();
        for (int i = 0; i < STUCK_PLAYERS; i++) {
            WireClient player = keep(WireClient.connectTo("127.0.0.1", server.port(), 4096));
            player.handshake();
            player.connect("live");
            player.createStream();
            int second = player.createStream();
            player.command(second, "play", null, "large", -2000.0);
            player.expectStatus("NetStream.Play.Reset");
            player.expectStatus("NetStream.Play.Start");
            player.awaitMessage();
        }
        expectNoMoreThan(before + MAX_GROWTH_BYTES);
    }

    @Test
    void shouldHoldLittleForManyStreamsOfAFewConnections() {
        long before = usedHeapBytes();
        for (int i = 0; i < 5; i++) {
            WireClient client = keep(WireClient.connected(server.port()));
            client.setChunkSize(1 << 20);
            try {
                for (int j = 0; j < 8; j++) {
                    int id = client.createStream();
                    client.command(id, "publish", null, "large-" + i + "-" + j, "live");
                    client.expectStatus("NetStream.Publish.Start");
                    sendLargeHeaders(client, id);
                }
                client.sync();
            } catch (UncheckedIOException refused) {
                // that is a way to hold little
            }
        }
        expectNoMoreThan(before + MAX_GROWTH_BYTES);
        assertThat(server.count(Counter.LOOP_ERRORS)).isZero();
    }
}
