package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerEvent.Type;
import dev.sluice.plugin.Limits.Limit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What plugins are told. */
class PluginEventsTest {
    /** Tells by dropping connections, numbered as the events came. */
    private static final String EAR = """
            private final AtomicLong count = new AtomicLong();
            public void start() {
              context().registerListener(event -> context().drop(count.incrementAndGet(),
                  (event.replayed() ? "replayed " : "") + event.type() + " "
                  + event.details().getOrDefault("plugin", "") + " " + event.details().getOrDefault("state", "")
                  + event.statistics().map(now -> "players " + now.players()).orElse("")));
            }
            """;

    @TempDir
    private Path folder;

    private HostBench bench;
    private PluginHost host;

    @BeforeEach
    void start() throws Exception {
        bench = new HostBench(folder);
        PluginJar.of("ear").plugin(EAR).into(bench.plugins());
        host = bench.limits(Limits.patient().with(Limit.STATISTICS, Duration.ofMillis(100)))
                .start();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private List<String> told(String part) {
        return bench.dropped.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .filter(line -> line.contains(part))
                .toList();
    }

    @Test
    void shouldTellStatesOfPlugins() throws Exception {
        host.install(PluginJar.of("other").listener("").into(folder.resolve("upload")));
        host.stop("other");

        await().untilAsserted(() -> assertThat(told("PLUGIN_STATE other"))
                .containsExactly("PLUGIN_STATE other STARTED", "PLUGIN_STATE other STOPPED"));
    }

    @Test
    void shouldTellStatisticsAgainAndAgain() {
        await().untilAsserted(() -> assertThat(told("STATISTICS")).hasSizeGreaterThan(2));
        assertThat(told("STATISTICS").get(0)).endsWith("players 7");
    }

    @Test
    void shouldTellStateToRestartedListener() throws Exception {
        bench.tell(Type.CONNECTION_OPENED, 1);
        bench.tell(Type.CONNECTION_OPENED, 2);
        bench.tell(Type.CONNECTION_CLOSED, 1);
        await().until(() -> told("CONNECTION_CLOSED").size() == 1);
        host.stop("ear");
        bench.dropped.clear();
        host.start("ear");

        await().untilAsserted(() -> assertThat(told("CONNECTION_").stream().map(String::strip))
                .containsExactly("replayed CONNECTION_OPENED"));
    }
}
