package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.Viewing;
import dev.sluice.wire.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * RI-108, hostile cases 71 and 72: a player that never reads, one that reads a byte now and then, and one that stops and
 * goes on, beside healthy ones. Time runs faster here than on the air, and the bounds are smaller to match.
 */
class SlowPlayerTest {
    private static final String KEY = "watched";
    private static final int PROBES = 50;
    private static final long WINDOW_BYTES = 4 << 20;
    private static final int LARGEST_SEGMENT_BYTES = 256 << 10;
    private static final int STUCK = 3;
    /** A good deal less than a window of them. */
    private static final int STEP_FRAMES = 200;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final List<Probe> probes = new ArrayList<>();
    private List<Frame> frames;
    private TestServer server;
    private WireClient publisher;
    private WireClient never;
    private WireClient dripping;
    private WireClient stopped;
    private volatile boolean done;
    private int sent;
    private long mostLogBytes;

    @AfterEach
    void close() throws Exception {
        done = true;
        for (AutoCloseable client : opened) {
            client.close();
        }
        Awaitility.await("all memory is back").until(() -> server.logBytes() == 0);
        server.close();
    }

    private void start(List<Frame> published, String... keysAndValues) {
        frames = published;
        var settings = new LinkedHashMap<>(Map.of(
                "limits.maxMessageSize", "64KiB",
                "applications.live.windowBytes", "4MiB",
                "applications.live.play.maxLagBytes", "512KiB",
                "applications.live.play.sendBuffer", "4KiB",
                "applications.live.play.stallTimeout", "1h",
                "applications.live.play.maxFlushDelay", "5ms",
                "applications.live.publish.resumeGrace", "0"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put("applications.live.play." + keysAndValues[i], keysAndValues[i + 1]);
        }
        server = TestServer.start(settings);
        for (int i = 0; i < PROBES; i++) {
            probes.add(keep(new Probe(server.port(), KEY, frames)));
        }
        never = keep(WireClient.playingWithSmallBuffer(server.port(), KEY));
        dripping = keep(WireClient.playingWithSmallBuffer(server.port(), KEY));
        stopped = keep(WireClient.playingWithSmallBuffer(server.port(), KEY));
        var drip = new Thread(this::drip, "dripping player");
        drip.setDaemon(true);
        drip.start();
        publisher = keep(WireClient.publishing(server.port(), KEY));
        publisher.setChunkSize(60_000);
    }

    private <T extends AutoCloseable> T keep(T client) {
        opened.add(client);
        return client;
    }

    private void drip() {
        try {
            while (!done) {
                dripping.read(1);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
        } catch (RuntimeException closed) {
            // by the server or at the end of the test
        }
    }

    /** Publishes up to that frame; the healthy players get all of it. */
    private void publishTo(int end) {
        while (sent < end) {
            int next = Math.min(sent + 10, end);
            Probe.publish(publisher, frames, sent, next, probes);
            sent = next;
            mostLogBytes = Math.max(mostLogBytes, server.logBytes());
        }
        probes.forEach(probe -> probe.expect(end));
    }

    private void publishAll() {
        publishTo(frames.size());
    }

    private void expectAtRest() {
        probes.forEach(Probe::expectAll);
        assertThat(mostLogBytes).as("bytes of the log").isLessThan(WINDOW_BYTES + 2 * LARGEST_SEGMENT_BYTES);
        assertThat(server.count(Counter.PUBLISHES_ENDED)).isZero();
        assertThat(server.count(Counter.LOOP_ERRORS)).isZero();
    }

    private void awaitCount(Counter counter, long count) {
        Awaitility.await(counter.label()).until(() -> server.count(counter) == count);
    }

    /** 2 Mbit/s for 24 s: the lag in bytes counts. */
    @Test
    void shouldSkipToAKeyframeOrPartFromWhoeverNeverFinishesItsMessage() throws Exception {
        start(Clip.video(1, 24), "onLag", "skip", "maxLag", "1h");
        publishTo(frames.size() / 4);
        var viewing = new Viewing(frames);
        viewing.watchUntilJump(stopped);
        var goesOn = CompletableFuture.runAsync(
                () -> viewing.watchToEnd(stopped), task -> new Thread(task, "player that goes on").start());
        while (sent < frames.size()) {
            int seen = viewing.reached();
            publishTo(Math.min(sent + STEP_FRAMES, frames.size()));
            // else it would be one of those that never finish a message
            Awaitility.await("it goes on").until(() -> goesOn.isDone() || viewing.reached() > seen);
        }
        goesOn.get(1, TimeUnit.MINUTES);
        never.expectClosed();
        awaitCount(Counter.PLAYERS_LAGGED_OUT, 2);
        assertThat(server.count(Counter.PLAYER_SKIPS)).isPositive();
        expectAtRest();
    }

    @Test
    void shouldDisconnectInsteadIfToldSo() {
        start(Clip.video(1, 10), "onLag", "disconnect", "maxLag", "1h");
        publishAll();
        awaitCount(Counter.PLAYERS_LAGGED_OUT, STUCK);
        never.expectClosed();
        stopped.expectClosed();
        assertThat(server.count(Counter.PLAYER_SKIPS)).isZero();
        expectAtRest();
    }

    /** At 64 kbit/s a player is late long before it is many bytes behind. */
    @Test
    void shouldMeasureTheLagOfASmallStreamInTime() {
        start(Clip.audio(1, 30), "onLag", "disconnect", "maxLag", "500ms");
        publishTo(frames.size() / 2);
        Awaitility.await("too late").pollInterval(Duration.ofMillis(50)).until(() -> {
            publishTo(sent + 10);
            return server.count(Counter.PLAYERS_LAGGED_OUT) == STUCK;
        });
        publishAll();
        expectAtRest();
    }

    @Test
    void shouldResetAPlayerThatTakesNothing() {
        start(Clip.video(1, 2), "stallTimeout", "2s");
        publishAll();
        awaitCount(Counter.PLAYERS_STALLED, STUCK);
        never.expectClosed();
        assertThat(server.count(Counter.PLAYER_SKIPS)).isZero();
        expectAtRest();
    }
}
