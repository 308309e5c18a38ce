package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.TreeMap;
import javax.management.Attribute;
import javax.management.JMX;
import javax.management.MBeanAttributeInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server and its loops, seen by a JMX client. */
class ServerBeanTest {
    @TempDir
    private Path folder;

    private ManagedServer managed;
    private ServerMXBean server;

    @BeforeEach
    void start() throws Exception {
        managed = new ManagedServer(folder);
        managed.server().with("server.eventLoops", "2").with("limits.maxConnections", "123");
        managed.start();
        server = managed.serverBean();
    }

    @AfterEach
    void close() throws Exception {
        managed.close();
    }

    private EventLoopMXBean loop(int index) throws Exception {
        return JMX.newMXBeanProxy(managed.connection(), Names.of("EventLoop", index), EventLoopMXBean.class);
    }

    @Test
    void shouldShowWhatItIs() {
        assertThat(server.getVersion()).isEqualTo("9.8.7");
        assertThat(server.getListeners()).containsExactly("0.0.0.0:1935", "[::]:1936");
        assertThat(server.getStartedAt()).hasTime(managed.control().startedAtMillis());
        assertThat(server.getUptimeMillis()).isEqualTo(3_600_000);
        assertThat(server.getMaxConnections()).isEqualTo(123);
        assertThat(server.getMaxLogBytes()).isGreaterThan(1 << 20);
        assertThat(server.getLogLevel()).isEqualTo("INFO");
    }

    @Test
    void shouldCountConnectionsPublishersAndPlayers() throws Exception {
        try (WireClient publisher = WireClient.publishing(managed.port(), "one");
                WireClient player = WireClient.playing(managed.port(), "one");
                WireClient waiting = WireClient.playing(managed.port(), "two")) {
            publisher.send(new ScriptedMedia(1, 0).headersAnd(5));
            publisher.sync();
            player.sync();
            waiting.sync();
            assertThat(server.getConnections()).isEqualTo(3);
            assertThat(server.getPublishers()).isEqualTo(1);
            assertThat(server.getPlayers()).isEqualTo(2);
            assertThat(server.getStreams()).isEqualTo(2);
            assertThat(server.getLogBytes()).isPositive().isLessThan(server.getMaxLogBytes());
            assertThat(loop(0).getConnections() + loop(1).getConnections()).isEqualTo(3);
        }
        await().until(() -> server.getConnections() == 0 && server.getStreams() == 0);
        await().until(() -> loop(0).getConnections() + loop(1).getConnections() == 0);
    }

    @Test
    void shouldShowEveryCounterAsItIs() throws Exception {
        try (WireClient publisher = WireClient.publishing(managed.port(), "one")) {
            publisher.send(new ScriptedMedia(1, 0).headersAnd(5));
            publisher.sync();
            String[] names = Arrays.stream(managed.connection()
                            .getMBeanInfo(ManagedServer.SERVER)
                            .getAttributes())
                    .map(MBeanAttributeInfo::getName)
                    .toArray(String[]::new);
            Counters counters = managed.server().inside().counters();
            var before = new EnumMap<Counter, Long>(Counter.class);
            for (Counter counter : Counter.values()) {
                before.put(counter, counters.get(counter));
            }
            var read = new TreeMap<String, Object>();
            for (Attribute attribute : managed.connection()
                    .getAttributes(ManagedServer.SERVER, names)
                    .asList()) {
                read.put(attribute.getName(), attribute.getValue());
            }
            assertThat(read).hasSize(names.length);
            for (Counter counter : Counter.values()) {
                // the pool allocates in the background
                assertThat((Long) read.get(CountingBean.attributeOf(counter)))
                        .as("%s", counter)
                        .isBetween(before.get(counter), counters.get(counter));
            }
            assertThat(read).containsEntry("PublishesStarted", 1L).containsEntry("MessagesIn", 18L);
        }
    }

    @Test
    void shouldShowWhatFlowsPerSecond() throws Exception {
        try (WireClient publisher = WireClient.publishing(managed.port(), "one");
                WireClient player = WireClient.playing(managed.port(), "one")) {
            var media = new ScriptedMedia(1, 0);
            publisher.send(media.headers());
            await().until(() -> {
                publisher.send(media.frames(10));
                player.sync();
                return server.getBitsPerSecondIn() > 0 && server.getBitsPerSecondOut() > 0;
            });
            assertThat(server.getRateWindowMillis()).isBetween(500L, 60_000L);
            assertThat(server.getBytesIn()).isPositive();
            assertThat(server.getBytesOut()).isPositive();
            for (int i = 0; i < 2; i++) {
                EventLoopMXBean loop = loop(i);
                assertThat(loop.getId()).isEqualTo(i);
                await().until(() -> {
                    visitEachLoop();
                    return loop.getTurnsPerSecond() > 0;
                });
                assertThat(loop.getBusyPercent()).isBetween(0.0, 100.0);
                assertThat(loop.getLongestTurnMillis()).isPositive();
                assertThat(loop.getStalls()).isNotNegative();
                assertThat(loop.getBacklog()).isNotNegative();
                assertThat(loop.getWaitingBytes()).isNotNegative();
            }
            await().until(() -> {
                // much: it is told in tenths of a percent
                publisher.send(media.frames(500));
                player.sync();
                return loop(0).getBusyPercent() + loop(1).getBusyPercent() > 0;
            });
        }
        await().until(() -> server.getBitsPerSecondIn() == 0);
    }

    /** The loops take turns in taking connections; one on which nobody lives does nothing. */
    private void visitEachLoop() throws IOException {
        for (int i = 0; i < 2; i++) {
            new Socket(InetAddress.getLoopbackAddress(), managed.port()).close();
        }
    }

    @Test
    void shouldDoWhatIsAskedFor() throws Exception {
        assertThat(server.effectiveConfiguration()).isEqualTo("limits: {}\n");
        ConfigurationRow reloaded = server.reload();
        assertThat(reloaded.getChanged()).containsExactly("limits.maxConnections");
        assertThat(reloaded.getNeedingRestart()).containsExactly("listeners");
        assertThat(reloaded.getRefused()).containsExactly("plugin picky: no");
        assertThat(server.change(" limits.maxConnections ", "7").getChanged()).containsExactly("limits.maxConnections");
        server.setLogLevel("DEBUG");
        assertThat(server.getLogLevel()).isEqualTo("DEBUG");
        managed.connection().setAttribute(ManagedServer.SERVER, new Attribute("LogLevel", "WARN"));
        assertThat(server.getLogLevel()).isEqualTo("WARN");
        server.changeLogLevel("dev.sluice.session", "TRACE");
        assertThat(managed.control().logLevel("dev.sluice.session")).isEqualTo("TRACE");
        server.stop();
        assertThat(managed.control().told).containsExactly("reload", "change limits.maxConnections=7", "stop");
    }

    @Test
    void shouldRefuseWithTheReason() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.change(" ", "7"))
                .withMessage("key: nothing was given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.change("limits.maxConnections", null))
                .withMessage("value: nothing was given");
        assertThatIllegalStateException()
                .isThrownBy(() -> server.change("bad.key", "bad"))
                .withMessage("bad.key: expected something, got 'bad'");
        assertThatIllegalStateException()
                .isThrownBy(server::reload)
                .withMessage("sluice.yml:1: first fault\nsluice.yml:2: second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.changeLogLevel("", "INFO"))
                .withMessage("logger: nothing was given");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.setLogLevel("LOUD"))
                .withMessage("level: there is no level LOUD");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.setLogLevel(null))
                .withMessage("level: nothing was given");
        assertThat(managed.control().told).isEqualTo(List.of("change bad.key=bad", "reload"));
    }
}
