package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** New archives and new settings for plugins that run. */
class PluginUpdateTest {
    /** Tells what it was started with, by dropping connection 1. */
    private static final String TELLING = """
            record Words(@Setting("none") String word) {}
            public void start() {
              context().drop(1, context().pluginVersion() + " " + context().settings(Words.class).word());
              context().registerListener(event -> {});
            }
            """;

    @TempDir
    private Path folder;

    private HostBench bench;
    private PluginHost host;

    @BeforeEach
    void make() {
        bench = new HostBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void start(HostBench.Settings settings, PluginJar... jars) throws RequiredPluginsException {
        for (PluginJar jar : jars) {
            jar.into(bench.plugins());
        }
        host = bench.settings(settings).start();
    }

    private Path upload(PluginJar jar) {
        return jar.into(folder.resolve("upload"));
    }

    private static PluginJar teller() {
        return PluginJar.of("teller").plugin(TELLING);
    }

    private static PluginJar needing(String id, String other) {
        return PluginJar.of(id)
                .attribute("Plugin-Dependencies", other + "@>=1.0.0")
                .listener("");
    }

    private void expectAll(LifeCycle state, String... ids) {
        for (String id : ids) {
            assertThat(bench.view(id).state()).as("%s", bench.view(id)).isEqualTo(state);
        }
    }

    private String told() {
        return bench.dropped.get(1L);
    }

    @Test
    void shouldUpdateAndKeepSettings() throws Exception {
        start(new HostBench.Settings().with("teller", "word: hello"), teller());
        assertThat(told()).isEqualTo("1.0.0 hello");

        host.update(upload(teller().version("1.1.0")));

        assertThat(told()).isEqualTo("1.1.0 hello");
        assertThat(bench.view("teller").version()).isEqualTo("1.1.0");
        assertThat(bench.view("teller").file()).isEqualTo(bench.plugins().resolve("teller-1.1.0.jar"));
        assertThat(bench.plugins().resolve("teller-1.0.0.jar")).doesNotExist();
        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> host.update(upload(PluginJar.of("other").listener(""))))
                .withMessage("there is no plugin other; install it");
    }

    static Stream<Arguments> broken() {
        PluginJar next = PluginJar.of("teller").version("2.0.0");
        return Stream.of(
                Arguments.of(
                        "constructor",
                        "no way",
                        PluginJar.of("teller")
                                .version("2.0.0")
                                .plugin("void init() { throw new IllegalStateException(\"no way\"); }")),
                Arguments.of(
                        "start",
                        "no way",
                        PluginJar.of("teller")
                                .version("2.0.0")
                                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")),
                Arguments.of(
                        "linkage",
                        "NoClassDefFoundError",
                        PluginJar.of("teller")
                                .version("2.0.0")
                                .plugin("public void start() { throw new NoClassDefFoundError(\"gone\"); }")),
                Arguments.of(
                        "settings",
                        "plugins.settings.teller",
                        PluginJar.of("teller").version("2.0.0").plugin("""
                                record Numbers(@Setting("1") int number) {}
                                public void start() { context().settings(Numbers.class); }
                                """)),
                Arguments.of(
                        "dependency",
                        "it needs plugin nobody",
                        next.plugin(TELLING).attribute("Plugin-Dependencies", "nobody")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void shouldGoOnAsItWasWhenTheNewOneDoesNotStart(String what, String cause, PluginJar broken) throws Exception {
        start(new HostBench.Settings().with("teller", "word: hello"), teller(), needing("needing", "teller"));
        bench.dropped.clear();

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> host.update(upload(broken)))
                .withMessageContaining(cause);

        assertThat(told()).isEqualTo("1.0.0 hello");
        assertThat(bench.view("teller").version()).isEqualTo("1.0.0");
        assertThat(bench.view("teller").cause()).contains("so it goes on as it was", cause);
        expectAll(LifeCycle.STARTED, "teller", "needing");
        host.update(upload(teller().version("2.1.0")));
        assertThat(told()).isEqualTo("2.1.0 hello");
        assertThat(bench.view("teller").cause()).isEmpty();
    }

    @Test
    void shouldNotUpdateOverTheFileOfAnother() throws Exception {
        start(new HostBench.Settings(), teller(), PluginJar.of("other").listener(""));

        assertThatExceptionOfType(PluginException.class)
                .isThrownBy(() -> host.update(teller().version("2.0.0").to(folder.resolve("upload/other-1.0.0.jar"))))
                .withMessageContaining("other-1.0.0.jar is the file of plugin other");

        expectAll(LifeCycle.STARTED, "teller", "other");
        assertThat(bench.view("teller").version()).isEqualTo("1.0.0");
    }

    @Test
    void shouldRestartDependentsAroundAnUpdate() throws Exception {
        start(new HostBench.Settings(), teller(), needing("b", "teller"), needing("c", "b"));
        var before = bench.view("c").since();

        host.update(upload(teller().version("1.1.0")));

        expectAll(LifeCycle.STARTED, "teller", "b", "c");
        assertThat(bench.view("c").since()).isAfter(before);
    }

    @Test
    void shouldStopAndStartDependentsWithWhatTheyNeed() throws Exception {
        start(new HostBench.Settings(), teller(), needing("b", "teller"), needing("c", "b"));

        host.stop("teller");
        expectAll(LifeCycle.STOPPED, "teller", "b", "c");
        assertThat(bench.view("b").cause()).isEqualTo("it needs plugin teller");

        host.start("teller");
        expectAll(LifeCycle.STARTED, "teller", "b", "c");
    }

    @Test
    void shouldStartDependentsWhenTheOneTheyNeedComesBack() throws Exception {
        start(new HostBench.Settings(), teller(), needing("b", "teller"), needing("c", "b"));

        host.uninstall("teller");
        expectAll(LifeCycle.STOPPED, "b", "c");

        host.install(upload(teller()));
        expectAll(LifeCycle.STARTED, "teller", "b", "c");
    }

    @Test
    void shouldStartDependentsWhenTheOneTheyNeedIsEnabled() throws Exception {
        start(new HostBench.Settings(), teller(), needing("b", "teller"));
        HostBench.Settings disabling = new HostBench.Settings();
        disabling.disabled = Set.of("teller");
        bench.reconfigure(disabling);
        expectAll(LifeCycle.STOPPED, "b");

        bench.reconfigure(new HostBench.Settings());

        expectAll(LifeCycle.STARTED, "teller", "b");
    }

    @Test
    void shouldStartDependentsWhenTheOneThatHasFailedIsMended() throws Exception {
        PluginJar failing =
                PluginJar.of("teller").plugin("public void start() { throw new IllegalStateException(\"no way\"); }");
        start(new HostBench.Settings(), failing, needing("b", "teller"));
        expectAll(LifeCycle.FAILED, "teller", "b");

        host.update(upload(teller().version("1.1.0")));

        expectAll(LifeCycle.STARTED, "teller", "b");
    }

    @Test
    void shouldRestartOnlyThoseWhoseSettingsChanged() throws Exception {
        start(
                new HostBench.Settings().with("teller", "word: one").with("other", "word: one"),
                teller(),
                PluginJar.of("other").plugin(TELLING.replace("drop(1,", "drop(2,")));
        bench.dropped.clear();

        bench.reconfigure(new HostBench.Settings().with("other", "word: one").with("teller", "word: two"));

        assertThat(bench.dropped).containsOnly(Map.entry(1L, "1.0.0 two"));
    }

    @Test
    void shouldGoOnWithOldSettingsWhenNewOnesAreRefused() throws Exception {
        start(
                new HostBench.Settings().with("teller", "word: one").with("needing", "word: one"),
                teller(),
                PluginJar.of("needing")
                        .attribute("Plugin-Dependencies", "teller")
                        .plugin(TELLING.replace("drop(1,", "drop(2,")));

        bench.reconfigure(new HostBench.Settings().with("needing", "word: two").with("teller", "unknown: 3"));

        expectAll(LifeCycle.STARTED, "teller", "needing");
        assertThat(told()).isEqualTo("1.0.0 one");
        assertThat(bench.view("teller").cause())
                .contains("so it goes on as it was", "sluice.yml:1: plugins.settings.teller.unknown");
        assertThat(bench.dropped).containsEntry(2L, "1.0.0 two");

        bench.reconfigure(new HostBench.Settings().with("teller", "word: three"));
        assertThat(told()).isEqualTo("1.0.0 three");
        assertThat(bench.view("teller").cause()).isEmpty();
    }

    @Test
    void shouldNotRestartAPluginForTheSettingsThatItGoesOnWith() throws Exception {
        start(new HostBench.Settings().with("teller", "word: one"), teller());
        bench.reconfigure(new HostBench.Settings().with("teller", "unknown: 3"));
        assertThat(bench.view("teller").cause()).contains("so it goes on as it was");
        bench.dropped.clear();

        bench.reconfigure(new HostBench.Settings().with("teller", "word: one"));

        assertThat(bench.dropped).isEmpty();
        assertThat(bench.view("teller").cause()).isEmpty();
        expectAll(LifeCycle.STARTED, "teller");
    }
}
