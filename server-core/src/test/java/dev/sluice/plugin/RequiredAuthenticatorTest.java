package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody is let in without an authenticator that was there, or should be, until the operator says so. */
class RequiredAuthenticatorTest {
    private static ScriptedAuthenticators plugins;

    @TempDir
    private Path folder;

    private final HostBench.Settings settings = new HostBench.Settings();
    private HostBench bench;
    private PluginHost host;

    @BeforeAll
    static void compile(@TempDir Path classes) {
        plugins = new ScriptedAuthenticators(classes);
    }

    @BeforeEach
    void make() {
        bench = new HostBench(folder).settings(settings);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private Path start(String id) throws RequiredPluginsException {
        Path jar = plugins.of(id).into(bench.plugins());
        host = bench.start();
        return jar;
    }

    private CompletableFuture<Decision> begin(String query) {
        return host.authorize(Requests.publish("key").with(query)).toCompletableFuture();
    }

    private void expectOpen() throws Exception {
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    private void expectShut() throws Exception {
        assertThat(bench.askWithoutGuard(Requests.publish("key")).verdict()).isEqualTo(Verdict.DENY);
    }

    private void awaitAsked() {
        await().until(() -> Files.exists(folder.resolve("data/plugin-a/asked")));
    }

    @Test
    void shouldAskSuccessorOfUpdatedPlugin() throws Exception {
        start("a");
        CompletableFuture<Decision> pending = begin("a=once");
        awaitAsked();
        assertThat(pending).isNotDone();

        host.update(plugins.of("a").version("1.1.0").into(folder.resolve("new")));

        assertThat(pending.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(bench.view("a").failures()).isZero();
    }

    @Test
    void shouldAskThePluginAgainThatWasStoppedMeanwhile() throws Exception {
        start("a");
        CompletableFuture<Decision> pending = begin("a=once");
        awaitAsked();

        host.stop("a");
        CompletableFuture<Decision> later = begin("a=allow");
        assertThat(pending).isNotDone();
        assertThat(later).isNotDone();
        host.start("a");

        assertThat(pending.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(later.get(20, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldDenyWhenTheStoppedOneDoesNotComeBackInTime() throws Exception {
        start("a");
        host.stop("a");

        expectShut();

        assertThat(bench.view("a").guards()).isTrue();
        host.start("a");
        expectOpen();
    }

    @Test
    void shouldDenyWithoutThatWhichTheOrderNames() throws Exception {
        settings.order = List.of("absent");
        start("a");
        expectShut();

        bench.reconfigure(new HostBench.Settings());

        expectOpen();
    }

    @Test
    void shouldDenyWithoutThatWhichIsConfiguredButMissing() throws Exception {
        settings.with("absent", "rank: 1");
        host = bench.start();
        expectShut();

        bench.reconfigure(new HostBench.Settings());

        expectOpen();
    }

    @Test
    void shouldDenyWithoutThatWhichIsConfiguredButFailed() throws Exception {
        settings.with("a", "rank: nonsense");
        start("a");
        assertThat(bench.view("a").state()).isEqualTo(LifeCycle.FAILED);
        assertThat(bench.view("a").guards()).isTrue();
        expectShut();

        bench.reconfigure(new HostBench.Settings().with("a", "rank: 1"));

        assertThat(bench.view("a").state()).isEqualTo(LifeCycle.STARTED);
        expectOpen();
    }

    @Test
    void shouldLetInAgainWhenDisabled() throws Exception {
        start("a");
        host.stop("a");
        expectShut();
        HostBench.Settings disabling = new HostBench.Settings();
        disabling.disabled = Set.of("a");

        bench.reconfigure(disabling);

        assertThat(bench.view("a").state()).isEqualTo(LifeCycle.DISABLED);
        assertThat(bench.view("a").guards()).isFalse();
        expectOpen();
    }

    @Test
    void shouldLetInAgainWhenUninstalled() throws Exception {
        start("a");

        host.uninstall("a");

        assertThat(bench.knows("a")).isFalse();
        expectOpen();
    }

    @Test
    void shouldKeepGuardingWhenUninstalledButConfigured() throws Exception {
        settings.with("a", "rank: 1");
        start("a");

        host.uninstall("a");

        expectShut();
        bench.reconfigure(new HostBench.Settings());
        expectOpen();
    }

    @Test
    void shouldKeepGuardingWhenUninstallingBringsBackTheOneOfTheServer() throws Exception {
        plugins.of("a").version("0.9.0").into(folder.resolve("home/plugins"));
        start("a");

        host.uninstall("a");

        assertThat(bench.view("a").version()).isEqualTo("0.9.0");
        expectOpen();
        host.stop("a");
        expectShut();
    }

    @Test
    void shouldLetInAgainWhenStoppedOneIsNotConfiguredAnyMore() throws Exception {
        settings.with("a", "rank: 1");
        start("a");
        host.stop("a");
        expectShut();

        bench.reconfigure(new HostBench.Settings());

        expectOpen();
    }

    @Test
    void shouldLetInAgainWhenFileIsGoneAndItIsNotConfiguredAnyMore() throws Exception {
        settings.with("a", "rank: 1");
        settings.watch = true;
        Path jar = start("a");
        Files.delete(jar);
        await().until(() -> !bench.knows("a"));
        expectShut();

        bench.reconfigure(new HostBench.Settings());

        expectOpen();
    }

    @Test
    void shouldLetInAgainWhenItGuardsOnlyIfConfigured() throws Exception {
        PluginJar.of("choosy").plugin("""
                public void start() {
                  if (context().configured()) {
                    context().registerAuthenticator(
                        request -> CompletableFuture.completedFuture(Decision.deny("closed")), 0);
                  }
                }
                """).into(bench.plugins());
        settings.with("choosy", "");
        host = bench.start();
        expectShut();

        bench.reconfigure(new HostBench.Settings());

        assertThat(bench.view("choosy").extensions()).isEmpty();
        assertThat(bench.view("choosy").guards()).isFalse();
        expectOpen();
    }

    @Test
    void shouldKeepGuardingWithoutBeingConfiguredWhileItRuns() throws Exception {
        settings.with("a", "rank: 1");
        start("a");
        bench.reconfigure(new HostBench.Settings());
        expectOpen();

        host.stop("a");

        expectShut();
    }
}
