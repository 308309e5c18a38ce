package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision.Verdict;
import dev.sluice.counter.Counter;
import dev.sluice.plugin.Limits.Limit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin in quarantine comes back by itself, later each time, as long as nobody holds it. */
class QuarantineTest {
    @TempDir
    private Path folder;

    private HostBench bench;
    private Path broken;
    private Instant startedAt;

    @BeforeEach
    void make() throws Exception {
        bench = new HostBench(folder);
        broken = Files.createFile(folder.resolve("broken"));
        PluginJar.of("moody").authenticator("""
                        if (Files.exists(Path.of("%s"))) throw new IllegalStateException("not now");
                        return now(Decision.allow());
                        """.formatted(broken)).into(bench.plugins());
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void start(Duration retry) throws Exception {
        bench.limits(Limits.patient().with(Limit.RETRY, retry)).start();
        startedAt = bench.view("moody").since();
        for (int i = 0; i < FailureCount.MAX_IN_A_ROW; i++) {
            assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.DENY);
        }
    }

    @Test
    void shouldComeBackAfterAWhile() throws Exception {
        start(Duration.ofMillis(200));
        await().until(() -> bench.count(Counter.PLUGINS_QUARANTINED) == 1);
        Files.delete(broken);
        await("another start").until(() -> {
            PluginView view = bench.view("moody");
            return view.state() == LifeCycle.STARTED && view.since().isAfter(startedAt);
        });
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldLetNobodyInMeanwhile() throws Exception {
        start(Duration.ofHours(1));
        await().until(() -> bench.is("moody", LifeCycle.QUARANTINED));
        assertThat(bench.count(Counter.PLUGINS_QUARANTINED)).isEqualTo(1);
        assertThat(bench.askWithoutGuard(Requests.publish("key")).verdict()).isEqualTo(Verdict.DENY);
    }
}
