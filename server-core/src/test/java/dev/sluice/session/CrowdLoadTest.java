package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.counter.Counter;
import dev.sluice.stream.StreamPath;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Crowd;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands at once, with figures: for a machine that has nothing else to do. Clients and server share it and this
 * process, so the bounds are wide.
 */
@Tag("load")
class CrowdLoadTest {
    private static final String KEY = "loaded";
    private static final int FRAMES = 25 * 8;
    private static final long FRAME_NANOS = 40_000_000;
    private static final int PROBES = 10;
    /** What a machine may stand still for, with all that is on it. */
    private static final int BUSY_MILLIS = 5000;

    private static final int TINY_STREAMS = 3000;
    private static final int SENT_AWAY = 5000;

    /** When each frame was sent and how long it took to each probe. */
    private static final class Latencies {
        private final long[] sentAt = new long[FRAMES];
        private final List<long[]> nanosByProbe = new ArrayList<>();

        void watch(WireClient player, List<Thread> threads) {
            long[] nanos = new long[FRAMES];
            nanosByProbe.add(nanos);
            var thread = new Thread(() -> {
                for (int i = 0; i < FRAMES; i++) {
                    WireMessage frame = player.nextMedia();
                    long now = System.nanoTime();
                    assertThat(frame.timestamp()).isEqualTo(i);
                    synchronized (sentAt) {
                        nanos[i] = now - sentAt[i];
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }

        void send(WireClient publisher, int frame) {
            synchronized (sentAt) {
                sentAt[frame] = System.nanoTime();
            }
            publisher.send(
                    frame % 25 == 0
                            ? Media.keyframe(frame, 1, frame, 40_000)
                            : Media.interFrame(frame, 1, frame, 4_000));
        }

        /** The 99th percentile, in milliseconds, of the frames from one to another at all probes. */
        double p99(int from, int to) {
            long[] all = nanosByProbe.stream()
                    .flatMapToLong(nanos -> Arrays.stream(nanos, from, to))
                    .sorted()
                    .toArray();
            assertThat(all[0]).as("every frame has come").isPositive();
            return all[all.length * 99 / 100] / 1e6;
        }
    }

    @Test
    void shouldTakeAThousandJoinsInASecondWithoutDelayingOthers() throws InterruptedException {
        try (TestServer server = TestServer.start();
                Crowd crowd = new Crowd(server.port())) {
            var latencies = new Latencies();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < PROBES; i++) {
                latencies.watch(WireClient.playing(server.port(), KEY), threads);
            }
            WireClient publisher = WireClient.publishing(server.port(), KEY);
            publisher.setChunkSize(60_000);
            var joining = new Thread(() -> joinEvenly(crowd));
            long begin = System.nanoTime();
            for (int i = 0; i < FRAMES; i++) {
                if (i == FRAMES / 2) {
                    joining.start();
                }
                LockSupport.parkNanos(begin + i * FRAME_NANOS - System.nanoTime());
                latencies.send(publisher, i);
            }
            joining.join();
            for (Thread thread : threads) {
                thread.join();
            }
            Awaitility.await("all play").until(() -> server.count(Counter.PLAYS_STARTED) == 1000 + PROBES);
            double before = latencies.p99(FRAMES / 4, FRAMES / 2);
            double during = latencies.p99(FRAMES / 2, FRAMES / 2 + 25);
            System.out.printf(
                    "p99 of live players: %.1f ms before, %.1f ms while 1000 join; %d turns of a loop over 20 ms%n",
                    before, during, server.count(Counter.LOOP_STALLS));
            assertThat(during).as("p99 in ms while joining").isLessThan(10 * before + BUSY_MILLIS);
            publisher.close();
        }
    }

    private static void joinEvenly(Crowd crowd) {
        long begin = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            LockSupport.parkNanos(begin + i * Duration.ofMillis(10).toNanos() - System.nanoTime());
            crowd.join(10, KEY);
        }
    }

    @Test
    void shouldTakeTwoThousandConnectionsInASecond() {
        try (TestServer server = TestServer.start(Map.of("limits.maxConnections", "2000"));
                Crowd crowd = new Crowd(server.port())) {
            long begin = System.nanoTime();
            crowd.join(2000, KEY);
            Awaitility.await("all play")
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> server.count(Counter.PLAYS_STARTED) == 2000);
            double seconds = (System.nanoTime() - begin) / 1e9;
            System.out.printf("2000 connections waited for their stream after %.2f s%n", seconds);
            assertThat(seconds).isLessThan(20);
            expectRefusedAtOnce(server);
        }
    }

    @Test
    void shouldSendFiveThousandPlayersAwayWithoutDelayingOthers() throws InterruptedException {
        try (TestServer server = TestServer.start(Map.of("limits.maxConnections", "6000"));
                Crowd crowd = new Crowd(server.port())) {
            crowd.join(SENT_AWAY, "crowded");
            Awaitility.await("all play").until(() -> server.count(Counter.PLAYS_STARTED) == SENT_AWAY);
            var latencies = new Latencies();
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < PROBES; i++) {
                latencies.watch(WireClient.playing(server.port(), KEY), threads);
            }
            WireClient publisher = WireClient.publishing(server.port(), KEY);
            publisher.setChunkSize(60_000);
            Sessions sessions = server.inside().sessions();
            long stalls = 0;
            long begin = System.nanoTime();
            for (int i = 0; i < FRAMES; i++) {
                if (i == FRAMES / 2) {
                    stalls = server.count(Counter.LOOP_STALLS);
                    assertThat(sessions.requestDropPlayers(new StreamPath("live", "crowded"), "enough of it"))
                            .isEqualTo(SENT_AWAY);
                }
                LockSupport.parkNanos(begin + i * FRAME_NANOS - System.nanoTime());
                latencies.send(publisher, i);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            Awaitility.await("all are gone").until(() -> server.count(Counter.PLAYS_ENDED) == SENT_AWAY);
            double before = latencies.p99(FRAMES / 4, FRAMES / 2);
            double during = latencies.p99(FRAMES / 2, FRAMES / 2 + 25);
            System.out.printf(
                    "p99 of live players: %.1f ms before, %.1f ms while 5000 are sent away; %d turns of a loop over 20 ms%n",
                    before, during, server.count(Counter.LOOP_STALLS) - stalls);
            assertThat(during).as("p99 in ms while they go").isLessThan(10 * before + BUSY_MILLIS);
            publisher.close();
        }
    }

    @Test
    void shouldRelayThreeThousandTinyAudioStreams() {
        try (TestServer server =
                        TestServer.start(Map.of("limits.maxConnections", "4000", "limits.directMemory", "512MiB"));
                Crowd publishers = new Crowd(server.port())) {
            publishers.publish(TINY_STREAMS, KEY);
            Awaitility.await("all publish").until(() -> server.count(Counter.PUBLISHES_STARTED) == TINY_STREAMS);
            var players = new ArrayList<WireClient>();
            for (int i = 0; i < TINY_STREAMS; i += TINY_STREAMS / 50) {
                players.add(WireClient.playing(server.port(), KEY + i));
            }
            List<Frame> frames = Clip.audio(1, 1);
            long begin = System.nanoTime();
            for (Frame frame : frames) {
                publishers.clients().forEach(publisher -> publisher.send(frame));
            }
            players.forEach(player -> ScriptedMedia.expectAt(player, frames));
            Awaitility.await("all is taken")
                    .until(() -> server.count(Counter.MESSAGES_IN) == (long) TINY_STREAMS * frames.size());
            System.out.printf(
                    "%d audio streams of 1 s relayed in %.2f s; their logs take %d KiB each%n",
                    TINY_STREAMS, (System.nanoTime() - begin) / 1e9, server.logBytes() / TINY_STREAMS / 1024);
            assertThat(server.count(Counter.POOL_SPENT)).isZero();
            assertThat(server.count(Counter.PUBLISHES_ENDED)).isZero();
            players.forEach(WireClient::close);
        }
    }

    private static void expectRefusedAtOnce(TestServer server) {
        try (WireClient refused = WireClient.connectTo(server.port())) {
            assertThat(refused.readToEnd()).isEmpty();
        } catch (UncheckedIOException reset) {
            // refused as well
        }
        assertThat(server.count(Counter.CONNECTIONS_REFUSED_LIMIT)).isEqualTo(1);
    }
}
