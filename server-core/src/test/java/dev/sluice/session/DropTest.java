package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.AuthorizedServer;
import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that somebody else ends. */
class DropTest {
    private final RecordedEvents events = new RecordedEvents();
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
        server.close();
    }

    private CompletionStage<Decision> decide(AccessRequest request) {
        CompletableFuture<Decision> answer = new CompletableFuture<>();
        if (request.action() == Action.CONNECT || !request.stream().equals("asked")) {
            answer.complete(Decision.allow());
        } else {
            pending.add(answer);
        }
        return answer;
    }

    private void drop(Type type) {
        long connection = events.await1(type)
                .connection()
                .map(ConnectionInfo::connectionId)
                .orElseThrow();
        assertThat(server.sessions().requestDrop(connection, "enough of it")).isTrue();
    }

    private static void expectDropped(WireClient client, String code) {
        WireMessage status = client.expectStatus(code);
        assertThat(status.info().get("description")).isEqualTo("enough of it");
        assertThat(status.info().get("level")).isEqualTo("error");
        assertThat(client.expectClosed()).isEmpty();
    }

    /** Its players stay for the next one, as if its connection had broken. */
    @Test
    void shouldDropAPublisherAndKeepItsPlayers() {
        try (WireClient publisher = WireClient.publishing(server.port(), "key");
                WireClient player = WireClient.playing(server.port(), "key")) {
            player.sync();
            var first = new ScriptedMedia(1, 0).headersAnd(2);
            publisher.send(first);
            ScriptedMedia.expectAt(player, first);
            drop(Type.PUBLISH_STARTED);
            expectDropped(publisher, "NetStream.Publish.Denied");
            assertThat(events.await1(Type.PUBLISH_STOPPED).reason()).isEqualTo("enough of it");
            try (WireClient next = WireClient.publishing(server.port(), "key")) {
                var second = new ScriptedMedia(2, 100).headersAnd(2);
                next.send(second);
                ScriptedMedia.expectAt(player, second);
            }
        }
    }

    @Test
    void shouldDropAPlayer() {
        try (WireClient player = WireClient.playing(server.port(), "key")) {
            drop(Type.PLAY_STARTED);
            expectDropped(player, "NetStream.Play.Failed");
        }
    }

    @Test
    void shouldDropWhoWaitsForADecision() {
        try (WireClient client = WireClient.connected(server.port())) {
            client.createStream();
            client.command(1, "publish", null, "asked", "live");
            await().until(() -> pending.size() == 1);
            drop(Type.CONNECTION_OPENED);
            assertThat(client.expectClosed()).isEmpty();
            pending.remove().complete(Decision.allow());
        }
        await().until(() -> server.sessions().count() == 0);
        assertThat(events.of(Type.PUBLISH_STARTED)).isEmpty();
        assertThat(server.streams().all()).isEmpty();
    }

    @Test
    void shouldPassOverWhoIsGone() {
        assertThat(server.sessions().requestDrop(4711, "nobody")).isFalse();
        assertThat(server.counters().get(Counter.LOOP_ERRORS)).isZero();
    }
}
