package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Crowd;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.Viewing;
import dev.sluice.wire.WireClient;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Many players join a running stream at the same moment. */
class JoinStormTest {
    private static final int PLAYERS = 300;
    private static final String KEY = "crowded";

    @Test
    void shouldServeACrowdAndLoseNothingAtThosePresent() {
        List<Frame> frames = Clip.video(1, 4);
        int middle = frames.size() / 2;
        try (TestServer server = TestServer.start();
                Crowd crowd = new Crowd(server.port())) {
            var probes = new ArrayList<Probe>();
            for (int i = 0; i < 10; i++) {
                probes.add(new Probe(server.port(), KEY, frames));
            }
            WireClient publisher = WireClient.publishing(server.port(), KEY);
            publisher.setChunkSize(60_000);
            Probe.publish(publisher, frames, 0, middle, probes);
            crowd.join(PLAYERS, KEY);
            Probe.publish(publisher, frames, middle, frames.size(), probes);
            probes.forEach(Probe::expectAll);
            Awaitility.await("all play").until(() -> server.count(Counter.PLAYS_STARTED) == PLAYERS + probes.size());

            for (WireClient player : crowd.clients()) {
                player.readHandshakeAnswer();
                var viewing = new Viewing(frames);
                viewing.watchToEnd(player);
                assertThat(viewing.jumps()).as("left out after the join").isLessThanOrEqualTo(1);
            }
            assertThat(server.count(Counter.PLAYER_SKIPS)).isZero();
            assertThat(server.count(Counter.POOL_SPENT)).isZero();
            probes.forEach(Probe::close);
            publisher.close();
        }
    }
}
