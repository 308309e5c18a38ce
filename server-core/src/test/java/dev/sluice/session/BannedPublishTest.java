package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.AuthorizedServer;
import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.stream.StreamFigures.Publication;
import dev.sluice.stream.StreamPath;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Streams that an operator lets nobody publish for a while. */
class BannedPublishTest {
    private static final StreamPath KEY = new StreamPath("live", "key");
    private static final Duration LONG = Duration.ofMinutes(10);

    private final RecordedEvents events = new RecordedEvents();
    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<CompletableFuture<Decision>> pending = new ConcurrentLinkedQueue<>();
    private AuthorizedServer server;

    @BeforeEach
    void start() throws Exception {
        server = new AuthorizedServer(this::decide, events, Map.of("applications.live.publish.resumeGrace", "1h"));
    }

    @AfterEach
    void close() throws IOException {
        await().until(() -> server.sessions().count() == 0);
        events.assertPaired();
        await().until(() -> server.streams().all().isEmpty());
        assertThat(server.counters().get(Counter.LOOP_ERRORS)).isZero();
        server.close();
    }

    /** "alias" is given the name "key", and a publish of "late" is decided on by the test. */
    private CompletionStage<Decision> decide(AccessRequest request) {
        if (request.action() == Action.PUBLISH) {
            asked.add(request.stream());
        }
        if (request.stream().equals("late")) {
            CompletableFuture<Decision> answer = new CompletableFuture<>();
            pending.add(answer);
            return answer;
        }
        return CompletableFuture.completedFuture(
                request.stream().equals("alias") ? Decision.allowAs("key") : Decision.allow());
    }

    private WireClient asking(String key) {
        WireClient client = WireClient.connected(server.port());
        client.createStream();
        client.command(1, "publish", null, key, "live");
        return client;
    }

    private void expectBanned(WireClient client) {
        WireMessage status = client.expectStatus("NetStream.Publish.Denied");
        assertThat((String) status.info().get("description")).matches("Banned for another (600|5\\d\\d) s\\.");
        assertThat(status.info().get("level")).isEqualTo("error");
        assertThat(client.expectClosed()).isEmpty();
    }

    @Test
    void shouldRefuseToPublishABannedStreamWithoutAskingAnybody() {
        server.bans().ban(KEY, LONG, "");
        try (WireClient client = asking("key")) {
            expectBanned(client);
        }
        assertThat(asked).isEmpty();
        assertThat(server.counters().get(Counter.PUBLISHES_BANNED)).isEqualTo(1);
        assertThat(server.counters().get(Counter.PUBLISHES_REFUSED)).isEqualTo(1);
        ServerEvent refused = events.await1(Type.PUBLISH_REJECTED);
        assertThat(refused.stream()).isEqualTo("key");
        assertThat(refused.reason()).startsWith("Banned");
    }

    @Test
    void shouldLetOthersPublishAndTheBannedStreamBePlayed() {
        server.bans().ban(KEY, LONG, "");
        try (WireClient publisher = WireClient.publishing(server.port(), "other");
                WireClient player = WireClient.playing(server.port(), "key")) {
            publisher.sync();
            player.sync();
        }
    }

    @Test
    void shouldLetItBePublishedOnceTheBanIsLifted() {
        server.bans().ban(KEY, LONG, "");
        server.bans().lift(KEY);
        try (WireClient publisher = WireClient.publishing(server.port(), "key")) {
            publisher.sync();
        }
    }

    @Test
    void shouldRefuseWhomADecisionGivesABannedName() {
        server.bans().ban(KEY, LONG, "");
        try (WireClient client = asking("alias")) {
            expectBanned(client);
        }
        assertThat(asked).containsExactly("alias");
        assertThat(events.await1(Type.PUBLISH_REJECTED).stream()).isEqualTo("key");
    }

    /** It was not banned when it asked. */
    @Test
    void shouldRefuseWhoIsDecidedOnMeanwhile() {
        try (WireClient client = asking("late")) {
            await().until(() -> pending.size() == 1);
            server.bans().ban(new StreamPath("live", "late"), LONG, "");
            pending.remove().complete(Decision.allow());
            expectBanned(client);
        }
        assertThat(events.of(Type.PUBLISH_STARTED)).isEmpty();
    }

    /** The one who was cut off may be back at once; whoever waits for it gets nothing. */
    @Test
    void shouldKeepPlayersOfAStreamThatIsBannedWhileItsPublisherIsAway() throws IOException {
        try (WireClient player = WireClient.playing(server.port(), "key")) {
            try (WireClient publisher = WireClient.publishing(server.port(), "key")) {
                var frames = new ScriptedMedia(1, 0).headersAnd(2);
                publisher.send(frames);
                ScriptedMedia.expectAt(player, frames);
                publisher.abort();
            }
            await().until(() ->
                    server.streams().all().iterator().next().figures().held());
            server.bans().ban(KEY, LONG, "");
            try (WireClient client = asking("key")) {
                expectBanned(client);
            }
            assertThat(server.streams().all().iterator().next().figures().held())
                    .isTrue();
            server.bans().lift(KEY);
            try (WireClient publisher = WireClient.publishing(server.port(), "key")) {
                var frames = new ScriptedMedia(2, 100).headersAnd(2);
                publisher.send(frames);
                ScriptedMedia.expectAt(player, frames);
            }
        }
    }

    /** As an encoder that reconnects as fast as it can, while the operator drops it: nobody slips in between. */
    @Test
    void shouldLetNobodySlipInBetweenBanAndDrop() throws Exception {
        var done = new AtomicBoolean();
        List<Thread> encoders = List.of(new Thread(() -> insist(done)), new Thread(() -> insist(done)));
        encoders.forEach(Thread::start);
        try {
            for (int i = 0; i < 20; i++) {
                server.bans().lift(KEY);
                soon(() -> publication() != null);
                server.bans().ban(KEY, LONG, "");
                Publication found = publication();
                if (found != null) {
                    server.sessions().requestDropPublisher(KEY, found.connectionId(), "away", true);
                }
                soon(() -> publication() == null);
                long started = server.counters().get(Counter.PUBLISHES_STARTED);
                long banned = server.counters().get(Counter.PUBLISHES_BANNED);
                soon(() -> server.counters().get(Counter.PUBLISHES_BANNED) > banned + 1);
                assertThat(server.counters().get(Counter.PUBLISHES_STARTED)).isEqualTo(started);
            }
        } finally {
            // nobody publishes any more, so none of them waits for its end
            done.set(true);
            for (Thread encoder : encoders) {
                encoder.join();
            }
        }
    }

    private static void soon(Callable<Boolean> condition) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(condition);
    }

    private Publication publication() {
        return server.streams().all().stream()
                .map(stream -> stream.figures().publication())
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private void insist(AtomicBoolean done) {
        while (!done.get()) {
            try (WireClient client = asking("key")) {
                if (client.nextCommand().code().equals("NetStream.Publish.Start")) {
                    client.nextCommand();
                }
            } catch (RuntimeException dropped) {
                // it comes back
            }
        }
    }
}
