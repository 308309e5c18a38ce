package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Clip;
import dev.sluice.wire.Crowd;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Probe;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands that come and go while somebody looks at everything. */
class ChurnTest {
    private static final int WAVES = 50;
    /** Two descriptors each, and a process may have no more than 1024. */
    private static final int PLAYERS_A_WAVE = 150;

    private static final int PUBLISHERS_A_WAVE = 50;
    private static final int MAX_CONNECTION_BEANS = 120;
    private static final int MAX_STREAM_BEANS = 30;

    @TempDir
    private Path folder;

    private ManagedServer managed;

    @BeforeEach
    void start() throws Exception {
        await().until(() -> managementThreads() == 0);
        managed = new ManagedServer(folder);
        managed.server()
                .with("management.maxConnectionBeans", String.valueOf(MAX_CONNECTION_BEANS))
                .with("management.maxStreamBeans", String.valueOf(MAX_STREAM_BEANS));
        managed.start();
    }

    @AfterEach
    void close() throws Exception {
        managed.close();
    }

    private static long managementThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(ManagementThread.NAME))
                .count();
    }

    /** Reads every attribute of every bean over and over, and notes what it must not meet. */
    private static final class Reader implements Runnable {
        private final MBeanServerConnection connection;
        private final AtomicInteger rounds = new AtomicInteger();
        private final AtomicInteger mostConnections = new AtomicInteger();
        private final AtomicInteger mostStreams = new AtomicInteger();
        private final AtomicReference<Throwable> failure = new AtomicReference<>();
        private volatile boolean done;

        Reader(MBeanServerConnection connection) {
            this.connection = connection;
        }

        @Override
        public void run() {
            try {
                while (!done) {
                    Set<ObjectName> names = connection.queryNames(new ObjectName("dev.sluice:*"), null);
                    note(mostConnections, names, "Connection");
                    note(mostStreams, names, "Stream");
                    for (ObjectName name : names) {
                        readAll(name);
                    }
                    rounds.incrementAndGet();
                }
            } catch (JMException | IOException | RuntimeException | Error unexpected) {
                failure.set(unexpected);
            }
        }

        /** Or never will. */
        boolean hasMetMany() {
            return mostConnections.get() > 2 && mostStreams.get() > 1 || failure.get() != null;
        }

        private static void note(AtomicInteger most, Set<ObjectName> names, String type) {
            int count = (int) names.stream()
                    .filter(name -> type.equals(name.getKeyProperty("type")))
                    .count();
            most.accumulateAndGet(count, Math::max);
        }

        private void readAll(ObjectName name) throws JMException, IOException {
            try {
                for (MBeanAttributeInfo attribute :
                        connection.getMBeanInfo(name).getAttributes()) {
                    connection.getAttribute(name, attribute.getName());
                }
            } catch (InstanceNotFoundException gone) {
                // it went in between, which is what this is about
                assertThat(name.getKeyProperty("type")).isIn("Connection", "Stream");
            }
        }
    }

    @Test
    void shouldFollowTenThousandConnectionsWithoutALeak() throws Exception {
        Set<ObjectName> before = managed.names();
        int beansBefore = managed.beans().getMBeanCount();
        Reader reader = new Reader(managed.connection());
        Thread reading = new Thread(reader, "reader");
        List<Frame> frames = Clip.video(1, 4);
        try (WireClient publisher = WireClient.publishing(managed.port(), "watched");
                Probe probe = new Probe(managed.port(), "watched", frames)) {
            publisher.setChunkSize(60_000);
            reading.start();
            for (int wave = 0; wave < WAVES; wave++) {
                int from = wave * frames.size() / WAVES;
                Probe.publish(publisher, frames, from, (wave + 1) * frames.size() / WAVES, List.of(probe));
                comeAndGo(wave, reader);
            }
            probe.expectAll();
            assertThat(managementThreads()).isEqualTo(1);
            await().until(() -> managed.names("Connection").size() == 2);
            await().until(() -> managed.names("Stream").size() == 1);
        }
        await().until(() -> managed.names().equals(before));
        await().until(() -> reader.rounds.get() > 1 || reader.failure.get() != null);
        reader.done = true;
        reading.join();
        assertThat(reader.failure.get()).isNull();
        assertThat(reader.mostConnections.get()).isBetween(3, MAX_CONNECTION_BEANS);
        assertThat(reader.mostStreams.get()).isBetween(2, MAX_STREAM_BEANS);
        assertThat(managed.beans().getMBeanCount()).isEqualTo(beansBefore);
        var counters = managed.server().inside().counters();
        await().untilAsserted(() -> assertThat(counters.get(Counter.CONNECTIONS_CLOSED))
                .isEqualTo(WAVES * (PLAYERS_A_WAVE + PUBLISHERS_A_WAVE) + 2));
    }

    private void comeAndGo(int wave, Reader reader) throws IOException {
        var counters = managed.server().inside().counters();
        long published = counters.get(Counter.PUBLISHES_STARTED) + PUBLISHERS_A_WAVE;
        long played = counters.get(Counter.PLAYS_STARTED) + PLAYERS_A_WAVE;
        try (Crowd crowd = new Crowd(managed.port())) {
            crowd.publish(PUBLISHERS_A_WAVE, "wave" + wave + "-");
            crowd.join(PLAYERS_A_WAVE, "wave" + wave + "-0");
            await().until(() -> counters.get(Counter.PUBLISHES_STARTED) == published
                    && counters.get(Counter.PLAYS_STARTED) == played);
            if (wave % 10 == 0) {
                expectAllToBeFound();
            }
            if (wave == WAVES - 1) {
                await().until(reader::hasMetMany);
            }
        }
    }

    /** Those without a bean, too. */
    private void expectAllToBeFound() throws IOException {
        ConnectionsMXBean connections = managed.connections();
        Set<Long> seen = new HashSet<>();
        long after = 0;
        for (List<ConnectionRow> page = connections.page(after, 77);
                !page.isEmpty();
                page = connections.page(after, 77)) {
            for (ConnectionRow row : page) {
                assertThat(row.getId()).isGreaterThan(after);
                after = row.getId();
                seen.add(after);
            }
        }
        // the wave before may still be going
        assertThat(seen).hasSizeGreaterThanOrEqualTo(PLAYERS_A_WAVE + PUBLISHERS_A_WAVE + 2);
        assertThat(connections.describe(after).getId()).isEqualTo(after);
        assertThat(managed.streams().getStreams()).hasSizeGreaterThanOrEqualTo(PUBLISHERS_A_WAVE + 1);
    }

    @Test
    void shouldLeaveNothingBehindWhenClosed() throws Exception {
        try (Crowd crowd = new Crowd(managed.port())) {
            crowd.publish(20, "key");
            await().until(() -> managed.names("Stream").size() == 20
                    && managed.names("Connection").size() == 20);
            managed.management().close();
            assertThat(managed.names()).isEmpty();
            crowd.publish(20, "other");
            var counters = managed.server().inside().counters();
            await().until(() -> counters.get(Counter.PUBLISHES_STARTED) == 40);
        }
        await().until(() -> managementThreads() == 0);
        assertThat(managed.names()).isEmpty();
    }
}
