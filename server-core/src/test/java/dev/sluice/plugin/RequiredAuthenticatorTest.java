package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision;
import dev.sluice.api.Decision.Verdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private HostBench.Settings settings = shortTimeout();
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

    private static HostBench.Settings shortTimeout() {
        HostBench.Settings settings = new HostBench.Settings();
        settings.timeout = Duration.ofMillis(500);
        return settings;
    }

    private static HostBench.Settings longTimeout() {
        HostBench.Settings settings = new HostBench.Settings();
        settings.timeout = Duration.ofSeconds(15);
        return settings;
    }

    private void use(HostBench.Settings newSettings) {
        settings = newSettings;
        bench.settings(settings);
    }

    private Path start(String id) throws RequiredPluginsException {
        Path jar = plugins.of(id).into(bench.plugins());
        host = bench.start();
        return jar;
    }

    private CompletableFuture<Decision> begin(String query) {
        return host.authorize(Requests.publish("key").with(query)).toCompletableFuture();
    }

    private void expect(Verdict verdict) throws Exception {
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(verdict);
    }

    private void awaitAsked() {
        await().until(() -> Files.exists(folder.resolve("data/plugin-a/asked")));
    }

    @Test
    void shouldAskSuccessorOfUpdatedPlugin() throws Exception {
        use(longTimeout());
        start("a");
        CompletableFuture<Decision> pending = begin("a=once");
        awaitAsked();
        assertThat(pending).isNotDone();

        host.update(plugins.of("a").version("1.1.0").into(folder.resolve("new")));

        assertThat(pending.get(10, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(bench.view("a").failures()).isZero();
    }

    @Test
    void shouldAskThePluginAgainThatWasStoppedMeanwhile() throws Exception {
        use(longTimeout());
        start("a");
        CompletableFuture<Decision> pending = begin("a=once");
        awaitAsked();

        host.stop("a");
        CompletableFuture<Decision> later = begin("a=allow");
        assertThat(pending).isNotDone();
        assertThat(later).isNotDone();
        host.start("a");

        assertThat(pending.get(10, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ALLOW);
        assertThat(later.get(10, TimeUnit.SECONDS).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldDenyWhenTheStoppedOneDoesNotComeBackInTime() throws Exception {
        start("a");
        host.stop("a");

        expect(Verdict.DENY);

        assertThat(bench.view("a").guards()).isTrue();
        host.start("a");
        expect(Verdict.ALLOW);
    }

    @Test
    void shouldDenyWithoutThatWhichTheOrderNames() throws Exception {
        settings.order = List.of("absent");
        start("a");
        expect(Verdict.DENY);

        bench.reconfigure(shortTimeout());

        expect(Verdict.ALLOW);
    }

    @Test
    void shouldDenyWithoutThatWhichIsConfiguredButMissing() throws Exception {
        settings.with("absent", "rank: 1");
        host = bench.start();
        expect(Verdict.DENY);

        bench.reconfigure(shortTimeout());

        expect(Verdict.ALLOW);
    }

    @Test
    void shouldDenyWithoutThatWhichIsConfiguredButFailed() throws Exception {
        settings.with("a", "rank: nonsense");
        start("a");
        assertThat(bench.view("a").state()).isEqualTo(LifeCycle.FAILED);
        assertThat(bench.view("a").guards()).isTrue();
        expect(Verdict.DENY);

        bench.reconfigure(shortTimeout().with("a", "rank: 1"));

        assertThat(bench.view("a").state()).isEqualTo(LifeCycle.STARTED);
        expect(Verdict.ALLOW);
    }

    @Test
    void shouldLetInAgainWhenDisabled() throws Exception {
        start("a");
        host.stop("a");
        expect(Verdict.DENY);
        HostBench.Settings disabling = shortTimeout();
        disabling.disabled = Set.of("a");

        bench.reconfigure(disabling);

        assertThat(bench.view("a").state()).isEqualTo(LifeCycle.DISABLED);
        assertThat(bench.view("a").guards()).isFalse();
        expect(Verdict.ALLOW);
    }

    @Test
    void shouldLetInAgainWhenUninstalled() throws Exception {
        start("a");

        host.uninstall("a");

        assertThat(bench.knows("a")).isFalse();
        expect(Verdict.ALLOW);
    }

    @Test
    void shouldKeepGuardingWhenUninstalledButConfigured() throws Exception {
        settings.with("a", "rank: 1");
        start("a");

        host.uninstall("a");

        expect(Verdict.DENY);
        bench.reconfigure(shortTimeout());
        expect(Verdict.ALLOW);
    }

    @Test
    void shouldKeepGuardingWhenUninstallingBringsBackTheOneOfTheServer() throws Exception {
        plugins.of("a").version("0.9.0").into(folder.resolve("home/plugins"));
        start("a");

        host.uninstall("a");

        assertThat(bench.view("a").version()).isEqualTo("0.9.0");
        expect(Verdict.ALLOW);
        host.stop("a");
        expect(Verdict.DENY);
    }

    @Test
    void shouldLetInAgainWhenStoppedOneIsNotConfiguredAnyMore() throws Exception {
        settings.with("a", "rank: 1");
        start("a");
        host.stop("a");
        expect(Verdict.DENY);

        bench.reconfigure(shortTimeout());

        expect(Verdict.ALLOW);
    }

    @Test
    void shouldLetInAgainWhenFileIsGoneAndItIsNotConfiguredAnyMore() throws Exception {
        settings.with("a", "rank: 1");
        settings.watch = true;
        Path jar = start("a");
        Files.delete(jar);
        await().until(() -> !bench.knows("a"));
        expect(Verdict.DENY);

        bench.reconfigure(shortTimeout());

        expect(Verdict.ALLOW);
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
        expect(Verdict.DENY);

        bench.reconfigure(shortTimeout());

        assertThat(bench.view("choosy").extensions()).isEmpty();
        assertThat(bench.view("choosy").guards()).isFalse();
        expect(Verdict.ALLOW);
    }

    @Test
    void shouldKeepGuardingWithoutBeingConfiguredWhileItRuns() throws Exception {
        settings.with("a", "rank: 1");
        start("a");
        bench.reconfigure(shortTimeout());
        expect(Verdict.ALLOW);

        host.stop("a");

        expect(Verdict.DENY);
    }
}
