package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connect command and what is refused before and instead of it. */
class ConnectTest {
    private final TestServer server = TestServer.start();
    private final WireClient client = WireClient.connectTo(server.port());

    @BeforeEach
    void shakeHands() {
        client.handshake();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
    }

    /** RI-057. */
    @Test
    void shouldAnswerInTheOrderAllClientsAccept() {
        client.command(0, "connect", Amf.object("app", "live"));

        expectControl(client.nextMessage(), MessageType.WINDOW_ACK_SIZE, "002625a0");
        expectControl(client.nextMessage(), MessageType.SET_PEER_BANDWIDTH, "002625a002");
        expectControl(client.nextMessage(), MessageType.USER_CONTROL, "000000000000");
        expectControl(client.nextMessage(), MessageType.SET_CHUNK_SIZE, "0000ea60");
        WireMessage result = client.nextMessage();
        assertThat(result.type()).isEqualTo(MessageType.COMMAND);
        assertThat(result.csid()).isEqualTo(3);
        assertThat(result.msid()).isZero();
        assertThat(result.values()).hasSize(4).startsWith("_result", 1.0);
        assertThat(result.values().get(2)).isEqualTo(Amf.object("fmsVer", "FMS/3,0,1,123", "capabilities", 31.0));
        assertThat(result.info().get("level")).isEqualTo("status");
        assertThat(result.code()).isEqualTo("NetConnection.Connect.Success");
        assertThat(result.info().get("description")).asString().isNotBlank();
        assertThat(result.info().get("objectEncoding")).isEqualTo(0.0);
    }

    private static void expectControl(WireMessage message, int type, String payload) {
        assertThat(message.type()).as("%s", message).isEqualTo(type);
        assertThat(message.hex()).as("%s", message).isEqualTo(payload);
        assertThat(List.of(message.csid(), message.msid(), (int) message.timestamp()))
                .as("csid, msid, timestamp of %s", message)
                .isEqualTo(List.of(2, 0, 0));
    }

    /** RI-056. */
    @Test
    void shouldNeedNothingButTheApplication() {
        client.send(Chunks.hex("03 000000 000023 14 00000000"
                + "02 0007 636f6e6e656374 00 3ff0000000000000 03 0003 617070 02 0004 6c697665 000009"));
        assertThat(client.expectCommand("_result", 1).code()).isEqualTo("NetConnection.Connect.Success");
    }

    /** RI-058. */
    @Test
    void shouldMirrorObjectEncodingButAnswerInAmf0() {
        client.command(0, "connect", Amf.object("app", "live", "objectEncoding", 3.0));
        WireMessage result = client.expectCommand("_result", 1);
        assertThat(result.info().get("objectEncoding")).isEqualTo(3.0);
    }

    /** RI-059 (Enhanced RTMP v2, connect). */
    @Test
    void shouldTellItsCapabilitiesToEnhancedClients() {
        Map<String, Object> properties =
                Amf.object("app", "live", "fourCcList", List.of("hvc1", "av01"), "capsEx", 15.0);
        client.command(0, "connect", properties);
        WireMessage result = client.expectCommand("_result", 1);
        assertThat(result.values().toString()).contains("fourCcList", "capsEx");
    }

    @Test
    void shouldIgnoreOptionalArgumentsAfterTheObject() {
        client.command(0, "connect", Amf.object("app", "live"), "secret", 7.0);
        assertThat(client.expectCommand("_result", 1).code()).isEqualTo("NetConnection.Connect.Success");
    }

    /** RI-060, and a null third value, without which ffmpeg hangs. */
    @Test
    void shouldRefuseAnUnknownApplicationAndClose() {
        client.command(0, "connect", Amf.object("app", "nosuch"));
        WireMessage error = client.expectCommand("_error", 1);
        assertThat(error.values().get(2)).isNull();
        assertThat(error.info().get("level")).isEqualTo("error");
        assertThat(error.code()).isEqualTo("NetConnection.Connect.InvalidApp");
        assertThat(error.info().get("description")).asString().isNotBlank();
        assertThat(client.expectClosed()).isEmpty();
    }

    /** RI-061. */
    @Test
    void shouldRefuseASecondConnect() {
        client.connect("live");
        client.command(0, "connect", Amf.object("app", "live"));
        expectRefusal();
    }

    /** RI-061. */
    @Test
    void shouldRefuseCreateStreamBeforeConnect() {
        client.command(0, "createStream", (Object) null);
        expectRefusal();
    }

    /** RI-061. */
    @ParameterizedTest
    @ValueSource(strings = {"publish", "play"})
    void shouldRefuseMediaCommandsBeforeConnect(String command) {
        client.command(1, command, null, "early");
        expectRefusal();
    }

    /** RI-061. */
    @Test
    void shouldRefusePublishBeforeCreateStream() {
        client.connect("live");
        client.command(1, "publish", null, "early", "live");
        expectRefusal();
    }

    private void expectRefusal() {
        for (WireMessage message : client.expectClosed()) {
            if (message.isCommand()) {
                assertThat(message.info().get("level")).as("%s", message).isEqualTo("error");
            }
        }
    }

    /** RI-064. */
    @ParameterizedTest
    @ValueSource(strings = {"live/", "/live", "live?x=1", "live/room"})
    void shouldFindTheApplication(String app) {
        client.connect(app);
    }

    /** gortmplib's client sends these before connect, OBS the chunk size alone. */
    @Test
    void shouldTakeProtocolControlBeforeConnect() {
        client.sendMessage(2, MessageType.WINDOW_ACK_SIZE, 0, 0, Chunks.number(2_500_000));
        client.sendMessage(2, MessageType.SET_PEER_BANDWIDTH, 0, 0, Chunks.hex("002625a0 02"));
        client.setChunkSize(65_536);
        client.connect("live");
    }

    /** RI-110. */
    @Test
    void shouldAnswerAPing() {
        client.connect("live");
        client.send(Chunks.hex("02 000000 000006 04 00000000 0006 000004d2"));
        WireMessage pong = client.nextOf(MessageType.USER_CONTROL);
        assertThat(pong.hex()).isEqualTo("0007000004d2");
        assertThat(pong.csid()).isEqualTo(2);
    }
}
