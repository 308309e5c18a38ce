package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.wire.Bytes;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Handshake;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Publishers that fall silent, break off, come back, or are replaced, and what their players see of it. */
class PublisherLifeTest {
    private static final List<Frame> FRAMES =
            List.of(Media.aacHeader(0), Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 500), Media.aac(3, 1, 0, 50));

    private static final int MIB = 1 << 20;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestServer server;

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    /** @param settings keys and values in turn, "publish." and "play." being those of the application */
    private void start(String... settings) {
        server = keep(TestServer.start(overrides(settings)));
    }

    private static Map<String, String> overrides(String... settings) {
        // short, for deadlines are looked at four times per interval
        var overrides = new HashMap<>(Map.of("rtmp.pingInterval", "80ms"));
        for (int i = 0; i < settings.length; i += 2) {
            String key = settings[i];
            overrides.put(key.startsWith("p") ? "applications.live." + key : key, settings[i + 1]);
        }
        return overrides;
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.add(resource);
        return resource;
    }

    private WireClient publisher(String key) {
        return keep(WireClient.publishing(server.port(), key));
    }

    private WireClient player(String key) {
        return keep(WireClient.playing(server.port(), key));
    }

    /** Tries again, as streaming programs do, until the name is free. */
    private WireClient publisherInTheEnd(String key) {
        return await("publishing " + key)
                .ignoreException(UncheckedIOException.class)
                .until(() -> publisherIfFree(key), client -> client != null);
    }

    private WireClient publisherIfFree(String key) {
        WireClient client = keep(WireClient.connected(server.port()));
        client.createStream();
        client.command(1, "publish", null, key, "live");
        return client.nextCommand().code().equals("NetStream.Publish.Start") ? client : null;
    }

    /** Any message but pings, of which there are no more than come in a minute. */
    private static WireMessage nextSaid(WireClient client) {
        for (int pings = 0; pings < 1000; pings++) {
            WireMessage message = client.nextMessage();
            if (!isPing(message)) {
                return message;
            }
        }
        throw new AssertionError("nothing but pings");
    }

    private static boolean isPing(WireMessage message) {
        return message.type() == MessageType.USER_CONTROL && message.event() == 6;
    }

    /** The next messages are these and no others. */
    private static void expectExactly(WireClient player, List<Frame> frames) {
        for (Frame frame : frames) {
            WireMessage message = nextSaid(player);
            assertThat(message.type()).as("%s", message).isEqualTo(frame.type());
            assertThat(message.timestamp()).as("%s", message).isEqualTo(frame.timestamp());
            Bytes.assertEqual(message.payload(), frame.relayedPayload(), "" + message);
        }
    }

    /** UnpublishNotify, StreamEOF, and then nothing but the end of the connection. */
    private static void expectEnd(WireClient player) {
        WireMessage notify = nextSaid(player);
        assertThat(notify.isCommand()).as("%s", notify).isTrue();
        assertThat(notify.code()).isEqualTo("NetStream.Play.UnpublishNotify");
        assertThat(notify.info().get("level")).isEqualTo("status");
        assertThat(nextSaid(player).hex()).as("StreamEOF 1").isEqualTo("000100000001");
        assertThat(player.expectClosed()).isEmpty();
    }

    /** RI-113. */
    @Test
    void shouldReplaceASilentPublisher() {
        start("publish.staleAfter", "50ms");
        WireClient player = player("stale");
        WireClient first = publisher("stale");
        first.send(FRAMES);
        expectExactly(player, FRAMES);

        WireClient second = publisherInTheEnd("stale");
        first.expectStatus("NetStream.Publish.BadName");
        first.expectClosed();
        List<Frame> frames = new ScriptedMedia(2, 9000).headersAnd(12);
        second.send(frames);
        expectExactly(player, frames);
    }

    /** RI-113, the other side of it. */
    @Test
    void shouldNotReplaceAPublisherThatSends() {
        start("publish.staleAfter", "1h");
        WireClient first = publisher("alive");
        first.send(FRAMES);
        for (int i = 0; i < 3; i++) {
            assertThat(publisherIfFree("alive")).isNull();
        }
        first.sync();
    }

    @Test
    void shouldDropAPublisherThatNeverSends() {
        start("publish.firstMediaTimeout", "100ms");
        WireClient publisher = publisher("mute");
        publisher.expectStatus("NetStream.Publish.Idle");
        publisher.expectClosed();
        publisher("mute");
    }

    @Test
    void shouldDropAPublisherThatStopsSending() {
        start("publish.idleTimeout", "100ms");
        WireClient publisher = publisher("stopped");
        publisher.send(FRAMES);
        publisher.expectStatus("NetStream.Publish.Idle");
        publisher.expectClosed();
        publisher("stopped");
    }

    /** RI-112: what is cut off by a firewall looks like this, a socket that says nothing any more. */
    @Test
    void shouldFreeTheNameOfAHalfOpenPublisher() throws Exception {
        start("publish.staleAfter", "1h");
        publisher("half-open").send(FRAMES);
        server.reload(overrides("publish.staleAfter", "1h", "rtmp.idleTimeout", "1s"));
        publisherInTheEnd("half-open");
        assertThat(server.inside().counters().get(Counter.IDLE_TIMEOUTS)).isPositive();
    }

    /** RI-106. What could make ffmpeg or librtmp stop is not said, and no frame comes that cannot be decoded. */
    @Test
    void shouldShowPlayersNothingButTheNewStream() throws IOException {
        start();
        WireClient player = player("resumed");
        WireClient first = publisher("resumed");
        first.send(FRAMES);
        expectExactly(player, FRAMES);
        first.abort();

        WireClient second = publisherInTheEnd("resumed");
        second.send(Media.interFrame(90, 2, 0, 100));
        List<Frame> frames = new ScriptedMedia(2, 100).headersAnd(12);
        second.send(frames);
        expectExactly(player, frames);

        second.command(0, "deleteStream", null, 1.0);
        expectEnd(player);
    }

    @Test
    void shouldLetPlayersJoinDuringTheGrace() throws IOException {
        start();
        WireClient first = publisher("grace");
        first.send(FRAMES);
        first.sync();
        Counters counters = server.inside().counters();
        first.abort();
        await().until(() -> counters.get(Counter.PUBLISHES_ENDED) == 1);
        WireClient player = player("grace");
        List<Frame> frames = new ScriptedMedia(2, 0).headersAnd(12);
        publisher("grace").send(frames);
        expectExactly(player, frames);
    }

    @Test
    void shouldEndPlayersWhenNobodyComesBack() throws IOException {
        start("publish.resumeGrace", "100ms");
        WireClient player = player("gone");
        WireClient publisher = publisher("gone");
        publisher.send(FRAMES);
        expectExactly(player, FRAMES);
        publisher.abort();
        expectEnd(player);
    }

    /** RI-107. */
    @Test
    void shouldEndPlayersAtOnceWhenThePublisherSaysSo() {
        start("publish.resumeGrace", "1h");
        WireClient player = player("ended");
        WireClient publisher = publisher("ended");
        publisher.send(FRAMES);
        expectExactly(player, FRAMES);
        publisher.command(0, "FCUnpublish", null, "ended");
        expectEnd(player);
    }

    /** All of the stream comes before its end, however much of it is still under way. */
    @Test
    void shouldDeliverTheRestBeforeTheEnd() {
        start("play.sendBuffer", "16KiB");
        WireClient player = player("rest");
        WireClient publisher = publisher("rest");
        List<Frame> frames = new ArrayList<>(FRAMES);
        for (int i = 1; i <= 20; i++) {
            frames.add(Media.interFrame(i * 40L, 1, i, 100_000));
        }
        publisher.send(frames);
        publisher.command(0, "deleteStream", null, 1.0);
        publisher.sync();
        expectExactly(player, frames);
        expectEnd(player);
    }

    @Test
    void shouldEndAPausedPlayerToo() {
        start();
        WireClient player = player("paused");
        WireClient publisher = publisher("paused");
        publisher.send(FRAMES);
        expectExactly(player, FRAMES);
        player.command(1, "pause", null, true, 0.0);
        player.expectStatus("NetStream.Pause.Notify");
        publisher.send(Media.interFrame(40, 1, 1, MIB));
        publisher.command(0, "deleteStream", null, 1.0);
        expectEnd(player);
        await("its log is given back").until(() -> server.logBytes() == 0);
    }

    /** Who pauses before there is a stream must not keep the memory of all of it when it is over. */
    @Test
    void shouldGiveTheLogBackWhoeverStillWaits() {
        start("play.waitTimeout", "1h");
        WireClient player = player("waited-for");
        player.command(1, "pause", null, true, 0.0);
        player.expectStatus("NetStream.Pause.Notify");
        WireClient publisher = publisher("waited-for");
        publisher.send(FRAMES);
        for (int i = 1; i <= 10; i++) {
            publisher.send(Media.interFrame(i * 40L, 1, i, MIB));
        }
        publisher.sync();
        assertThat(server.logBytes()).isGreaterThan(10 * MIB);
        publisher.command(0, "deleteStream", null, 1.0);
        publisher.sync();
        await("its log is given back").until(() -> server.logBytes() < 2 * MIB);
    }

    /** One who joins while a publisher may come back waits for that one only. */
    @Test
    void shouldLetNobodyWaitOnWhereMissingStreamsAreRejected() throws IOException {
        start("play.whenMissing", "reject", "publish.resumeGrace", "1s", "rtmp.idleTimeout", "1h");
        Counters counters = server.inside().counters();
        WireClient publisher = publisher("rejected");
        // nothing to begin with, or a player has its place and sees the stream's end
        publisher.send(Media.aacHeader(0));
        publisher.sync();
        // without any player there is no grace
        WireClient player = player("rejected");
        WireClient late = keep(WireClient.connected(server.port()));
        late.createStream();
        publisher.abort();
        await().until(() -> counters.get(Counter.PUBLISHES_ENDED) == 1);
        late.sendPlay("rejected");
        player.expectClosed();
        late.expectClosed();
    }

    /** RI-080. */
    @Test
    void shouldLetAPlayerWaitOnlySoLong() {
        start("play.waitTimeout", "100ms");
        WireClient player = player("never");
        WireMessage refusal = nextSaid(player);
        assertThat(refusal.code()).isEqualTo("NetStream.Play.StreamNotFound");
        assertThat(refusal.info().get("level")).isEqualTo("error");
        player.expectClosed();
    }

    /** RI-013. */
    @Test
    void shouldForgetWhoLeavesDuringTheHandshake() throws IOException {
        start();
        Counters counters = server.inside().counters();
        WireClient leaves = keep(WireClient.connectTo(server.port()));
        leaves.send(Handshake.C0);
        leaves.send(Handshake.c1());
        leaves.halfClose();
        WireClient breaksOff = keep(WireClient.connectTo(server.port()));
        breaksOff.send(Handshake.C0);
        breaksOff.send(Handshake.c1());
        breaksOff.readHandshakeAnswer();
        breaksOff.abort();
        await().until(() -> counters.get(Counter.CONNECTIONS_CLOSED) == 2);
        assertThat(counters.openConnections()).isZero();
        assertThat(counters.get(Counter.LOOP_ERRORS)).isZero();
    }
}
