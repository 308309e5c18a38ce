package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamPath;
import dev.sluice.wire.Crowd;
import dev.sluice.wire.TestServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PlayersDropTest {
    private static final int CROWD = 200;
    private static final int MAX_PER_TURN = 64;

    /** What is raised again is done once in each turn, so this sees what happens between two of them. */
    private static final class TurnWatch {
        private final TestServer server;
        private final AtomicReference<Runnable> again = new AtomicReference<>();
        private final AtomicLong seen = new AtomicLong();
        private final AtomicLong mostInATurn = new AtomicLong();

        TurnWatch(TestServer server, LiveStream stream) {
            this.server = server;
            again.set(stream.home().signal(this::onTurn));
            again.get().run();
        }

        private void onTurn() {
            long ended = server.count(Counter.PLAYS_ENDED);
            mostInATurn.accumulateAndGet(ended - seen.getAndSet(ended), Math::max);
            if (ended < CROWD) {
                again.get().run();
            }
        }
    }

    @Test
    void shouldSendAFewAwayInEachTurn() {
        try (TestServer server = TestServer.start(Map.of("server.eventLoops", "1"));
                Crowd crowd = new Crowd(server.port())) {
            crowd.join(CROWD, "key");
            await().until(() -> server.count(Counter.PLAYS_STARTED) == CROWD);
            LiveStream stream = server.inside().streams().all().iterator().next();
            var watch = new TurnWatch(server, stream);

            assertThat(server.inside().sessions().requestDropPlayers(new StreamPath("live", "key"), "enough of it"))
                    .isEqualTo(CROWD);

            await().until(() -> watch.seen.get() == CROWD);
            assertThat(watch.mostInATurn.get()).isBetween(1L, (long) MAX_PER_TURN);
            await().until(() -> server.inside().streams().all().isEmpty());
        }
    }
}
