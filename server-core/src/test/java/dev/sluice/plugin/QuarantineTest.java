package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision.Verdict;
import dev.sluice.counter.Counter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Deadlines quick = HostBench.QUICK;
        bench.deadlines(new Deadlines(
                        quick.start(),
                        quick.stop(),
                        quick.threads(),
                        quick.event(),
                        quick.open(),
                        quick.write(),
                        quick.statistics(),
                        quick.scan(),
                        retry))
                .settings(impatient())
                .start();
        for (int i = 0; i < FailureCount.MAX_IN_A_ROW; i++) {
            assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.DENY);
        }
        await().until(() -> bench.count(Counter.PLUGINS_QUARANTINED) == 1);
    }

    private static HostBench.Settings impatient() {
        var settings = new HostBench.Settings();
        settings.timeout = Duration.ofMillis(200);
        return settings;
    }

    @Test
    void shouldComeBackAfterAWhile() throws Exception {
        start(Duration.ofMillis(200));
        Files.delete(broken);
        await().until(() -> bench.view("moody").state() == LifeCycle.STARTED);
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldLetNobodyInMeanwhile() throws Exception {
        start(Duration.ofHours(1));
        assertThat(bench.view("moody").state()).isEqualTo(LifeCycle.QUARANTINED);
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.DENY);
    }
}
