package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ServerEvent.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that come, stand still and go while the server runs. */
class PluginInstallTest {
    @TempDir
    private Path folder;

    private final HostBench.Settings settings = new HostBench.Settings();
    private HostBench bench;
    private PluginHost host;

    @BeforeEach
    void start() throws Exception {
        bench = new HostBench(folder).settings(settings);
        host = bench.start();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private PluginJar listener(String id) {
        return PluginJar.of(id).listener("");
    }

    private Path upload(PluginJar jar) {
        return jar.into(folder.resolve("upload"));
    }

    private List<String> filesIn(Path directory) throws Exception {
        if (!Files.exists(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void expectRefused(Path archive, String why) {
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> host.install(archive))
                .withMessageContaining(why);
    }

    @Test
    void shouldInstallAndSayAllThereIsToKnow() throws Exception {
        Instant before = Instant.now();
        host.install(upload(listener("one")
                .attribute("Plugin-Provider", "Somebody")
                .attribute("Plugin-Description", "Does something")));

        PluginView view = bench.view("one");
        assertThat(view.since()).isBetween(before, Instant.now());
        assertThat(view)
                .isEqualTo(new PluginView(
                        "one",
                        "1.0.0",
                        "Somebody",
                        "Does something",
                        LifeCycle.STARTED,
                        "",
                        bench.plugins().resolve("one-1.0.0.jar"),
                        view.since(),
                        List.of("EventListener testplugin.Listener"),
                        false,
                        0,
                        0,
                        0));
        assertThat(filesIn(bench.plugins())).containsExactly("one-1.0.0.jar");
    }

    @Test
    void shouldLeaveNothingBehindOfBadFiles() throws Exception {
        Path corrupt = Files.write(folder.resolve("corrupt.jar"), new byte[] {1, 2, 3});
        Path otherName = listener("text").to(folder.resolve("upload/plugin.txt"));

        expectRefused(corrupt, "no complete jar or zip");
        expectRefused(folder.resolve("absent.jar"), "cannot read");
        expectRefused(upload(listener("nameless").attribute("Plugin-Id", null)), "Plugin-Id");
        expectRefused(upload(listener("future").attribute("Plugin-Requires", "^2.0")), "requires version ^2.0");
        expectRefused(upload(listener("lonely").attribute("Plugin-Dependencies", "nobody")), "needs plugin nobody");
        expectRefused(
                upload(PluginJar.of("throws").plugin("void init() { throw new IllegalStateException(\"no way\"); }")),
                "no way");
        expectRefused(otherName, "its manifest cannot be read");

        assertThat(host.plugins()).isEmpty();
        assertThat(filesIn(bench.plugins())).isEmpty();
        assertThat(filesIn(folder.resolve("data/plugins"))).isEmpty();
    }

    @Test
    void shouldNotInstallWhatIsThere() throws Exception {
        host.install(upload(listener("one")));

        expectRefused(upload(listener("one").version("2.0.0")), "there is a plugin one already; update it");

        assertThat(filesIn(bench.plugins())).containsExactly("one-1.0.0.jar");
    }

    @Test
    void shouldNotInstallOverTheFileOfAnother() throws Exception {
        host.install(listener("one").to(folder.resolve("upload/plugin.jar")));

        expectRefused(listener("two").to(folder.resolve("upload/plugin.jar")), "plugin.jar is the file of plugin one");

        assertThat(bench.view("one").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.knows("two")).isFalse();
    }

    @Test
    void shouldStopAndStart() throws Exception {
        host.install(upload(listener("one")));

        host.stop("one");
        assertThat(bench.view("one").state()).isEqualTo(LifeCycle.STOPPED);
        assertThat(bench.view("one").cause()).isEqualTo("stopped by an operator");
        assertThat(bench.view("one").extensions()).isEmpty();
        host.stop("one");

        host.start("one");
        assertThat(bench.view("one").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.view("one").cause()).isEmpty();
        host.start("one");
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> host.start("two"))
                .withMessage("there is no plugin two");
    }

    @Test
    void shouldStayStoppedWhateverIsInstalledOrReconfigured() throws Exception {
        host.install(upload(listener("one")));
        host.stop("one");

        host.install(upload(listener("two")));
        bench.reconfigure(new HostBench.Settings().with("two", ""));
        host.update(upload(listener("one").version("1.1.0")));

        assertThat(bench.view("one").state()).isEqualTo(LifeCycle.STOPPED);
        host.start("one");
        assertThat(bench.view("one").version()).isEqualTo("1.1.0");
    }

    @Test
    void shouldStayStoppedWhenEnabledAgain() throws Exception {
        host.install(upload(listener("one")));
        host.stop("one");
        HostBench.Settings disabling = new HostBench.Settings();
        disabling.disabled = Set.of("one");
        bench.reconfigure(disabling);
        assertThat(bench.view("one").state()).isEqualTo(LifeCycle.DISABLED);

        bench.reconfigure(new HostBench.Settings());

        assertThat(bench.view("one").state()).isEqualTo(LifeCycle.STOPPED);
    }

    @Test
    void shouldUninstallWithItsFile() throws Exception {
        host.install(upload(listener("one")));

        host.uninstall("one");

        assertThat(bench.knows("one")).isFalse();
        assertThat(filesIn(bench.plugins())).isEmpty();
        assertThat(filesIn(folder.resolve("data/plugins"))).isEmpty();
        host.install(upload(listener("one")));
        assertThat(bench.view("one").state()).isEqualTo(LifeCycle.STARTED);
    }

    @Test
    void shouldNotUninstallWhatCameWithTheServer() throws Exception {
        listener("bundled").into(folder.resolve("home/plugins"));
        host.install(upload(listener("one")));

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> host.uninstall("bundled"))
                .withMessageContaining("plugins.disabled keeps it from running");

        assertThat(bench.view("bundled").state()).isEqualTo(LifeCycle.STARTED);
    }

    @Test
    void shouldBringBackQuarantinedByStartOrNewFile() throws Exception {
        PluginJar jar = PluginJar.of("weak").listener("""
                if (event.type() == ServerEvent.Type.PLAYER_SLOW) { throw new IllegalStateException("on purpose"); }
                """);
        host.install(upload(jar));
        quarantine();

        host.start("weak");
        assertThat(bench.view("weak").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.view("weak").cause()).isEmpty();
        quarantine();

        host.update(upload(jar.version("1.1.0")));
        assertThat(bench.view("weak").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.view("weak").failures()).isEqualTo(2 * FailureCount.MAX_IN_A_ROW);
    }

    private void quarantine() {
        for (int i = 0; i < FailureCount.MAX_IN_A_ROW; i++) {
            bench.tell(Type.PLAYER_SLOW, 0);
        }
        await().until(() -> bench.is("weak", LifeCycle.QUARANTINED));
        assertThat(bench.view("weak").cause()).contains("failed 5 times in a row");
    }
}
