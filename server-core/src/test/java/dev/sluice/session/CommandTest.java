package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands around publish and play, and how names are found in them. */
class CommandTest {
    private static final List<Frame> FRAMES = List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 500));

    private final TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    /** RI-067. */
    @Test
    void shouldAnswerPipelinedCommandsInOrder() {
        try (WireClient client = WireClient.connected(server.port())) {
            client.send(Chunks.concat(
                    command(Amf.encode("releaseStream", 2.0, null, "key")),
                    command(Amf.encode("FCPublish", 3.0, null, "key")),
                    command(Amf.encode("createStream", 4.0, null))));
            client.expectCommand("_result", 2);
            WireMessage next = client.nextCommand();
            while (next.name().equals("onFCPublish")) {
                next = client.nextCommand();
            }
            assertThat(next.values()).startsWith("_result", 3.0);
            WireMessage created = client.expectCommand("_result", 4);
            assertThat(created.values().get(2)).isNull();
            assertThat((Double) created.values().get(3)).isGreaterThanOrEqualTo(1);
        }
    }

    private static byte[] command(byte[] payload) {
        return Chunks.encode(128, 3, MessageType.COMMAND, 0, 0, payload);
    }

    /** RI-068: the eight bytes come back as they were. */
    @ParameterizedTest
    @ValueSource(longs = {0x4012000000000000L, 0x7ff8000000000000L, 0xbff0000000000000L, 0x7ff0000000000001L})
    void shouldEchoAnyTransactionId(long bits) {
        try (WireClient client = WireClient.connected(server.port())) {
            byte[] payload = Amf.encode("createStream", 0.0, null);
            ByteBuffer.wrap(payload).putLong(payload.length - 9, bits);
            client.send(command(payload));
            byte[] reply = client.nextCommand().payload();
            int afterResultAndMarker = 3 + "_result".length() + 1;
            assertThat(ByteBuffer.wrap(reply).getLong(afterResultAndMarker)).isEqualTo(bits);
        }
    }

    /** RI-070. */
    @Test
    void shouldAnswerAmf3CommandsInAmf0() {
        try (WireClient client = WireClient.connected(server.port())) {
            byte[] payload = Chunks.concat(new byte[1], Amf.encode("createStream", 2.0, null));
            client.sendMessage(3, MessageType.COMMAND_AMF3, 0, 0, payload);
            client.expectCommand("_result", 2);
        }
    }

    @Test
    void shouldCreateStreamWithoutACommandObject() {
        try (WireClient client = WireClient.connected(server.port())) {
            client.send(command(Amf.encode("createStream", 2.0)));
            client.expectCommand("_result", 2);
        }
    }

    /** librtmp and ffmpeg send it on an onBWDone; unanswered is fine, a broken connection is not. */
    @ParameterizedTest
    @ValueSource(strings = {"_checkbw", "getStreamLength", "FCSubscribe", "FCUnpublish", "neverHeardOf"})
    void shouldLiveOnAfter(String command) {
        try (WireClient client = WireClient.connected(server.port())) {
            client.command(0, command, null, "key");
            client.sync();
            client.commandWith(9, 0, "createStream", (Object) null);
            WireMessage reply = client.nextCommand();
            while (!reply.values().get(1).equals(9.0)) {
                reply = client.nextCommand();
            }
            assertThat(reply.name()).isEqualTo("_result");
        }
    }

    /** RI-087: with a transaction id somebody waits, without one nobody does. */
    @Test
    void shouldAnswerUnknownCommandsThatWait() {
        try (WireClient client = WireClient.connected(server.port())) {
            client.commandWith(0, 0, "neverHeardOf", (Object) null);
            client.commandWith(9, 0, "neverHeardOf", (Object) null);
            WireMessage reply = client.nextCommand();
            assertThat(reply.name()).isIn("_result", "_error");
            assertThat(reply.values().get(1)).isEqualTo(9.0);
        }
    }

    /** RI-088: whether the connection ends is open, that the server does not is not. */
    @Test
    void shouldSurviveCommandsWithoutATransaction() {
        try (WireClient client = WireClient.connected(server.port())) {
            client.send(command(Amf.encode("createStream")));
            client.send(command(new byte[0]));
            WireClient.connected(server.port()).close();
        }
    }

    /** RI-089, RI-054. */
    @Test
    void shouldIgnoreWhatMeansNothing() {
        try (WireClient client = WireClient.connected(server.port())) {
            client.sendMessage(3, 16, 0, 0, new byte[20]);
            client.sendMessage(3, 19, 0, 0, new byte[20]);
            client.sendMessage(2, MessageType.USER_CONTROL, 0, 0, Chunks.hex("001f 00000000"));
            client.sendMessage(2, MessageType.WINDOW_ACK_SIZE, 0, 0, Chunks.number(0));
            client.sendMessage(2, MessageType.SET_PEER_BANDWIDTH, 0, 0, Chunks.hex("00000000 07"));
            client.sendMessage(2, MessageType.ABORT, 0, 0, Chunks.number(60));
            client.sendAcknowledgement(0xFFFFFFFFL);
            client.sync();
        }
    }

    /** RI-044. */
    @ParameterizedTest
    @ValueSource(ints = {0, 0x80000000})
    void shouldCloseOnABadChunkSize(int size) {
        try (WireClient client = WireClient.connected(server.port())) {
            client.sendMessage(2, MessageType.SET_CHUNK_SIZE, 0, 0, Chunks.number(size));
            client.expectClosed();
        }
    }

    /** RI-052: whatever the window, a peer that announced one is told how much has come. */
    @Test
    void shouldAcknowledgeWithinTheWindow() {
        try (WireClient client = WireClient.connected(server.port())) {
            client.createStream();
            client.publish("acknowledged");
            client.sendMessage(2, MessageType.WINDOW_ACK_SIZE, 0, 0, Chunks.number(1000));
            client.send(Media.keyframe(0, 1, 0, 5000));
            assertThat(client.nextOf(MessageType.ACKNOWLEDGEMENT).number(0)).isBetween(1L, 12_000L);
        }
    }

    /** RI-062, RI-063, RI-066 and the two ways to spell a path: the publisher's application and key, the player's. */
    @ParameterizedTest
    @CsvSource({
        "live/b?x=1,          k?token=t,   live/b,   k",
        "live,                a/k2,        live/a,   k2",
        "live/c,              k3,          live,     c/k3",
        "live/key?url=a,      k4,          live/key, k4",
        "live,                /k5,         live,     k5",
        "live,                mp4:k6.mp4,  live,     k6.mp4",
        "live/,               k7,          /live,    k7",
        "live,                k8?t=1,      live,     k8?t=2",
    })
    void shouldMeetAtTheCanonicalPath(String app, String key, String playersApp, String playersKey) {
        try (WireClient publisher = connected(app);
                WireClient player = connected(playersApp)) {
            publisher.publish(key);
            publisher.send(FRAMES);
            player.play(playersKey);
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }

    private WireClient connected(String app) {
        WireClient client = WireClient.connectTo(server.port());
        client.handshake();
        client.connect(app);
        client.createStream();
        return client;
    }
}
