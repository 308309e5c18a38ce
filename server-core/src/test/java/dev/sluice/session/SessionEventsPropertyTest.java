package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.AuthorizedServer;
import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.wire.Amf;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients that do at random what clients do, and worse: what starts stops once, in order, and nothing is left. */
class SessionEventsPropertyTest {
    private static final int SEEDS = 40;
    private static final int STEPS = 80;
    private static final int CLIENTS = 5;

    @Test
    void shouldPairWhatStartsWithWhatStops() throws Exception {
        Map<Type, Integer> told = new EnumMap<>(Type.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            RecordedEvents events = new RecordedEvents();
            try {
                new Life(seed, events).live();
            } catch (RuntimeException | AssertionError failure) {
                throw new AssertionError("seed " + seed + ": " + failure, failure);
            }
            events.types().forEach(type -> told.merge(type, 1, Integer::sum));
        }
        assertThat(told)
                .containsKeys(
                        Type.CONNECTION_OPENED,
                        Type.CONNECTION_REJECTED,
                        Type.PUBLISH_STARTED,
                        Type.PUBLISH_REJECTED,
                        Type.PLAY_STARTED,
                        Type.PLAY_REJECTED,
                        Type.PROTOCOL_ERROR);
    }

    private static final class Life {
        private final Random random;
        private final Random decisions;
        private final RecordedEvents events;
        private final List<WireClient> clients = new ArrayList<>();
        private AuthorizedServer server;

        Life(long seed, RecordedEvents events) {
            this.random = new Random(seed);
            this.decisions = new Random(seed);
            this.events = events;
        }

        void live() throws Exception {
            String grace = random.nextBoolean() ? "0s" : "50ms";
            String stale = random.nextBoolean() ? "10ms" : "1h";
            server = new AuthorizedServer(
                    this::decide,
                    events,
                    Map.of(
                            "applications.live.publish.resumeGrace", grace,
                            "applications.live.publish.staleAfter", stale,
                            "applications.live.play.whenMissing", random.nextBoolean() ? "reject" : "wait"));
            try {
                for (int step = 0; step < STEPS; step++) {
                    act();
                }
                if (random.nextBoolean()) {
                    server.sessions().requestShutdown();
                }
                clients.forEach(this::leave);
                soon("all sessions are over", () -> server.sessions().count() == 0);
                soon("all streams are over", () -> server.streams().all().isEmpty());
                soon("the log is given back", () -> server.logBytes() == 0);
                events.assertPaired();
                assertThat(server.counters().get(Counter.LOOP_ERRORS)).isZero();
            } finally {
                server.close();
            }
        }

        /** There are too many lives to pause longer. */
        private static void soon(String what, Callable<Boolean> condition) {
            await(what)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(condition);
        }

        private synchronized CompletionStage<Decision> decide(AccessRequest request) {
            int dice = decisions.nextInt(20);
            Decision decision = dice == 0
                    ? Decision.deny("not you")
                    : dice < 3 ? Decision.allowAs(dice == 1 ? "other" : "../no") : Decision.allow();
            if (decisions.nextInt(3) > 0) {
                return CompletableFuture.completedFuture(decision);
            }
            Executor later = CompletableFuture.delayedExecutor(decisions.nextInt(4_000), TimeUnit.MICROSECONDS);
            return CompletableFuture.supplyAsync(() -> decision, later);
        }

        private void act() {
            if (clients.size() < CLIENTS) {
                begin();
                return;
            }
            WireClient client = clients.get(random.nextInt(clients.size()));
            try {
                act(client, random.nextInt(60));
            } catch (UncheckedIOException gone) {
                clients.remove(client);
                client.close();
            }
        }

        private void begin() {
            WireClient client = WireClient.connectTo(server.port());
            clients.add(client);
            client.handshake();
            String app = random.nextInt(8) == 0 ? "nowhere" : "live?secret=1";
            client.command(0, "connect", Amf.object("app", app, "tcUrl", "rtmp://h/" + app));
            for (int streams = random.nextInt(3); streams >= 0; streams--) {
                client.command(0, "createStream", (Object) null);
            }
        }

        private void act(WireClient client, int dice) {
            int stream = 1 + random.nextInt(3);
            String key = "key" + random.nextInt(3) + "?token=" + dice;
            if (dice < 14) {
                client.command(stream, "publish", null, key, "live");
            } else if (dice < 26) {
                client.command(stream, "play", null, key, -2000.0);
            } else if (dice < 38) {
                client.sendOn(stream, new ScriptedMedia(1, 0).headersAnd(1 + random.nextInt(4)));
            } else if (dice < 42) {
                client.command(0, "deleteStream", null, (double) stream);
            } else if (dice < 46) {
                client.command(stream, "closeStream", (Object) null);
            } else if (dice < 48) {
                client.command(0, "FCUnpublish", null, key);
            } else if (dice < 50) {
                client.command(stream, "pause", null, random.nextBoolean(), 0.0);
            } else if (dice < 52) {
                client.command(0, "createStream", (Object) null);
            } else if (dice == 52) {
                client.command(stream, "publish", null, "../key", "live");
            } else if (dice == 53) {
                client.command(stream, "play", null, "", -2000.0);
            } else if (dice == 54) {
                client.send(new byte[] {(byte) 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
            } else if (dice == 55) {
                server.sessions().requestDrop(1 + random.nextInt(20), "dropped");
            } else {
                clients.remove(client);
                leave(client);
            }
        }

        private void leave(WireClient client) {
            try (client) {
                switch (random.nextInt(3)) {
                    case 0 -> client.abort();
                    case 1 -> client.halfClose();
                    default -> {
                        // closed by the try
                    }
                }
            } catch (IOException alreadyGone) {
                // as was to be
            }
        }
    }
}
