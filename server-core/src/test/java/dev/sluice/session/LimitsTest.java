package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The limits of the configuration: whoever goes beyond one is told, counted and gone, and nobody else notices. */
class LimitsTest {
    private static final int KIB = 1024;
    private static final int HEADER_BYTES = 12;

    private final TestServer server = TestServer.start(Map.of(
            "limits.maxConnections", "5",
            "limits.maxMessageSize", "64KiB",
            "limits.maxCommandSize", "2KiB",
            "limits.maxDataSize", "4KiB",
            "limits.maxChunkStreams", "8",
            "limits.maxStreamsPerConnection", "3",
            "limits.maxReassembly", "100KiB",
            "limits.maxHeaderOverhead", "2"));
    private final List<WireClient> clients = new ArrayList<>();
    private WireClient other;
    private WireClient otherPlayer;
    private WireClient client;

    @BeforeEach
    void open() {
        otherPlayer = keep(WireClient.playing(server.port(), "other"));
        other = keep(WireClient.publishing(server.port(), "other"));
        client = keep(WireClient.publishing(server.port(), "key"));
    }

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        server.close();
    }

    private WireClient keep(WireClient opened) {
        clients.add(opened);
        return opened;
    }

    /** The status says why, then the connection ends, its name is free at once, and others go on. */
    private void expectRefused(Counter counter) {
        WireMessage status = client.expectStatus("NetStream.Publish.Denied");
        assertThat((String) status.info().get("description")).startsWith(counter.name());
        assertThat(server.count(counter)).isEqualTo(1);
        keep(WireClient.publishing(server.port(), "key"));
        client.expectClosed();
        List<Frame> frames = List.of(Media.aac(0, 1, 0, 100));
        other.send(frames);
        ScriptedMedia.expectAt(otherPlayer, frames);
        assertThat(server.count(Counter.LOOP_ERRORS)).isZero();
    }

    @Test
    void shouldBoundAudioAndVideo() {
        client.send(Media.keyframe(0, 1, 0, 64 * KIB));
        expectRefused(Counter.MESSAGE_TOO_LARGE);
    }

    @Test
    void shouldBoundData() {
        client.send(new Frame(MessageType.DATA, 0, Amf.encode("onTextData", "x".repeat(4 * KIB))));
        expectRefused(Counter.DATA_TOO_LARGE);
    }

    @Test
    void shouldBoundCommands() {
        client.command(0, "x".repeat(2 * KIB));
        expectRefused(Counter.COMMAND_TOO_LARGE);
    }

    @Test
    void shouldBoundChunkStreams() {
        for (int csid = 10; csid < 20; csid++) {
            client.sendMessage(csid, MessageType.AUDIO, 1, 0, new byte[] {1, 2, 3});
        }
        expectRefused(Counter.TOO_MANY_CHUNK_STREAMS);
    }

    /** Each of the messages is within its limit, but none is complete. */
    @Test
    void shouldBoundIncompleteMessages() {
        int chunkBytes = 50 * KIB;
        client.setChunkSize(chunkBytes);
        for (int csid = 10; csid < 13; csid++) {
            byte[] whole = Chunks.encode(chunkBytes, csid, MessageType.VIDEO, 1, 0, new byte[60 * KIB]);
            client.send(Arrays.copyOf(whole, HEADER_BYTES + chunkBytes));
        }
        expectRefused(Counter.REASSEMBLY_TOO_LARGE);
    }

    /** Hostile case 16: chunks of one byte, which cost more than they bring. */
    @Test
    void shouldBoundChunkHeaders() {
        client.setChunkSize(1);
        byte[] message = Chunks.encode(1, 4, MessageType.AUDIO, 1, 0, new byte[] {1});
        byte[] many = new byte[0];
        for (int i = 0; i < 1000; i++) {
            many = Chunks.concat(many, message);
        }
        for (int sent = 0; sent < 2 << 20; sent += many.length) {
            client.send(many);
        }
        expectRefused(Counter.HEADER_OVERHEAD);
    }

    @Test
    void shouldBoundMessageStreams() {
        client.createStream();
        client.createStream();
        WireMessage reply = client.expectCommand("_error", client.command(0, "createStream", (Object) null));
        assertThat(reply.code()).isEqualTo("NetConnection.Call.Failed");
        client.command(0, "deleteStream", null, 3.0);
        assertThat(client.createStream()).isEqualTo(3);
        assertThat(server.count(Counter.STREAMS_REFUSED)).isEqualTo(1);
    }

    @Test
    void shouldRefuseConnectionsOverTheLimitUntilOneLeaves() {
        keep(WireClient.connected(server.port()));
        keep(WireClient.connected(server.port()));
        for (int i = 0; i < 20; i++) {
            try (WireClient refused = WireClient.connectTo(server.port())) {
                assertThat(refused.readToEnd()).isEmpty();
            }
        }
        assertThat(server.count(Counter.CONNECTIONS_REFUSED_LIMIT)).isEqualTo(20);
        other.send(Media.aac(0, 1, 0, 100));
        other.sync();
        client.close();
        Awaitility.await("room for one").until(() -> server.count(Counter.CONNECTIONS_CLOSED) == 1);
        keep(WireClient.connected(server.port()));
    }
}
