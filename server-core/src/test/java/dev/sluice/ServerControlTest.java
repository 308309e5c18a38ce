package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.HostLimits;
import dev.sluice.config.LoadedConfig;
import dev.sluice.jmx.Control.RefusedConfigurationException;
import dev.sluice.plugin.PluginJar;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerControlTest {
    private static final List<String> OVERRIDES = List.of("listeners[0].host=127.0.0.1", "listeners[0].port=0");

    @TempDir
    private Path base;

    private final AtomicBoolean stopped = new AtomicBoolean();
    private Path file;
    private SluiceServer server;
    private ServerControl control;

    @BeforeEach
    void start() throws Exception {
        file = base.resolve("sluice.yml");
        write("limits: { maxConnections: 100 }");
        LoadedConfig loaded = load();
        server = SluiceServer.start(loaded.config(), new Roots(base, base));
        control = new ServerControl(server, loaded, this::load, () -> stopped.set(true));
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void shouldSayWhatItIs() {
        assertThat(control.version()).matches("\\d+\\..*");
        assertThat(control.listeners()).containsExactly("127.0.0.1:" + server.port());
        assertThat(control.startedAtMillis())
                .isBetween(System.currentTimeMillis() - 600_000, System.currentTimeMillis());
        assertThat(control.uptimeMillis()).isBetween(0L, 600_000L);
    }

    @Test
    void shouldReloadAndSayWhatNeedsARestart() throws Exception {
        write("{limits: {maxConnections: 7, directMemory: 64MiB}}");

        var change = control.reload();

        assertThat(change.changed()).containsExactly("limits.maxConnections");
        assertThat(change.needingRestart()).containsExactly("limits.directMemory");
        assertThat(control.effectiveConfiguration()).contains("maxConnections: 7\n", "directMemory: auto\n");
    }

    @Test
    void shouldStayAsItWasWhenTheFileIsRefused() throws Exception {
        write("limits:\n  maxConnections: many");

        assertThatThrownBy(control::reload)
                .isInstanceOf(RefusedConfigurationException.class)
                .hasMessage(file + ":2: limits.maxConnections: expected 1..1000000, got 'many'");
        control.onHangup();
        assertThat(server.config().limits().maxConnections()).isEqualTo(100);
    }

    @Test
    void shouldChangeOneKeyOfWhatRuns() throws Exception {
        write("limits: { maxConnections: 7 }");

        assertThat(control.change("rtmp.idleTimeout", "30s").changed()).containsExactly("rtmp.idleTimeout");
        assertThat(control.change("auth.order", "[a, b]").changed()).containsExactly("auth.order");

        assertThat(server.config().limits().maxConnections())
                .as("what the file says by now is for a reload")
                .isEqualTo(100);
        assertThat(control.effectiveConfiguration()).contains("idleTimeout: 30s\n", "order: [a, b]\n");
    }

    @Test
    void shouldForgetChangesWhenReloaded() throws Exception {
        control.change("limits.maxConnections", "5");

        assertThat(control.reload().changed()).containsExactly("limits.maxConnections");

        assertThat(server.config().limits().maxConnections()).isEqualTo(100);
        assertThat(control.change("rtmp.pingInterval", "1s").changed()).containsExactly("rtmp.pingInterval");
    }

    @Test
    void shouldChangeALiveKeyWhileOthersWaitForARestart() throws Exception {
        write("limits: { maxConnections: 100, directMemory: 64MiB }");
        control.reload();

        var change = control.change("limits.maxConnections", "5");

        assertThat(change.changed()).containsExactly("limits.maxConnections");
        assertThat(change.needingRestart()).isEmpty();
        assertThat(server.config().limits().directMemory()).isEmpty();
    }

    @Test
    void shouldRefuseChangesThatCannotBe() {
        assertRefused("limits.directMemory", "64MiB", "limits.directMemory: needs a restart");
        assertRefused("listeners[0].port", "1936", "listeners[0].port: needs a restart");
        assertRefused("limits.maxConnections", "many", "limits.maxConnections: expected 1..1000000, got 'many'");
        assertRefused("limits.maxConections", "5", "limits.maxConections: unknown key, did you mean 'maxConnections'?");
        assertRefused("limits..x", "5", "limits..x: expected a key such as limits.maxConnections");
        assertRefused("limits.maxConnections", "[", "limits.maxConnections: not valid YAML: expected the node content");
        assertRefused(
                "limits.maxReassembly",
                "1MiB",
                "limits.maxReassembly: expected at least maxMessageSize (8MiB), got 1MiB");

        assertThat(server.config().limits().maxConnections()).isEqualTo(100);
    }

    @Test
    void shouldRefuseSettingsThatTheirPluginRefuses() throws Exception {
        write("plugins: { settings: { door: { code: geheim, name: front } } }");
        control.reload();
        server.plugins().install(door().into(base.resolve("upload")));

        assertRefused(
                "plugins.settings.door.name",
                "x",
                "plugin door: what is new was refused, so it goes on as it was: " + file
                        + ":1: plugins.settings.door: no door is x");
        assertRefused("plugins.settings.door.names", "x", "plugin door: what is new was refused");

        assertThat(control.effectiveConfiguration()).contains("name: front\n").doesNotContain("names:");
        assertThat(server.plugins().plugins())
                .singleElement()
                .satisfies(plugin -> assertThat(plugin.cause()).isEmpty());
        assertThat(control.change("plugins.settings.door.name", "back").changed())
                .containsExactly("plugins.settings.door");
        assertThat(control.effectiveConfiguration()).contains("name: back\n");
    }

    @Test
    void shouldTellAtEachReloadThatAPluginRefusesItsSettings() throws Exception {
        write("plugins: { settings: { door: { code: geheim, name: front } } }");
        control.reload();
        server.plugins().install(door().into(base.resolve("upload")));
        assertThat(control.reload().refused()).isEmpty();

        write("{ plugins: { settings: { door: { code: geheim, name: x } } }, limits: { maxConnections: 7 } }");
        for (int i = 0; i < 2; i++) {
            assertThat(control.reload().refused())
                    .singleElement()
                    .asString()
                    .startsWith("plugin door: what is new was refused, so it goes on as it was: ")
                    .contains("no door is x")
                    .doesNotContain("geheim");
        }
        assertThat(server.config().limits().maxConnections()).isEqualTo(7);

        write("plugins: { settings: { door: { code: geheim, name: back } } }");
        assertThat(control.reload().refused()).isEmpty();
    }

    private static PluginJar door() {
        return PluginJar.of("door").plugin("""
                record Settings(@Setting(secret = true) String code, @Setting String name) {
                  Settings { if (name.equals("x")) throw new IllegalArgumentException("no door is x"); }
                }
                public void start() {
                  context().settings(Settings.class);
                  context().registerListener(event -> {});
                }
                """);
    }

    @Test
    void shouldShowPluginsSettingsWithoutSecrets() throws Exception {
        Path jar = door().into(base.resolve("upload"));
        write("plugins: { settings: { door: { code: geheim1, name: front } } }");
        control.reload();
        assertThat(control.effectiveConfiguration()).doesNotContain("geheim", "front");

        server.plugins().install(jar);
        assertThat(control.effectiveConfiguration())
                .contains("code: \"***\"\n", "name: front\n")
                .doesNotContain("geheim");

        control.change("plugins.settings.door.code", "geheim2");
        assertThat(control.effectiveConfiguration())
                .contains("code: \"***\"\n", "name: front\n")
                .doesNotContain("geheim");

        write("# moved\nplugins: { settings: { door: { name: front, code: geheim2 } } }");
        assertThat(control.reload().changed()).isEmpty();
        assertThat(control.effectiveConfiguration()).contains("name: front\n").doesNotContain("geheim");
    }

    @Test
    void shouldAnswerBeforeItStops() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        AtomicLong stoppedAtNanos = new AtomicLong();
        var other = new ServerControl(server, load(), this::load, () -> {
            stoppedAtNanos.set(System.nanoTime());
            hangUntil(answered);
            stopped.set(true);
        });
        long begin = System.nanoTime();

        assertTimeoutPreemptively(Duration.ofMinutes(1), other::requestStop);
        answered.countDown();

        await().untilTrue(stopped);
        assertThat(stoppedAtNanos.get() - begin)
                .as("there is time for the answer to leave")
                .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void shouldStopThoughAPluginKeepsTheCommonPoolBusy() {
        CountDownLatch over = new CountDownLatch(1);
        int threads = ForkJoinPool.getCommonPoolParallelism();
        for (int i = 0; i < threads; i++) {
            ForkJoinPool.commonPool().execute(() -> hangUntil(over));
        }
        try {
            control.requestStop();
            await().untilTrue(stopped);
        } finally {
            over.countDown();
        }
    }

    private static void hangUntil(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertRefused(String key, String value, String why) {
        assertThatThrownBy(() -> control.change(key, value))
                .isInstanceOf(RefusedConfigurationException.class)
                .hasMessageStartingWith(why);
    }

    private LoadedConfig load() throws ConfigException {
        return ConfigLoader.load(file, OVERRIDES, name -> null, HostLimits.UNKNOWN, base);
    }

    private void write(String text) throws Exception {
        Files.writeString(file, text);
    }
}
