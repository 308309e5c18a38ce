package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.AuthorizedServer;
import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.LogTap;
import dev.sluice.stream.StreamPath;
import dev.sluice.stream.TapItem;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Bytes;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What listeners are told of sessions. */
class SessionEventsTest {
    private final RecordedEvents events = new RecordedEvents();
    private final List<WireClient> opened = new ArrayList<>();
    private Function<AccessRequest, Decision> decision = request -> Decision.allow();
    private AuthorizedServer server;

    private void start(String... settings) throws Exception {
        start(events, settings);
    }

    private void start(Consumer<ServerEvent> consumer, String... settings) throws Exception {
        Map<String, String> overrides = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            String key = settings[i];
            overrides.put(key.startsWith("p") ? "applications.live." + key : key, settings[i + 1]);
        }
        server = new AuthorizedServer(this::decide, consumer, overrides);
    }

    private CompletionStage<Decision> decide(AccessRequest request) {
        return CompletableFuture.completedFuture(decision.apply(request));
    }

    private WireClient keep(WireClient client) {
        opened.add(client);
        return client;
    }

    private WireClient publisher(String key) {
        return keep(WireClient.publishing(server.port(), key));
    }

    @AfterEach
    void close() throws Exception {
        opened.forEach(WireClient::close);
        await().until(() -> server.sessions().count() == 0);
        server.close();
    }

    @Test
    void shouldTellOfAPublicationFromItsConnectToItsClose() throws Exception {
        decision = request -> request.action() == Action.PUBLISH ? Decision.allowAs("public") : Decision.allow();
        start();
        WireClient client = keep(WireClient.connectTo(server.port()));
        client.handshake();
        client.command(0, "connect", Amf.object("app", "live?who=me", "flashVer", "test/1"));
        client.expectCommand("_result", 1);
        client.createStream();
        client.command(1, "publish", null, "secret?token=1", "record");
        client.expectStatus("NetStream.Publish.Start");
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(5);
        client.send(frames);
        client.command(0, "deleteStream", null, 1.0);
        client.sync();
        client.close();
        ServerEvent closed = events.await1(Type.CONNECTION_CLOSED);

        assertThat(events.types())
                .containsExactly(
                        Type.CONNECTION_OPENED, Type.PUBLISH_STARTED, Type.PUBLISH_STOPPED, Type.CONNECTION_CLOSED);
        events.assertPaired();
        ServerEvent connected = events.await1(Type.CONNECTION_OPENED);
        assertThat(connected.application()).isEqualTo("live");
        assertThat(connected.query()).isEqualTo("who=me");
        ConnectionInfo info = connected.connection().orElseThrow();
        assertThat(info.flashVer()).isEqualTo("test/1");
        assertThat(connected.subjectId()).isEqualTo(info.connectionId());
        ServerEvent publish = events.await1(Type.PUBLISH_STARTED);
        assertThat(publish.application()).isEqualTo("live");
        assertThat(publish.stream()).isEqualTo("public");
        assertThat(publish.query()).isEqualTo("who=me&token=1");
        assertThat(publish.details()).containsExactly(Map.entry("publishType", "record"));
        ServerEvent stopped = events.await1(Type.PUBLISH_STOPPED);
        assertThat(stopped.reason()).isEqualTo("unpublished");
        assertThat(stopped.details())
                .containsEntry("publishType", "record")
                .containsEntry("messagesIn", "" + frames.size())
                .containsEntry("bytesIn", "" + payloadBytes(frames))
                .containsKey("millis");
        assertThat(closed.reason()).isEqualTo("closed by peer");
        assertThat(closed.details().keySet()).containsExactly("bytesIn", "bytesOut", "millis");
    }

    private static long payloadBytes(List<Frame> frames) {
        return frames.stream().mapToLong(frame -> frame.relayedPayload().length).sum();
    }

    @Test
    void shouldTellOfAPlaying() throws Exception {
        start();
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(5);
        publisher("key").send(frames);
        WireClient player = keep(WireClient.playing(server.port(), "key?token=2"));
        player.nextMedia();
        player.command(1, "closeStream", (Object) null);
        ServerEvent stopped = events.await1(Type.PLAY_STOPPED);
        ServerEvent started = events.await1(Type.PLAY_STARTED);
        assertThat(started.stream()).isEqualTo("key");
        assertThat(started.query()).isEqualTo("token=2");
        assertThat(stopped.subjectId()).isEqualTo(started.subjectId());
        assertThat(stopped.reason()).isEqualTo("left");
        assertThat(Long.parseLong(stopped.details().get("bytesOut"))).isPositive();
    }

    /** A recorder that is told of a publication begins with its first message. */
    @Test
    void shouldTellOfAPublicationBeforeItsFirstMessage() throws Exception {
        AtomicLong messages = new AtomicLong(-1);
        start(event -> {
            if (event.type() == Type.PUBLISH_STARTED) {
                messages.set(stream(event).figures().messagesIn());
                assertThat(stream(event).figures().live()).isTrue();
            }
            events.accept(event);
        });
        WireClient client = keep(WireClient.connected(server.port()));
        client.createStream();
        client.command(1, "publish", null, "key", "live");
        client.send(new ScriptedMedia(1, 0).headersAnd(3));
        client.sync();
        assertThat(messages.get()).isZero();
        assertThat(server.counters().get(Counter.LOOP_ERRORS)).isZero();
    }

    private LiveStream stream(ServerEvent event) {
        StreamPath path = new StreamPath(event.application(), event.stream());
        return server.streams().all().stream()
                .filter(stream -> stream.path().equals(path))
                .findAny()
                .orElseThrow();
    }

    @Test
    void shouldLetATapTakeAPublicationFromItsFirstMessage() throws Exception {
        AtomicReference<LogTap> tap = new AtomicReference<>();
        start(event -> {
            if (event.type() == Type.PUBLISH_STARTED) {
                tap.set(stream(event).tap(() -> {}));
            }
        });
        WireClient publisher = publisher("key");
        List<Frame> frames = new ScriptedMedia(1, 0xfffff0).headersAnd(12);
        publisher.send(frames);
        publisher.command(0, "FCUnpublish", null, "key");
        publisher.sync();
        for (Frame frame : frames) {
            TapItem.Message message = (TapItem.Message) tap.get().poll();
            assertThat(message.kind().type()).isEqualTo(frame.type());
            assertThat(message.timestamp()).isEqualTo((int) frame.timestamp());
            Bytes.assertEqual(message.payload(), frame.relayedPayload(), "" + message);
        }
        assertThat(tap.get().poll()).isInstanceOf(TapItem.Ended.class);
        tap.get().close();
        await().until(() -> server.logBytes() == 0);
    }

    @Test
    void shouldTellOfAPlayerThatSkips() throws Exception {
        start(
                "limits.maxMessageSize", "64KiB",
                "play.maxLagBytes", "128KiB",
                "play.sendBuffer", "4KiB",
                "play.stallTimeout", "1h");
        WireClient publisher = publisher("key");
        WireClient player = keep(WireClient.playingWithSmallBuffer(server.port(), "key"));
        player.sync();
        for (int i = 0; i < 100; i++) {
            publisher.send(Media.keyframe(i, 1, i, 60_000));
        }
        publisher.sync();
        await().until(() -> {
            player.nextMedia();
            return !events.of(Type.PLAYER_SLOW).isEmpty();
        });
        ServerEvent slow = events.of(Type.PLAYER_SLOW).get(0);
        assertThat(slow.stream()).isEqualTo("key");
        assertThat(slow.connection().map(ConnectionInfo::connectionId))
                .isEqualTo(events.await1(Type.PLAY_STARTED).connection().map(ConnectionInfo::connectionId));
    }

    @Test
    void shouldTellOfEachRefusal() throws Exception {
        decision = request ->
                request.query().contains("deny=" + request.action()) ? Decision.deny("not you") : Decision.allow();
        start();
        for (String app : List.of("nowhere", "live?deny=CONNECT")) {
            try (WireClient client = WireClient.connectTo(server.port())) {
                client.handshake();
                client.command(0, "connect", Amf.object("app", app));
                client.expectClosed();
            }
        }
        assertThat(events.of(Type.CONNECTION_REJECTED))
                .extracting(ServerEvent::reason)
                .containsExactly("No such application.", "not you");
        assertThat(events.of(Type.CONNECTION_REJECTED))
                .extracting(ServerEvent::application)
                .containsExactly("nowhere", "live");
        for (String command : List.of("publish", "play")) {
            try (WireClient client = WireClient.connected(server.port())) {
                client.createStream();
                client.command(1, command, null, "key?deny=" + command.toUpperCase(Locale.ROOT), "live");
                client.expectClosed();
            }
        }
        assertThat(events.of(Type.PUBLISH_REJECTED))
                .extracting(ServerEvent::reason)
                .containsExactly("not you");
        assertThat(events.of(Type.PLAY_REJECTED)).extracting(ServerEvent::query).containsExactly("deny=PLAY");
        await().until(() -> events.of(Type.CONNECTION_CLOSED).size() == 2);
        events.assertPaired();
    }

    @Test
    void shouldTellThatAPublisherWasReplacedBeforeTheNextOne() throws Exception {
        start("publish.staleAfter", "10ms");
        publisher("key").send(new ScriptedMedia(1, 0).headersAnd(3));
        await("silent for long enough").until(() -> {
            WireClient next = keep(WireClient.connected(server.port()));
            next.createStream();
            next.command(1, "publish", null, "key", "live");
            return next.nextCommand().code().equals("NetStream.Publish.Start");
        });
        assertThat(events.of(Type.PUBLISH_STOPPED))
                .extracting(ServerEvent::reason)
                .containsExactly("replaced");
        assertThat(events.types())
                .filteredOn(type -> type == Type.PUBLISH_STARTED || type == Type.PUBLISH_STOPPED)
                .containsExactly(Type.PUBLISH_STARTED, Type.PUBLISH_STOPPED, Type.PUBLISH_STARTED);
    }

    @Test
    void shouldTellOnceOfEachSilence() throws Exception {
        // a short ping interval, for silence is looked for four times per interval
        start("publish.idleTimeout", "600ms", "rtmp.pingInterval", "80ms");
        WireClient publisher = await().pollDelay(Duration.ZERO).until(this::stalledPublisher, Objects::nonNull);
        publisher.send(Media.aac(10, 1, 1, 10));
        ServerEvent first = events.of(Type.STREAM_STALLED).get(0);
        assertThat(Long.parseLong(first.details().get("millis"))).isBetween(300L, 600L);
        await().until(() -> events.of(Type.PUBLISH_STOPPED).size() == opened.size());
        assertThat(events.of(Type.STREAM_STALLED)).hasSizeLessThanOrEqualTo(2);
        assertThat(events.of(Type.PUBLISH_STOPPED))
                .extracting(ServerEvent::reason)
                .containsOnly("publisher idle");
    }

    /** One whose silence was told of; null where the machine stood still until it was too long even for that. */
    private WireClient stalledPublisher() {
        int before = events.of(Type.PUBLISH_STOPPED).size();
        WireClient publisher = publisher("key");
        publisher.send(Media.aac(0, 1, 0, 10));
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !events.of(Type.STREAM_STALLED).isEmpty()
                        || events.of(Type.PUBLISH_STOPPED).size() > before);
        return events.of(Type.STREAM_STALLED).isEmpty() ? null : publisher;
    }

    @Test
    void shouldTellOfABreachOfProtocol() throws Exception {
        start();
        WireClient publisher = publisher("key");
        publisher.setChunkSize(0);
        ServerEvent broken = events.await1(Type.PROTOCOL_ERROR);
        assertThat(broken.reason()).startsWith("BAD_CHUNK_SIZE");
        publisher.expectStatus("NetStream.Publish.Denied");
        assertThat(events.await1(Type.PUBLISH_STOPPED).reason()).isEqualTo(broken.reason());
    }

    @Test
    void shouldGoOnWhenAListenerThrows() throws Exception {
        start(event -> {
            throw new IllegalStateException("for the test");
        });
        WireClient publisher = publisher("key");
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(3);
        WireClient player = keep(WireClient.playing(server.port(), "key"));
        player.sync();
        publisher.send(frames);
        ScriptedMedia.expectAt(player, frames);
        assertThat(server.counters().get(Counter.LOOP_ERRORS)).isEqualTo(4);
    }

    @Test
    void shouldCountForEachStream() throws Exception {
        start();
        WireClient publisher = publisher("key");
        WireClient player = keep(WireClient.playing(server.port(), "key"));
        player.sync();
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(3);
        publisher.send(frames);
        ScriptedMedia.expectAt(player, frames);
        player.sync();

        var lease = server.streams().lease(new StreamPath("live", "key")).orElseThrow();
        var figures = lease.stream().figures();
        assertThat(figures.live()).isTrue();
        assertThat(figures.players()).isEqualTo(1);
        assertThat(figures.messagesIn()).isEqualTo(frames.size());
        assertThat(figures.bytesIn()).isEqualTo(payloadBytes(frames));
        assertThat(figures.bytesOut()).isGreaterThanOrEqualTo(figures.bytesIn() + 12L * frames.size());
        assertThat(figures.logBytes()).isEqualTo(server.logBytes());
        assertThat(server.streams().lease(new StreamPath("live", "other"))).isEmpty();
        lease.close();
    }
}
