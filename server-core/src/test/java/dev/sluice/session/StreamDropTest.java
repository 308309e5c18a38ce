package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.AuthorizedServer;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.LogTap;
import dev.sluice.stream.StreamFigures.Publication;
import dev.sluice.stream.StreamPath;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Crowd;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stream's publisher or players that an operator sends away. */
class StreamDropTest {
    private static final StreamPath KEY = new StreamPath("live", "key");
    private static final int CROWD = 80;

    private final RecordedEvents events = new RecordedEvents();
    private AuthorizedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AuthorizedServer(
                request -> CompletableFuture.completedFuture(Decision.allow()),
                events,
                Map.of(
                        "applications.live.publish.resumeGrace", "1h",
                        "applications.live.publish.staleAfter", "10ms"));
    }

    @AfterEach
    void close() throws IOException {
        await().until(() -> server.sessions().count() == 0);
        events.assertPaired();
        assertThat(server.counters().get(Counter.LOOP_ERRORS)).isZero();
        server.close();
    }

    private Publication publication() {
        return server.streams().all().stream()
                .filter(stream -> stream.path().equals(KEY))
                .map(LiveStream::figures)
                .findFirst()
                .orElseThrow()
                .publication();
    }

    private boolean dropPublisher(boolean graceful) {
        return server.sessions().requestDropPublisher(KEY, publication().connectionId(), "enough of it", graceful);
    }

    /** Until it has been silent for so long that another one may take over. */
    private void awaitSilence(long connectionId) {
        soon(() -> server.sessions().find(connectionId).orElseThrow().lastReadMillisAgo() > 10);
    }

    private static void soon(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    private static void expectStatus(WireClient client, String code) {
        WireMessage status = client.expectStatus(code);
        assertThat(status.info().get("description")).isEqualTo("enough of it");
        assertThat(status.info().get("level")).isEqualTo("error");
    }

    @Test
    void shouldBeAbleToDropWhoeverIsSeenAsThePublisher() {
        AtomicReference<Boolean> found = new AtomicReference<>();
        try (WireClient player = WireClient.playing(server.port(), "key")) {
            player.sync();
            LiveStream stream = server.streams().find(KEY).orElseThrow();
            // runs in the middle of the claim, where an operator may look for the publisher that a ban is to drop
            Runnable onClaim = () -> {
                Publication seen = stream.figures().publication();
                if (seen != null) {
                    found.compareAndSet(
                            null, server.sessions().requestDropPublisher(KEY, seen.connectionId(), "banned", true));
                }
            };
            LogTap tap = stream.requestTap(onClaim);
            try (WireClient publisher = WireClient.connected(server.port())) {
                publisher.createStream();
                publisher.command(1, "publish", null, "key", "live");
                publisher.expectStatus("NetStream.Publish.Start");
                await().until(() -> found.get() != null);
                assertThat(found).hasValue(true);
                publisher.expectStatus("NetStream.Publish.Denied");
                assertThat(publisher.expectClosed()).isEmpty();
            } finally {
                tap.close();
            }
            player.expectStatus("NetStream.Play.UnpublishNotify");
        }
    }

    @Test
    void shouldDropAPublisherAndKeepItsPlayersForTheNextOne() {
        try (WireClient publisher = WireClient.publishing(server.port(), "key");
                WireClient player = WireClient.playing(server.port(), "key")) {
            var first = new ScriptedMedia(1, 0).headersAnd(2);
            publisher.send(first);
            ScriptedMedia.expectAt(player, first);
            assertThat(dropPublisher(false)).isTrue();
            expectStatus(publisher, "NetStream.Publish.Denied");
            assertThat(publisher.expectClosed()).isEmpty();
            assertThat(events.await1(Type.PUBLISH_STOPPED).reason()).isEqualTo("enough of it");
            try (WireClient next = WireClient.publishing(server.port(), "key")) {
                var second = new ScriptedMedia(2, 100).headersAnd(2);
                next.send(second);
                ScriptedMedia.expectAt(player, second);
            }
        }
    }

    @Test
    void shouldDropAPublisherAndTellItsPlayersThatTheStreamHasEnded() {
        try (WireClient publisher = WireClient.publishing(server.port(), "key");
                WireClient player = WireClient.playing(server.port(), "key")) {
            var frames = new ScriptedMedia(1, 0).headersAnd(2);
            publisher.send(frames);
            ScriptedMedia.expectAt(player, frames);
            assertThat(dropPublisher(true)).isTrue();
            expectStatus(publisher, "NetStream.Publish.Denied");
            assertThat(publisher.expectClosed()).isEmpty();
            player.expectStatus("NetStream.Play.UnpublishNotify");
            player.expectClosed();
        }
    }

    @Test
    void shouldNotHitWhoHasTakenOver() {
        try (WireClient first = WireClient.publishing(server.port(), "key")) {
            long replaced = publication().connectionId();
            first.sync();
            awaitSilence(replaced);
            try (WireClient second = WireClient.publishing(server.port(), "key")) {
                assertThat(server.sessions().requestDropPublisher(KEY, replaced, "enough of it", true))
                        .isFalse();
                first.expectStatus("NetStream.Publish.BadName");
                second.sync();
                assertThat(publication().connectionId()).isNotEqualTo(replaced);
            }
        }
    }

    /** Whether the drop or the takeover comes first, the second one publishes. */
    @Test
    void shouldNotHitWhoIsTakingOver() {
        for (int i = 0; i < 30; i++) {
            try (WireClient first = WireClient.publishing(server.port(), "key");
                    WireClient second = WireClient.connected(server.port())) {
                second.createStream();
                long old = publication().connectionId();
                awaitSilence(old);
                second.command(1, "publish", null, "key", "live");
                server.sessions().requestDropPublisher(KEY, old, "enough of it", i % 2 == 0);
                second.expectStatus("NetStream.Publish.Start");
                second.sync();
                assertThat(publication().connectionId()).isNotEqualTo(old);
                first.expectClosed();
            }
            soon(() -> server.sessions().count() == 0);
        }
    }

    @Test
    void shouldDropNobodyWhoDoesNotPublishThatStream() {
        try (WireClient publisher = WireClient.publishing(server.port(), "other");
                WireClient player = WireClient.playing(server.port(), "key")) {
            for (long id : server.sessions().ids()) {
                assertThat(server.sessions().requestDropPublisher(KEY, id, "enough of it", true))
                        .isFalse();
            }
            assertThat(server.sessions().requestDropPublisher(KEY, 4711, "enough of it", true))
                    .isFalse();
            publisher.sync();
            player.sync();
        }
    }

    /** The other one's players wait for it to come back, as after a broken connection. */
    @Test
    void shouldEndWhatElseThePublisherPublishesAsIfItsConnectionHadBroken() {
        try (WireClient publisher = WireClient.publishing(server.port(), "key")) {
            int second = publisher.createStream();
            publisher.command(second, "publish", null, "other", "live");
            publisher.expectStatus("NetStream.Publish.Start");
            try (WireClient player = WireClient.playing(server.port(), "other")) {
                assertThat(dropPublisher(true)).isTrue();
                expectStatus(publisher, "NetStream.Publish.Denied");
                expectStatus(publisher, "NetStream.Publish.Denied");
                assertThat(publisher.expectClosed()).isEmpty();
                assertThat(events.of(Type.PUBLISH_STOPPED)).hasSize(2);
                await().until(() -> server.streams().all().size() == 1);
                assertThat(server.streams().all().iterator().next().figures().held())
                        .isTrue();
                player.sync();
            }
        }
    }

    /** A connection that has nothing else to do is closed; who watches something else does not notice. */
    @Test
    void shouldDropAllPlayersOfAStreamAndNobodyElse() {
        List<Frame> frames = Clip.video(2, 4);
        try (Crowd crowd = new Crowd(server.port());
                WireClient publisher = WireClient.publishing(server.port(), "key");
                WireClient other = WireClient.publishing(server.port(), "other");
                Probe probe = new Probe(server.port(), "other", frames);
                WireClient both = WireClient.playing(server.port(), "key")) {
            crowd.join(CROWD, "key");
            int second = both.createStream();
            both.command(second, "play", null, "other");
            both.expectStatus("NetStream.Play.Reset");
            both.expectStatus("NetStream.Play.Start");
            await().until(() -> playersOf("key") == CROWD + 1 && playersOf("other") == 2);
            publisher.send(new ScriptedMedia(1, 0).headersAnd(2));
            Probe.publish(other, frames, 0, frames.size() / 2, List.of(probe));

            assertThat(server.sessions().requestDropPlayers(KEY, "enough of it"))
                    .isEqualTo(CROWD + 1);

            Probe.publish(other, frames, frames.size() / 2, frames.size(), List.of(probe));
            probe.expectAll();
            await().until(() -> playersOf("key") == 0 && playersOf("other") == 2);
            expectStatus(both, "NetStream.Play.Failed");
            both.sync();
            for (WireClient player : crowd.clients()) {
                player.readHandshakeAnswer();
                assertThat(player.expectClosed())
                        .last()
                        .satisfies(last -> assertThat(last.code()).isEqualTo("NetStream.Play.Failed"));
            }
            publisher.sync();
            assertThat(server.sessions().requestDropPlayers(KEY, "again")).isZero();
        }
    }

    @Test
    void shouldDropPlayersThatWaitForAPublisher() {
        try (WireClient player = WireClient.playing(server.port(), "key")) {
            assertThat(server.sessions().requestDropPlayers(KEY, "enough of it"))
                    .isEqualTo(1);
            expectStatus(player, "NetStream.Play.Failed");
            assertThat(player.expectClosed()).isEmpty();
        }
    }

    private int playersOf(String name) {
        return server.streams().all().stream()
                .filter(stream -> stream.path().name().equals(name))
                .mapToInt(stream -> stream.figures().players())
                .sum();
    }
}
