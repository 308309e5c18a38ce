package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Who counts as alive, and what becomes of the others. */
class LivenessTest {
    private static final int PING_REQUEST = 6;

    /** Long enough for a machine that is busy with something else. */
    private static final Map<String, String> PATIENT = Map.of("rtmp.pingInterval", "50ms", "rtmp.idleTimeout", "5s");

    private static final Path TCP_TABLE = Path.of("/proc/net/tcp6");

    /** For as long as it takes until another one, who says nothing, is taken for dead. */
    @Test
    void shouldPingASilentPeerAndKeepItWhenItAnswers() {
        try (TestServer server = TestServer.start(PATIENT);
                WireClient mute = WireClient.playing(server.port(), "nothing");
                WireClient player = WireClient.playing(server.port(), "nothing")) {
            mute.answerPings(false);
            while (server.count(Counter.IDLE_TIMEOUTS) == 0) {
                WireMessage message = player.nextOf(MessageType.USER_CONTROL);
                assertThat(message.event()).isIn(0, PING_REQUEST);
            }
            mute.expectClosed();
            player.sync();
            assertThat(server.count(Counter.IDLE_TIMEOUTS)).isEqualTo(1);
        }
    }

    /** What the kernel takes of the pings proves nothing. */
    @Test
    void shouldCloseAPeerThatNeitherAnswersNorTakesMedia() throws Exception {
        try (TestServer server = TestServer.start(Map.of("rtmp.pingInterval", "50ms"));
                WireClient player = WireClient.playing(server.port(), "nothing")) {
            player.answerPings(false);
            assertThat(isPinged(player)).isTrue();
            server.reload(Map.of("rtmp.pingInterval", "50ms", "rtmp.idleTimeout", "1s"));
            player.expectClosed();
            assertThat(server.count(Counter.IDLE_TIMEOUTS)).isEqualTo(1);
        }
    }

    /** Whether another ping comes before the end of the connection. */
    private static boolean isPinged(WireClient client) {
        try {
            return client.nextOf(MessageType.USER_CONTROL).event() == PING_REQUEST;
        } catch (UncheckedIOException closed) {
            return false;
        }
    }

    /** RI-111: OBS answers no ping while it publishes. Another one, who says nothing, gives the time and its end. */
    @Test
    void shouldKeepPeersThatAnswerNoPingWhileMediaFlows() {
        try (TestServer server = TestServer.start(PATIENT);
                WireClient player = WireClient.playing(server.port(), "flowing");
                WireClient publisher = WireClient.publishing(server.port(), "flowing");
                WireClient mute = WireClient.playing(server.port(), "nothing")) {
            publisher.answerPings(false);
            player.answerPings(false);
            mute.answerPings(false);
            for (int i = 0; isPinged(mute); i++) {
                List<Frame> frame = List.of(Media.aac(i * 23L, 1, i, 100));
                publisher.send(frame);
                ScriptedMedia.expectAt(player, frame);
            }
            publisher.sync();
            assertThat(publisher.nextOf(MessageType.USER_CONTROL).event()).isEqualTo(PING_REQUEST);
            player.sync();
            assertThat(server.count(Counter.IDLE_TIMEOUTS)).isEqualTo(1);
        }
    }

    /** What it has left in the middle of a message is on no message stream any more. */
    @Test
    void shouldResetAStuckPlayerThatHasDeletedItsStream() {
        try (TestServer server = TestServer.start(Map.of(
                        "applications.live.play.sendBuffer", "4KiB",
                        "applications.live.play.stallTimeout", "3s"));
                WireClient publisher = WireClient.publishing(server.port(), "torn");
                WireClient player = WireClient.playingWithSmallBuffer(server.port(), "torn")) {
            publisher.setChunkSize(60_000);
            publisher.send(Media.avcHeader(0, 1));
            ScriptedMedia.expectAt(player, List.of(Media.avcHeader(0, 1)));
            publisher.send(Media.keyframe(0, 1, 0, 6 << 20));
            player.awaitMessage();
            player.command(0, "deleteStream", null, 1.0);
            Awaitility.await("play ended").until(() -> server.count(Counter.PLAYS_ENDED) == 1);
            publisher.command(0, "deleteStream", null, 1.0);
            Awaitility.await("reset").until(() -> server.count(Counter.PLAYERS_STALLED) == 1);
            Awaitility.await("the message is let go").until(() -> server.logBytes() == 0);
            player.expectClosed();
            publisher.sync();
        }
    }

    /** RI-053; and an acknowledgement that makes no sense changes nothing. */
    @Test
    void shouldNeedNoAcknowledgement() {
        try (TestServer server = TestServer.start(Map.of("rtmp.windowAckSize", "1024", "rtmp.peerBandwidth", "1024"));
                WireClient player = WireClient.playing(server.port(), "acks");
                WireClient publisher = WireClient.publishing(server.port(), "acks")) {
            publisher.setChunkSize(1 << 20);
            int bytes = 0;
            for (int i = 0; bytes < 100 << 20; i++) {
                List<Frame> frame = List.of(Media.keyframe(i, 1, i, 1 << 20));
                publisher.send(frame);
                bytes += 1 << 20;
                ScriptedMedia.expectAt(player, frame);
                if (i % 20 == 10) {
                    publisher.sendAcknowledgement(0xFFFFFFF0L);
                    player.sendAcknowledgement(3);
                }
            }
        }
    }

    /** Half-open connections that nothing is sent to are found by the kernel, if nothing else finds them. */
    @Test
    void shouldHaveTheKernelProbeThePeer() throws IOException {
        Assumptions.assumeTrue(Files.isReadable(TCP_TABLE), "no table of the kernel's TCP connections");
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connected(server.port())) {
            client.sync();
            Awaitility.await("keepalive timer")
                    .until(() -> timersOfConnectionsAt(server.port()).contains("02"));
        }
    }

    /** The timer column, which is 02 for keepalive, of each established connection whose local port this is. */
    private static List<String> timersOfConnectionsAt(int port) throws IOException {
        try (var v4 = Files.lines(Path.of("/proc/net/tcp"));
                var v6 = Files.lines(TCP_TABLE)) {
            return Stream.concat(v4, v6)
                    .map(line -> line.trim().split("\\s+"))
                    .filter(columns -> columns[1].endsWith(":%04X".formatted(port)) && columns[3].equals("01"))
                    .map(columns -> columns[5].substring(0, 2))
                    .toList();
        }
    }
}
