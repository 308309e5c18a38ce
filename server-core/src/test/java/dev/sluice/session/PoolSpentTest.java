package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.Probe;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens, in which order, when the memory for the logs of all streams comes to its end. */
class PoolSpentTest {
    private static final long POOL_BYTES = 4 << 20;

    private final TestServer server = TestServer.start(Map.of(
            "limits.directMemory", "4MiB",
            "applications.live.play.maxLag", "1h",
            "applications.live.play.stallTimeout", "1h",
            "applications.live.play.sendBuffer", "16KiB",
            "applications.live.publish.resumeGrace", "0"));
    private final List<WireClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        Awaitility.await("all memory is back").until(() -> server.logBytes() == 0);
        server.close();
    }

    private WireClient keep(WireClient client) {
        clients.add(client);
        return client;
    }

    private WireClient publisher(String key) {
        WireClient client = keep(WireClient.publishing(server.port(), key));
        client.setChunkSize(60_000);
        return client;
    }

    /** Several at a time, so that none has the pool to itself. */
    @Test
    void shouldForceLaggardsOnBeforeAnybodyElseSuffers() {
        List<Frame> frames = Clip.video(1, 12);
        List<String> keys = List.of("first", "second", "third");
        List<Probe> probes =
                keys.stream().map(key -> new Probe(server.port(), key, frames)).toList();
        for (String key : List.of("first", "second")) {
            keep(WireClient.playingWithSmallBuffer(server.port(), key));
            keep(WireClient.playingWithSmallBuffer(server.port(), key));
        }
        List<WireClient> publishers = keys.stream().map(this::publisher).toList();
        for (int sent = 0; sent < frames.size(); sent += 10) {
            for (int i = 0; i < keys.size(); i++) {
                Probe.publish(
                        publishers.get(i), frames, sent, Math.min(sent + 10, frames.size()), probes.subList(i, i + 1));
            }
        }
        probes.forEach(Probe::expectAll);
        probes.forEach(Probe::close);
        publishers.forEach(WireClient::sync);
        assertThat(server.count(Counter.PLAYER_SKIPS) + server.count(Counter.PLAYERS_LAGGED_OUT))
                .as("players forced on")
                .isPositive();
        assertThat(server.count(Counter.POOL_SPENT)).isZero();
        assertThat(server.logBytes()).isLessThan(POOL_BYTES);
    }

    /** Each publisher has a smallest segment at least, so that enough of them leave nothing to shed. */
    @Test
    void shouldRefuseNewPublishersThenDropTheOneThatNeedsMore() {
        Frame small = Media.aac(0, 1, 0, 100);
        WireClient refused;
        while (true) {
            WireClient candidate = keep(WireClient.connected(server.port()));
            candidate.createStream();
            candidate.command(1, "publish", null, "stream-" + clients.size(), "live");
            WireMessage status = candidate.nextCommand();
            if (!status.code().equals("NetStream.Publish.Start")) {
                assertThat(status.code()).isEqualTo("NetStream.Publish.Denied");
                assertThat(status.info().get("description")).isEqualTo("The server is out of memory.");
                refused = candidate;
                break;
            }
            candidate.send(small);
        }
        refused.expectClosed();
        assertThat(server.logBytes()).isBetween(POOL_BYTES / 10 * 8, POOL_BYTES);

        WireClient greedy = clients.get(0);
        List<WireClient> others = clients.subList(1, clients.size() - 1);
        greedy.setChunkSize(1 << 20);
        greedy.send(Media.aac(1, 1, 1, 1 << 20));
        greedy.expectStatus("NetStream.Publish.Denied");
        greedy.expectClosed();
        assertThat(server.count(Counter.POOL_SPENT)).isEqualTo(2);
        Stream.of(others.get(0), others.get(others.size() - 1)).forEach(publisher -> {
            publisher.send(small);
            publisher.sync();
        });
        Awaitility.await("one publisher has gone").until(() -> server.count(Counter.PUBLISHES_ENDED) == 1);
    }
}
