package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is open by default, and what keeps it shut. */
class GuardTest {
    @TempDir
    private Path folder;

    private HostBench bench;
    private final HostBench.Settings settings = new HostBench.Settings();

    @BeforeEach
    void make() {
        bench = new HostBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void expectOpen() throws Exception {
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    private void expectShut() throws Exception {
        assertThat(bench.askWithoutGuard(Requests.publish("key")).verdict()).isEqualTo(Verdict.DENY);
    }

    @Test
    void shouldStayShutWhenAFailedAuthenticatorIsDeleted() throws Exception {
        settings.watch = true;
        Path jar = PluginJar.of("guard")
                .authenticator("return now(Decision.allow());")
                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")
                .into(bench.plugins());
        PluginHost host = bench.settings(settings).start();
        expectShut();
        Files.delete(jar);
        await().until(() -> !bench.knows("guard"));
        expectShut();
        host.uninstall("guard");
        expectOpen();
    }

    @Test
    void shouldOpenWhenAConfiguredPluginTurnsOutToBeNoAuthenticator() throws Exception {
        settings.watch = true;
        bench.settings(settings.with("late", "")).start();
        expectShut();
        PluginJar.of("late").listener("").into(bench.plugins());
        await().until(() -> bench.knows("late"));
        expectOpen();
    }

    @Test
    void shouldStayShutForAnAuthenticatorWhoseKindLiesInAnotherPlugin() throws Exception {
        PluginJar.of("base").sourceIn("base", "Kind", """
                        public abstract class Kind implements Authenticator {}
                        """).listener("").into(bench.plugins());
        PluginJar.of("derived")
                .attribute("Plugin-Dependencies", "base")
                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")
                .into(bench.plugins());
        bench.settings(settings.with("derived", "")).start();
        expectShut();
    }

    @Test
    @Timeout(90)
    void shouldNotBeHeldUpByThoseWhoWait() throws Exception {
        PluginJar.of("guard").authenticator("return now(Decision.allow());").into(bench.plugins());
        PluginHost host = bench.settings(settings.with("guard", "")).start();
        host.stop("guard");
        List<CompletableFuture<Decision>> waiting = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            waiting.add(host.authorize(Requests.publish("key" + i)).toCompletableFuture());
        }
        settings.maxFailures = 3;
        bench.reconfigure(settings);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        host.start("guard");
        for (CompletableFuture<Decision> each : waiting) {
            assertThat(each.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ALLOW);
        }
    }

    /** Who asks so much is not the plugin. */
    @Test
    void shouldNotQuarantineForABurst() throws Exception {
        PluginJar.of("guard")
                .authenticator("java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);"
                        + " return now(Decision.allow());")
                .into(bench.plugins());
        PluginHost host = bench.settings(settings).start();
        List<CompletableFuture<Decision>> all = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            all.add(host.authorize(Requests.publish("key" + i)).toCompletableFuture());
        }
        for (CompletableFuture<Decision> each : all) {
            assertThat(each.get(60, TimeUnit.SECONDS)).isNotNull();
        }
        assertThat(bench.view("guard").state()).isEqualTo(LifeCycle.STARTED);
        expectOpen();
    }

    @Test
    void shouldGoOnWhenTheDirectoryCannotBeRead() throws Exception {
        settings.watch = true;
        PluginJar.of("guard")
                .authenticator("return now(Decision.deny(\"no\"));")
                .into(bench.plugins());
        bench.settings(settings).start();
        Path away = Files.move(bench.plugins(), folder.resolve("away"));
        Path file = Files.createFile(bench.plugins());
        // through several looks
        await().during(Duration.ofMillis(400))
                .until(() -> bench.knows("guard") && bench.view("guard").state() == LifeCycle.STARTED);
        Files.delete(file);
        Files.move(away, bench.plugins());
        expectShut();
    }

    @Test
    void shouldHaveTheOldFileBackWhenAnUpdateIsRefused() throws Exception {
        Path jar = PluginJar.of("guard")
                .authenticator("return now(Decision.allow());")
                .into(bench.plugins());
        byte[] good = Files.readAllBytes(jar);
        Path bad = PluginJar.of("guard")
                .version("2.0.0")
                .authenticator("return now(Decision.allow());")
                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")
                .into(folder.resolve("elsewhere"));
        PluginHost host = bench.settings(settings).start();
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> host.update(bad))
                .withMessageContaining("no way");
        assertThat(jar).hasBinaryContent(good);
        try (var files = Files.list(bench.plugins())) {
            assertThat(files).containsExactly(jar);
        }
        host.stop("guard");
        host.start("guard");
        assertThat(bench.view("guard").version()).isEqualTo("1.0.0");
        expectOpen();
    }
}
