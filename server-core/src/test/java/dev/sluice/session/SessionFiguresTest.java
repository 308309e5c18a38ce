package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.session.SessionFigures.Activity;
import dev.sluice.stream.StreamPath;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.Probe;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.Viewing;
import dev.sluice.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be told of connections, from a thread that is none of their loops. */
class SessionFiguresTest {
    private static final StreamPath KEY = new StreamPath("live", "key");

    private final TestServer server = TestServer.start(Map.of(
            "server.eventLoops", "2",
            "limits.maxMessageSize", "64KiB",
            "applications.live.windowBytes", "64MiB",
            "applications.live.play.maxLagBytes", "32MiB",
            "applications.live.play.maxLag", "1h",
            "applications.live.play.stallTimeout", "1h",
            "applications.live.play.sendBuffer", "4KiB"));
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable client : opened) {
            client.close();
        }
        server.close();
    }

    private <T extends AutoCloseable> T keep(T client) {
        opened.add(client);
        return client;
    }

    private Sessions sessions() {
        return server.inside().sessions();
    }

    /** The newest connection. */
    private long newest() {
        return sessions().ids().stream().mapToLong(Long::longValue).max().orElseThrow();
    }

    private SessionFigures figures(long id) {
        return sessions().find(id).orElseThrow();
    }

    private SessionFigures until(long id, Predicate<SessionFigures> wanted) {
        return await().until(() -> figures(id), wanted);
    }

    @Test
    void shouldFollowAConversation() {
        long before = System.currentTimeMillis();
        WireClient client = keep(WireClient.connectTo(server.port()));
        await().until(() -> sessions().count() == 1);
        long id = newest();
        SessionFigures first = figures(id);
        assertThat(first.state()).isEqualTo(SessionState.HANDSHAKE);
        assertThat(first.id()).isEqualTo(id);
        assertThat(first.connectedApp()).isEmpty();
        assertThat(first.flashVer()).isEmpty();
        assertThat(first.activities()).isEmpty();
        assertThat(first.bytesIn()).isZero();
        assertThat(first.openedAtMillis()).isBetween(before, System.currentTimeMillis());
        assertThat(first.remote().getAddress().isLoopbackAddress()).isTrue();
        client.handshake();
        assertThat(until(id, now -> now.state() != SessionState.HANDSHAKE).state())
                .isEqualTo(SessionState.UNCONNECTED);
        client.command(
                0, "connect", Amf.object("app", "live?token=secret", "flashVer", "FMLE/3.0", "tcUrl", "rtmp://h/live"));
        client.expectCommand("_result", 1);
        SessionFigures connected = figures(id);
        assertThat(connected.state()).isEqualTo(SessionState.CONNECTED);
        assertThat(connected.connectedApp()).isEqualTo("live");
        assertThat(connected.flashVer()).isEqualTo("FMLE/3.0");
        assertThat(connected.bytesIn()).isGreaterThan(3_000);
        assertThat(connected.bytesOut()).isGreaterThan(3_000);
        assertThat(connected.loopIndex()).isBetween(0, 1);
        client.close();
        await().until(() -> sessions().find(id).isEmpty());
        assertThat(sessions().all()).isEmpty();
    }

    @Test
    void shouldTellWhatIsPublishedAndPlayed() {
        WireClient client = keep(WireClient.publishing(server.port(), "key"));
        long id = newest();
        assertThat(figures(id).activities()).containsExactly(new Activity(true, KEY, 0, 0));
        int second = client.createStream();
        client.command(second, "play", null, "other?token=secret");
        client.expectStatus("NetStream.Play.Reset");
        client.expectStatus("NetStream.Play.Start");
        assertThat(figures(id).activities())
                .containsExactly(
                        new Activity(true, KEY, 0, 0), new Activity(false, new StreamPath("live", "other"), 0, 0));
        client.command(0, "deleteStream", null, 1.0);
        client.expectStatus("NetStream.Unpublish.Success");
        assertThat(until(id, now -> now.activities().size() == 1).activities())
                .containsExactly(new Activity(false, new StreamPath("live", "other"), 0, 0));
        client.command(0, "deleteStream", null, (double) second);
        until(id, now -> now.activities().isEmpty());
    }

    @Test
    void shouldCountSilence() {
        WireClient client = keep(WireClient.connected(server.port()));
        long id = newest();
        until(id, now -> now.lastReadMillisAgo() > 50 && now.lastWriteMillisAgo() > 50);
        await().until(() -> {
            client.sync();
            SessionFigures after = figures(id);
            return after.lastReadMillisAgo() < 50 && after.lastWriteMillisAgo() < 50;
        });
    }

    @Test
    void shouldTellWhatTheClientHasAcknowledged() {
        WireClient client = keep(WireClient.connected(server.port()));
        long id = newest();
        assertThat(figures(id).acknowledgedBytes()).isZero();
        client.sendAcknowledgement(3_100);
        assertThat(until(id, now -> now.acknowledgedBytes() > 0).acknowledgedBytes())
                .isEqualTo(3_100);
        client.sendAcknowledgement(1_000_000);
        client.sync();
        assertThat(figures(id).acknowledgedBytes())
                .as("nobody receives more than was sent")
                .isLessThanOrEqualTo(figures(id).bytesOut());
    }

    /** Sequence numbers are the lower 32 bits of what the peer has counted. */
    @ParameterizedTest
    @CsvSource({
        "0,          0,          0",
        "1000,       5000,       1000",
        "5000,       5000,       5000",
        "6000,       5000,       5000",
        "4294967295, 4294967295, 4294967295",
        "4294960000, 4294970000, 4294960000",
        "0,          4294967300, 4294967296",
        "2704,       4294970000, 4294970000",
        "2500,       4294970000, 4294969796",
        "4000000000, 8600000000, 8294967296",
        "4294967290, 5,          0",
    })
    void shouldExtendSequenceNumbers(long sequenceNumber, long bytesOut, long expected) {
        assertThat(SessionView.acknowledgedOf((int) sequenceNumber, bytesOut)).isEqualTo(expected);
    }

    @Test
    void shouldTellTheLagOfAPlayerThatStopsUntilItHasCaughtUp() {
        List<Frame> frames = Clip.video(1, 8);
        WireClient publisher = keep(WireClient.publishing(server.port(), "key"));
        Probe probe = keep(new Probe(server.port(), "key", frames));
        await().until(() -> playing().size() == 1);
        long healthy = newest();
        WireClient stopped = keep(WireClient.playingWithSmallBuffer(server.port(), "key"));
        long slow = newest();
        publisher.setChunkSize(60_000);
        Probe.publish(publisher, frames, 0, frames.size() / 4, List.of(probe));
        Activity early =
                until(slow, now -> lag(now).lagBytes() > 100_000).activities().get(0);
        Probe.publish(publisher, frames, frames.size() / 4, frames.size(), List.of(probe));
        probe.expectAll();
        long sentBytes =
                frames.stream().mapToLong(frame -> frame.payload().length).sum();
        SessionFigures later = until(slow, now -> lag(now).lagBytes() > early.lagBytes() + 500_000);
        assertThat(lag(later).lagBytes()).isLessThan(sentBytes + 20L * frames.size());
        assertThat(lag(later).lagMillis()).isGreaterThanOrEqualTo(early.lagMillis());
        until(healthy, now -> lag(now).equals(new Activity(false, KEY, 0, 0)));
        long stands = lag(figures(slow)).lagMillis();
        until(slow, now -> lag(now).lagMillis() > stands + 50);

        var viewing = new Viewing(frames);
        long rest = lag(later).lagBytes();
        while (lag(figures(slow)).lagBytes() > rest / 2) {
            viewing.watchNext(stopped);
        }
        assertThat(lag(figures(slow)).lagBytes()).isPositive();
        viewing.watchToEnd(stopped);
        until(slow, now -> lag(now).equals(new Activity(false, KEY, 0, 0)));
    }

    /** Its stream has ended, and what the next publisher sends is nothing to it. */
    @Test
    void shouldTellTheLagBehindTheEndOfAStream() {
        List<Frame> frames = Clip.video(1, 2);
        WireClient publisher = keep(WireClient.publishing(server.port(), "key"));
        keep(WireClient.playingWithSmallBuffer(server.port(), "key"));
        long slow = newest();
        publisher.send(frames);
        publisher.command(0, "deleteStream", null, 1.0);
        publisher.expectStatus("NetStream.Unpublish.Success");
        long left = lag(until(slow, now -> lag(now).lagBytes() > 100_000)).lagBytes();
        WireClient next = keep(WireClient.publishing(server.port(), "key"));
        next.send(frames);
        next.sync();
        assertThat(lag(figures(slow)).lagBytes()).isBetween(1L, left);
    }

    @Test
    void shouldTellNoLagOfAPlayerThatHasPaused() {
        WireClient publisher = keep(WireClient.publishing(server.port(), "key"));
        WireClient player = keep(WireClient.playing(server.port(), "key"));
        long id = newest();
        var script = new ScriptedMedia(1, 0);
        List<Frame> frames = script.headersAnd(2);
        publisher.send(frames);
        ScriptedMedia.expectAt(player, frames);
        player.command(1, "pause", null, true, 0.0);
        player.expectStatus("NetStream.Pause.Notify");
        publisher.send(script.frames(20));
        publisher.send(Media.aac(10_000, 1, 1, 100));
        publisher.sync();
        assertThat(lag(figures(id))).isEqualTo(new Activity(false, KEY, 0, 0));
    }

    private List<SessionFigures> playing() {
        return sessions().all().stream()
                .filter(session -> session.activities().stream().anyMatch(activity -> !activity.publishing()))
                .toList();
    }

    private static Activity lag(SessionFigures session) {
        return session.activities().get(0);
    }
}
