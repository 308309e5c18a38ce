package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.ConfigChanges;
import dev.sluice.counter.Counter;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A configuration that changes while people publish and watch. */
class ReloadTest {
    private final TestServer server = TestServer.start(Map.of("rtmp.pingInterval", "80ms"));
    private final ScriptedMedia script = new ScriptedMedia(1, 0);
    private final WireClient player = WireClient.playing(server.port(), "kept");
    private final WireClient publisher = WireClient.publishing(server.port(), "kept");

    @AfterEach
    void close() {
        publisher.close();
        player.close();
        server.close();
    }

    private void expectFlow(List<Frame> frames) {
        publisher.send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    @Test
    void shouldKeepThoseThereAreAndHoldNewcomersToTheNewLimit() throws Exception {
        expectFlow(script.headersAnd(12));
        ConfigChanges changes = server.reload(Map.of("rtmp.pingInterval", "80ms", "limits.maxConnections", "1"));
        assertThat(changes.applied()).containsExactly("limits.maxConnections");
        expectFlow(script.frames(12));
        try (WireClient third = WireClient.connectTo(server.port())) {
            assertThat(third.readToEnd()).isEmpty();
        }
        assertThat(server.inside().counters().get(Counter.CONNECTIONS_REFUSED_LIMIT))
                .isEqualTo(1);
        server.reload(Map.of());
        WireClient.connected(server.port()).close();
        expectFlow(script.frames(12));
    }

    /** A publisher that is there keeps the grace it came with. */
    @Test
    void shouldUseTheNewGraceForNewStreams() throws Exception {
        server.reload(Map.of("applications.live.publish.resumeGrace", "0"));
        try (WireClient next = WireClient.publishing(server.port(), "next");
                WireClient watching = WireClient.playing(server.port(), "next")) {
            next.send(Media.aac(0, 1, 0, 50));
            watching.nextMedia();
            next.abort();
            watching.expectStatus("NetStream.Play.UnpublishNotify");
        }
        expectFlow(script.headersAnd(12));
    }

    @Test
    void shouldHoldAPublisherToANewMessageSize() throws Exception {
        expectFlow(script.headersAnd(12));
        try (WireClient other = WireClient.publishing(server.port(), "large")) {
            assertThat(isClosedByALargeMessage(other)).isFalse();
            server.reload(Map.of("rtmp.pingInterval", "80ms", "limits.maxMessageSize", "16KiB"));
            await().until(() -> isClosedByALargeMessage(other));
        }
        assertThat(server.inside().counters().get(Counter.MESSAGE_TOO_LARGE)).isEqualTo(1);
        expectFlow(script.frames(12));
    }

    private static boolean isClosedByALargeMessage(WireClient client) {
        try {
            client.send(Media.keyframe(0, 2, 0, 20_000));
            client.sync();
            return false;
        } catch (UncheckedIOException closed) {
            return true;
        }
    }

    @Test
    void shouldNameWhatNeedsARestartAndLeaveItAsItIs() throws Exception {
        ConfigChanges changes = server.reload(Map.of(
                "rtmp.pingInterval", "80ms",
                "rtmp.chunkSize", "4096",
                "rtmp.windowAckSize", "5000000",
                "server.eventLoops", "7",
                "limits.directMemory", "128MiB",
                "rtmp.idleTimeout", "50s"));
        assertThat(changes.applied()).containsExactly("rtmp.idleTimeout");
        assertThat(changes.needingRestart())
                .containsExactlyInAnyOrder(
                        "limits.directMemory", "rtmp.chunkSize", "rtmp.windowAckSize", "server.eventLoops");
        try (WireClient client = WireClient.connectTo(server.port())) {
            client.handshake();
            client.command(0, "connect", Amf.object("app", "live"));
            assertThat(client.nextOf(MessageType.WINDOW_ACK_SIZE).number(0)).isEqualTo(2_500_000);
            assertThat(client.nextOf(MessageType.SET_CHUNK_SIZE).number(0)).isEqualTo(60_000);
        }
        expectFlow(script.headersAnd(12));
    }
}
