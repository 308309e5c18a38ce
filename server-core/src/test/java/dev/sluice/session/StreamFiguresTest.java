package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.stream.HeaderKey;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.MessageKind;
import dev.sluice.stream.StreamFigures;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What can be told of a stream, from a thread that is no loop. */
class StreamFiguresTest {
    private final TestServer server = TestServer.start(Map.of("applications.live.publish.resumeGrace", "1h"));
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

    private WireClient publisher() {
        return keep(WireClient.publishing(server.port(), "key"));
    }

    private LiveStream stream() {
        return server.inside().streams().all().iterator().next();
    }

    private StreamFigures figures() {
        return stream().figures();
    }

    private static void publish(WireClient publisher, List<Frame> frames) {
        publisher.send(frames);
        publisher.sync();
    }

    @Test
    void shouldCountWhatIsPublishedAndPlayed() {
        WireClient publisher = publisher();
        WireClient player = keep(WireClient.playing(server.port(), "key"));
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(25);
        publish(publisher, frames);
        ScriptedMedia.expectAt(player, frames);
        long payload = frames.stream()
                .mapToLong(frame -> frame.relayedPayload().length)
                .sum();
        StreamFigures figures = await().until(this::figures, now -> now.bytesOut() > payload);
        assertThat(figures.messagesIn()).isEqualTo(3 + 25 * 3);
        assertThat(figures.videoFramesIn()).isEqualTo(25);
        assertThat(figures.audioFramesIn()).isEqualTo(50);
        assertThat(figures.bytesIn()).isEqualTo(payload);
        assertThat(figures.players()).isEqualTo(1);
        assertThat(figures.playerSkips()).isZero();
        assertThat(figures.logBytes()).isPositive();
        assertThat(figures.path()).hasToString("live/key");
    }

    @Test
    void shouldTellWhoPublishesAndSinceWhen() throws IOException {
        WireClient waiting = keep(WireClient.playing(server.port(), "key"));
        assertThat(figures().live()).isFalse();
        assertThat(figures().held()).isFalse();
        assertThat(figures().publication()).isNull();
        long before = System.currentTimeMillis();
        WireClient publisher = publisher();
        long id = server.inside().sessions().all().stream()
                .filter(session -> session.activities().stream().anyMatch(SessionFigures.Activity::publishing))
                .findFirst()
                .orElseThrow()
                .id();
        assertThat(figures().live()).isTrue();
        assertThat(figures().publication().connectionId()).isEqualTo(id);
        assertThat(figures().publication().startedAtMillis()).isBetween(before, System.currentTimeMillis());
        assertThat(System.nanoTime() - figures().publication().startedAtNanos()).isBetween(0L, 600_000_000_000L);
        publisher.abort();
        await().until(() -> figures().held());
        assertThat(figures().live()).isFalse();
        assertThat(figures().publication()).isNull();
        WireClient next = publisher();
        assertThat(figures().held()).isFalse();
        assertThat(figures().publication().connectionId()).isGreaterThan(id);
        next.command(0, "deleteStream", null, 1.0);
        next.expectStatus("NetStream.Unpublish.Success");
        waiting.expectStatus("NetStream.Play.UnpublishNotify");
        await().until(() -> server.inside().streams().all().isEmpty());
    }

    @Test
    void shouldTellLegacyCodecs() {
        WireClient publisher = publisher();
        assertThat(figures().videoCodecId()).isEqualTo(-1);
        assertThat(figures().audioCodecId()).isEqualTo(-1);
        assertThat(figures().audioFlags()).isEqualTo(-1);
        publish(publisher, new ScriptedMedia(1, 0).headersAnd(1));
        assertThat(figures().videoCodecId()).isEqualTo(7);
        assertThat(figures().audioCodecId()).isEqualTo(10);
        assertThat(figures().audioFlags()).isEqualTo(0xaf);
        publish(publisher, List.of(new Frame(MessageType.AUDIO, 100, Chunks.hex("2e ff f3"))));
        assertThat(figures().audioCodecId()).isEqualTo(2);
        assertThat(figures().audioFlags()).isEqualTo(0x2e);
    }

    @Test
    void shouldTellEnhancedCodecsAndForgetThemWithTheirPublisher() throws IOException {
        WireClient publisher = publisher();
        keep(WireClient.playing(server.port(), "key")).sync();
        publish(
                publisher,
                List.of(
                        new Frame(MessageType.AUDIO, 0, Chunks.hex("af 00 1210")),
                        new Frame(MessageType.VIDEO, 0, Chunks.hex("90 68766331 01")),
                        new Frame(MessageType.AUDIO, 0, Chunks.hex("91 4f707573 01"))));
        assertThat(figures().videoCodecId()).isEqualTo(fourCc("hvc1"));
        assertThat(figures().audioCodecId()).isEqualTo(fourCc("Opus"));
        assertThat(figures().audioFlags()).isEqualTo(-1);
        publisher.abort();
        await().until(() -> figures().held());
        publisher();
        assertThat(figures().videoCodecId()).isEqualTo(-1);
        assertThat(figures().audioCodecId()).isEqualTo(-1);
    }

    /** A message that is cut short says nothing. */
    @Test
    void shouldGoByWholeTags() {
        WireClient publisher = publisher();
        publish(publisher, new ScriptedMedia(1, 0).headersAnd(1));
        publish(
                publisher,
                List.of(
                        new Frame(MessageType.VIDEO, 40, Chunks.hex("91 6876")),
                        new Frame(MessageType.AUDIO, 40, Chunks.hex("91"))));
        assertThat(figures().videoCodecId()).isEqualTo(7);
        assertThat(figures().audioCodecId()).isEqualTo(10);
    }

    @Test
    void shouldTellTheTimeBetweenKeyframes() {
        WireClient publisher = publisher();
        var script = new ScriptedMedia(1, 0xffff_ff00L);
        publish(publisher, script.headersAnd(10));
        assertThat(figures().keyframeIntervalMillis()).isZero();
        publish(publisher, script.frames(10));
        assertThat(figures().keyframeIntervalMillis()).as("over the wrap").isEqualTo(400);
        publish(publisher, List.of(Media.keyframe(10_000, 1, 1, 100), Media.keyframe(10_000, 1, 1, 100)));
        assertThat(figures().keyframeIntervalMillis()).as("in two messages").isEqualTo(10_000 - 0x90);
        publish(publisher, List.of(Media.keyframe(5_000, 1, 1, 100)));
        assertThat(figures().keyframeIntervalMillis()).as("back in time").isZero();
        publish(publisher, List.of(Media.keyframe(7_000, 1, 1, 100)));
        assertThat(figures().keyframeIntervalMillis()).isEqualTo(2_000);
    }

    @Test
    void shouldShowItsHeaders() {
        WireClient publisher = publisher();
        int empty = figures().headersVersion();
        List<Frame> headers = new ScriptedMedia(1, 0).headers();
        publish(publisher, headers);
        int version = figures().headersVersion();
        assertThat(version).isNotEqualTo(empty);
        var found = new HashMap<HeaderKey, byte[]>();
        stream().forEachHeader(found::put);
        assertThat(found).hasSize(3);
        assertThat(found.get(HeaderKey.METADATA)).isEqualTo(headers.get(0).relayedPayload());
        assertThat(found.get(new HeaderKey(MessageKind.AUDIO, 0, 0)))
                .isEqualTo(headers.get(1).payload());
        assertThat(found.get(new HeaderKey(MessageKind.VIDEO, 0, 0)))
                .isEqualTo(headers.get(2).payload());
        publish(publisher, headers);
        assertThat(figures().headersVersion()).as("the same again").isEqualTo(version);
        publish(publisher, List.of(Media.avcHeader(0, 9)));
        assertThat(figures().headersVersion()).isNotEqualTo(version);
    }

    private static int fourCc(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        return bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    }
}
