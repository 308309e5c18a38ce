package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a publication begins, is refused, and ends. */
class PublishTest {
    private static final List<Frame> FRAMES =
            List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 500), Media.interFrame(40, 1, 1, 100));

    private final TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private WireClient withStream() {
        WireClient client = WireClient.connected(server.port());
        client.createStream();
        return client;
    }

    /** RI-072. */
    @Test
    void shouldStartOnTheMessageStream() {
        try (WireClient client = withStream()) {
            client.send(Chunks.hex("08 000000 000021 14 01000000"
                    + "02 0007 7075626c697368 00 4014000000000000 05 02 0003 6b6579 02 0004 6c697665"));
            assertThat(client.nextMessage().hex()).as("StreamBegin 1").isEqualTo("000000000001");
            WireMessage start = client.nextMessage();
            assertThat(start.type()).isEqualTo(MessageType.COMMAND);
            assertThat(start.msid()).isEqualTo(1);
            assertThat(start.values()).hasSize(4).startsWith("onStatus", 0.0, null);
            assertThat(start.info().get("level")).isEqualTo("status");
            assertThat(start.code()).isEqualTo("NetStream.Publish.Start");
            assertThat(start.info().get("description")).asString().isNotBlank();
        }
    }

    /** RI-073. */
    @ParameterizedTest
    @ValueSource(strings = {"live", "LIVE", "record", "append"})
    void shouldTakeAnyTypeAsLive(String type) {
        try (WireClient client = withStream()) {
            client.command(1, "publish", null, "typed", type);
            client.expectStatus("NetStream.Publish.Start");
        }
    }

    /** RI-073. */
    @Test
    void shouldNotNeedAType() {
        try (WireClient client = withStream()) {
            client.command(1, "publish", null, "untyped");
            client.expectStatus("NetStream.Publish.Start");
        }
    }

    /** RI-065. */
    @ParameterizedTest
    @ValueSource(strings = {"", "..", "a/../b", "a\u0000b", "a//b", "a\nb"})
    void shouldRefuseBadNames(String key) {
        try (WireClient client = withStream()) {
            client.command(1, "publish", null, key, "live");
            expectRefusal(client, "NetStream.Publish.BadName");
        }
    }

    /** RI-065. */
    @Test
    void shouldRefuseALongName() {
        try (WireClient client = withStream()) {
            client.command(1, "publish", null, "x".repeat(5000), "live");
            expectRefusal(client, "NetStream.Publish.BadName");
        }
    }

    private static void expectRefusal(WireClient client, String code) {
        WireMessage refusal = client.expectStatus(code);
        assertThat(refusal.info().get("level")).isEqualTo("error");
        assertThat(refusal.info().get("description")).asString().isNotBlank();
        assertThat(refusal.msid()).isEqualTo(1);
        assertThat(client.expectClosed()).isEmpty();
    }

    /** RI-113, while the first one is alive; RI-076: the refused one has more in flight than anybody reads. */
    @Test
    void shouldRefuseASecondPublisherAndKeepTheFirst() {
        try (WireClient first = WireClient.publishing(server.port(), "taken");
                WireClient player = WireClient.playing(server.port(), "taken");
                WireClient second = withStream()) {
            first.send(FRAMES);
            byte[] publish = Amf.encode("publish", 3.0, null, "taken", "live");
            second.send(Chunks.concat(
                    Chunks.encode(128, 3, MessageType.COMMAND, 1, 0, publish),
                    Chunks.encode(128, 6, MessageType.VIDEO, 1, 0, new byte[200_000])));
            expectRefusal(second, "NetStream.Publish.BadName");
            Frame next = Media.interFrame(80, 1, 2, 100);
            first.send(next);
            ScriptedMedia.expectAt(player, FRAMES);
            ScriptedMedia.expectAt(player, List.of(next));
        }
    }

    /** RI-085, RI-107. */
    @ParameterizedTest
    @ValueSource(strings = {"deleteStream", "deleteStream-by-name", "closeStream", "FCUnpublish"})
    void shouldEndAtOnceAndFreeTheName(String how) {
        try (WireClient publisher = WireClient.publishing(server.port(), how);
                WireClient player = WireClient.playing(server.port(), how)) {
            publisher.send(FRAMES);
            ScriptedMedia.expectAt(player, FRAMES);
            switch (how) {
                case "deleteStream" -> publisher.command(0, "deleteStream", null, 1.0);
                case "deleteStream-by-name" -> publisher.command(1, "deleteStream", null, how);
                case "closeStream" -> publisher.command(1, "closeStream", (Object) null);
                default -> publisher.command(0, "FCUnpublish", null, how);
            }
            player.expectStatus("NetStream.Play.UnpublishNotify");
            assertThat(player.expectClosed()).noneMatch(WireMessage::isCommand);
            WireClient.publishing(server.port(), how).close();
        }
    }

    /** RI-086. */
    @Test
    void shouldEndOnceWhenEverythingComesTogether() throws IOException {
        try (WireClient publisher = WireClient.publishing(server.port(), "together");
                WireClient player = WireClient.playing(server.port(), "together")) {
            publisher.send(FRAMES);
            ScriptedMedia.expectAt(player, FRAMES);
            byte[] unpublish = Amf.encode("FCUnpublish", 6.0, null, "together");
            byte[] delete = Amf.encode("deleteStream", 7.0, null, 1.0);
            publisher.send(Chunks.concat(
                    Chunks.encode(128, 3, MessageType.COMMAND, 0, 0, unpublish),
                    Chunks.encode(128, 3, MessageType.COMMAND, 0, 0, delete)));
            publisher.halfClose();
            player.expectStatus("NetStream.Play.UnpublishNotify");
            assertThat(player.expectClosed()).noneMatch(WireMessage::isCommand);
            publisher.expectClosed();
        }
    }

    /** The stream id freed by closeStream may be used again, as GStreamer does. */
    @Test
    void shouldPublishAgainOnTheSameConnection() {
        try (WireClient publisher = WireClient.publishing(server.port(), "again")) {
            publisher.command(1, "closeStream", null, "again");
            publisher.expectStatus("NetStream.Unpublish.Success");
            publisher.publish("again");
            publisher.send(FRAMES);
            publisher.sync();
            try (WireClient player = WireClient.playing(server.port(), "again")) {
                ScriptedMedia.expectAt(player, FRAMES);
            }
        }
    }

    /** RI-106: no end is told, the new publisher's timestamps stay as they are. */
    @Test
    void shouldKeepPlayersWhenThePublisherBreaksOffAndComesBack() throws IOException {
        try (WireClient player = WireClient.playing(server.port(), "resumed")) {
            WireClient first = WireClient.publishing(server.port(), "resumed");
            first.send(FRAMES);
            ScriptedMedia.expectAt(player, FRAMES);
            first.abort();
            await().until(() -> server.count(Counter.PUBLISHES_ENDED) == 1);
            try (WireClient second = WireClient.connected(server.port())) {
                second.createStream();
                second.publish("resumed");
                List<Frame> frames = new ScriptedMedia(2, 7000).headersAnd(5);
                second.send(frames);
                for (Frame frame : frames) {
                    WireMessage message =
                            player.nextOf(MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA, MessageType.COMMAND);
                    assertThat(message.type()).as("%s", message).isEqualTo(frame.type());
                    assertThat(message.timestamp()).as("%s", message).isEqualTo(frame.timestamp());
                }
            }
        }
    }

    @Test
    void shouldIgnoreMediaFromAConnectionThatDoesNotPublish() {
        try (WireClient publisher = WireClient.publishing(server.port(), "mine");
                WireClient player = WireClient.playing(server.port(), "mine")) {
            player.send(Media.keyframe(0, 9, 9, 100));
            publisher.send(FRAMES);
            ScriptedMedia.expectAt(player, FRAMES);
        }
    }
}
