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
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The play command: its arguments, its answers, and the messages that follow. */
class PlayTest {
    private static final List<Frame> FRAMES =
            List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 500), Media.interFrame(40, 1, 1, 100));

    @Test
    void shouldAnswerWithBeginResetAndStart() {
        try (TestServer server = TestServer.start();
                WireClient player = WireClient.connected(server.port())) {
            player.createStream();
            player.sendPlay("order");
            WireMessage begin = player.nextMessage();
            assertThat(begin.type()).isEqualTo(MessageType.USER_CONTROL);
            assertThat(begin.hex()).isEqualTo("000000000001");
            for (String code : List.of("NetStream.Play.Reset", "NetStream.Play.Start")) {
                WireMessage status = player.nextMessage();
                assertThat(status.values()).hasSize(4).startsWith("onStatus", 0.0, null);
                assertThat(status.code()).isEqualTo(code);
                assertThat(status.info().get("level")).isEqualTo("status");
                assertThat(status.msid()).isEqualTo(1);
            }
        }
    }

    /** RI-079. */
    @ParameterizedTest
    @MethodSource("startArguments")
    void shouldStartLiveWhateverTheStart(List<Object> arguments) {
        try (TestServer server = TestServer.start();
                WireClient publisher = WireClient.publishing(server.port(), "starts");
                WireClient player = WireClient.connected(server.port())) {
            publisher.send(FRAMES);
            publisher.sync();
            player.createStream();
            player.command(1, "play", arguments.toArray());
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }

    static Stream<Arguments> startArguments() {
        return Stream.of(-2000.0, -1000.0, -2.0, -1.0, 0.0, Double.NaN, "live", true, Amf.UNDEFINED)
                .map(start -> Arguments.of(Arrays.asList(null, "starts", start)));
    }

    @Test
    void shouldNotNeedAStart() {
        try (TestServer server = TestServer.start();
                WireClient publisher = WireClient.publishing(server.port(), "no-start");
                WireClient player = WireClient.connected(server.port())) {
            publisher.send(FRAMES);
            publisher.sync();
            player.createStream();
            player.command(1, "play", null, "no-start");
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }

    /** RI-079: null, and the duration and reset that may follow. */
    @Test
    void shouldTakeNullForEveryOptionalArgument() {
        try (TestServer server = TestServer.start();
                WireClient publisher = WireClient.publishing(server.port(), "nulls");
                WireClient player = WireClient.connected(server.port())) {
            publisher.send(FRAMES);
            publisher.sync();
            player.createStream();
            player.command(1, "play", null, "nulls", null, null, null);
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }

    /** RI-081: ffmpeg asks for the length and does not wait. */
    @Test
    void shouldPlayAfterGetStreamLength() {
        try (TestServer server = TestServer.start();
                WireClient publisher = WireClient.publishing(server.port(), "length");
                WireClient player = WireClient.connected(server.port())) {
            publisher.send(FRAMES);
            publisher.sync();
            player.command(0, "createStream", (Object) null);
            player.command(0, "getStreamLength", null, "length");
            player.sendPlay("length");
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }

    /** RI-080, the default policy. */
    @Test
    void shouldWaitForAPublisher() {
        try (TestServer server = TestServer.start();
                WireClient player = WireClient.playing(server.port(), "later");
                WireClient publisher = WireClient.publishing(server.port(), "later")) {
            publisher.send(FRAMES);
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }

    /** RI-080, the other policy. */
    @Test
    void shouldRefuseAMissingStreamIfToldSo() {
        try (TestServer server = TestServer.start(Map.of("applications.live.play.whenMissing", "reject"));
                WireClient player = WireClient.connected(server.port())) {
            player.createStream();
            player.sendPlay("nothing");
            WireMessage refusal = player.expectStatus("NetStream.Play.StreamNotFound");
            assertThat(refusal.info().get("level")).isEqualTo("error");
            assertThat(refusal.msid()).isEqualTo(1);
            assertThat(player.expectClosed()).isEmpty();
        }
    }

    /** RI-105; the test client itself refuses a chunk stream that does not open with fmt 0. */
    @Test
    void shouldSendOnThePlayersMessageStream() {
        try (TestServer server = TestServer.start();
                WireClient player = WireClient.connected(server.port());
                WireClient publisher = WireClient.connected(server.port())) {
            player.createStream();
            int second = player.createStream();
            assertThat(second).isGreaterThan(1);
            player.command(second, "play", null, "second-id");
            assertThat(player.nextCommand().msid()).isEqualTo(second);
            publisher.createStream();
            publisher.publish("second-id");
            List<Frame> frames = new ScriptedMedia(1, 0xFFFFF0).headersAnd(12);
            publisher.send(frames);
            for (Frame frame : frames) {
                WireMessage message = player.nextRelayed();
                assertThat(message.msid()).as("%s", message).isEqualTo(second);
                assertThat(message.csid()).as("%s", message).isBetween(3, 31);
                assertThat(message.timestamp()).as("%s", message).isEqualTo(frame.timestamp());
            }
        }
    }

    @Test
    void shouldIgnoreASetBufferLength() {
        try (TestServer server = TestServer.start();
                WireClient player = WireClient.playing(server.port(), "buffer");
                WireClient publisher = WireClient.publishing(server.port(), "buffer")) {
            player.sendMessage(2, MessageType.USER_CONTROL, 0, 0, Chunks.hex("0003 00000001 00000bb8"));
            publisher.send(FRAMES);
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }

    /** Whoever leaves without a word takes nobody along. */
    @Test
    void shouldSurviveAPlayerThatBreaksOff() throws IOException {
        try (TestServer server = TestServer.start();
                WireClient publisher = WireClient.publishing(server.port(), "broken");
                WireClient stays = WireClient.playing(server.port(), "broken")) {
            WireClient leaves = WireClient.playing(server.port(), "broken");
            var script = new ScriptedMedia(1, 0);
            List<Frame> before = script.headersAnd(10);
            publisher.send(before);
            leaves.abort();
            List<Frame> after = script.frames(50);
            publisher.send(after);
            ScriptedMedia.expectAt(stays, before);
            ScriptedMedia.expectAt(stays, after);
        }
    }
}
