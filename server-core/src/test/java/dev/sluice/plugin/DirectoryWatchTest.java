package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.Decision.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to the plugin directory of a server that runs. */
class DirectoryWatchTest {
    private static final Duration PROMISED = Duration.ofSeconds(2);
    private static final int PIECES = 10;
    /** About one look at the directory. */
    private static final Duration PIECE_PAUSE = Duration.ofMillis(60);

    @TempDir
    private Path folder;

    private HostBench bench;
    private final HostBench.Settings settings = new HostBench.Settings();

    @BeforeEach
    void make() throws Exception {
        settings.watch = true;
        bench = new HostBench(folder).settings(settings);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private static PluginJar greeter(String version) {
        return PluginJar.of("greeter").version(version).listener("");
    }

    private static PluginJar guard(String version, String decision) {
        return PluginJar.of("guard").version(version).authenticator("return now(Decision." + decision + ");");
    }

    private void awaitVersion(String id, String version) {
        await().until(() -> bench.isStarted(id, version));
    }

    /** As some tools copy: bit by bit, into the file's own name. */
    private static void copySlowly(Path from, Path to) throws IOException {
        byte[] content = Files.readAllBytes(from);
        try (OutputStream out = Files.newOutputStream(to)) {
            int size = content.length / PIECES + 1;
            for (int at = 0; at < content.length; at += size) {
                out.write(content, at, Math.min(size, content.length - at));
                out.flush();
                LockSupport.parkNanos(PIECE_PAUSE.toNanos());
            }
        }
    }

    @Test
    void shouldFollowWhatComesChangesAndGoes() throws Exception {
        bench.start();
        Path file = greeter("1.0.0").to(bench.plugins().resolve("greeter.jar"));
        awaitVersion("greeter", "1.0.0");
        greeter("1.1.0").to(file);
        awaitVersion("greeter", "1.1.0");
        Files.delete(file);
        await().until(() -> !bench.knows("greeter"));
    }

    /** It takes two looks to see that a file is whole; the rest of the time is for the plugin's start. */
    @Test
    void shouldLookOftenEnoughForWhatIsPromised() {
        assertThat(Deadlines.STANDARD.scan().multipliedBy(2)).isLessThanOrEqualTo(PROMISED.dividedBy(2));
    }

    @Test
    void shouldTakeZipsAndWhatIsCopiedSlowly() throws Exception {
        bench.start();
        Path zip = greeter("1.0.0").zipTo(folder.resolve("elsewhere/greeter.zip"));
        Path there = bench.plugins().resolve("greeter.zip");
        Files.createDirectories(bench.plugins());
        copySlowly(zip, there);
        awaitVersion("greeter", "1.0.0");
        Path newer = greeter("2.0.0").zipTo(folder.resolve("elsewhere/newer.zip"));
        copySlowly(newer, there);
        awaitVersion("greeter", "2.0.0");
        assertThat(bench.view("greeter").cause()).isEmpty();
    }

    @Test
    void shouldGoOnWhenTheReplacementIsBroken() throws Exception {
        Path file = guard("1.0.0", "deny(\"first\")").to(bench.plugins().resolve("guard.jar"));
        bench.start();
        Path broken = bench.plugins().resolve(".broken.part");
        Files.write(broken, new byte[] {'P', 'K', 3, 4, 0});
        Files.move(broken, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        await().until(() -> bench.view("guard").cause().contains("no complete jar"));
        assertThat(bench.view("guard").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.ask(Requests.publish("key")).reason()).isEqualTo("first");

        PluginJar.of("guard")
                .version("2.0.0")
                .authenticator("return null;")
                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")
                .to(file);
        await().until(() -> bench.view("guard").cause().contains("no way"));
        assertThat(bench.view("guard").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.view("guard").version()).isEqualTo("1.0.0");
        assertThat(bench.ask(Requests.publish("key")).reason()).isEqualTo("first");

        guard("3.0.0", "deny(\"third\")").to(file);
        awaitVersion("guard", "3.0.0");
        assertThat(bench.view("guard").cause()).isEmpty();
        assertThat(bench.ask(Requests.publish("key")).reason()).isEqualTo("third");
    }

    @Test
    void shouldKeepTheFirstOfTwoUntilItGoes() throws Exception {
        Path first = greeter("1.0.0").to(bench.plugins().resolve("greeter-1.jar"));
        bench.start();
        greeter("2.0.0").to(bench.plugins().resolve("greeter-2.jar"));
        await().until(() -> bench.knows("greeter-2.jar"));
        assertThat(bench.view("greeter-2.jar").cause()).contains("taken by greeter-1.jar");
        assertThat(bench.view("greeter").version()).isEqualTo("1.0.0");
        Files.delete(first);
        awaitVersion("greeter", "2.0.0");
        assertThat(bench.knows("greeter-2.jar")).isFalse();
    }

    @Test
    void shouldPassOverOtherFiles() throws Exception {
        bench.start();
        PluginJar.of("hidden").listener("").to(bench.plugins().resolve(".hidden.jar"));
        PluginJar.of("partial").listener("").to(bench.plugins().resolve("partial.jar.part"));
        Files.createDirectories(bench.plugins().resolve("folder.jar"));
        greeter("1.0.0").into(bench.plugins());
        awaitVersion("greeter", "1.0.0");
        assertThat(bench.ids()).containsExactly("greeter");
    }

    private void expectClosed() throws Exception {
        assertThat(bench.askWithoutGuard(Requests.publish("key")).verdict()).isEqualTo(Verdict.DENY);
    }

    private void startAndDeleteGuard() throws Exception {
        Path file = guard("1.0.0", "allow()").into(bench.plugins());
        bench.start();
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
        Files.delete(file);
        await().until(() -> !bench.knows("guard"));
        expectClosed();
    }

    @Test
    void shouldKeepADeletedGuardUntilItIsUninstalled() throws Exception {
        startAndDeleteGuard();
        bench.uninstall("guard");
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldKeepADeletedGuardUntilItIsDisabled() throws Exception {
        startAndDeleteGuard();
        settings.disabled = Set.of("guard");
        bench.reconfigure(settings);
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldKeepADeletedGuardUntilItIsNotConfiguredAnyMore() throws Exception {
        settings.with("guard", "{}");
        startAndDeleteGuard();
        settings.yaml.clear();
        bench.reconfigure(settings);
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }

    @Test
    void shouldKeepADeletedGuardThatIsConfiguredEvenIfItIsUninstalled() throws Exception {
        settings.with("guard", "{}");
        startAndDeleteGuard();
        bench.uninstall("guard");
        expectClosed();
    }

    @Test
    void shouldTakeADeletedGuardAgain() throws Exception {
        startAndDeleteGuard();
        guard("1.0.1", "allow()").into(bench.plugins());
        awaitVersion("guard", "1.0.1");
        assertThat(bench.ask(Requests.publish("key")).verdict()).isEqualTo(Verdict.ALLOW);
    }
}
