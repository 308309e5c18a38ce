package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lies in the plugin directories when the server starts. */
class PluginStartTest {
    @TempDir
    private Path folder;

    private HostBench bench;

    @BeforeEach
    void make() {
        bench = new HostBench(folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void expectFailed(String id, String cause) {
        assertThat(bench.view(id).state()).as("state of %s", bench.view(id)).isEqualTo(LifeCycle.FAILED);
        assertThat(bench.view(id).cause()).contains(cause);
    }

    @Test
    void shouldStartWhatIsThere() throws Exception {
        PluginJar.of("one").listener("").into(bench.plugins());
        bench.start();
        PluginView view = bench.view("one");
        assertThat(view.state()).as("state of %s", view).isEqualTo(LifeCycle.STARTED);
        assertThat(view.version()).isEqualTo("1.0.0");
        assertThat(view.extensions()).containsExactly("EventListener testplugin.Listener");
    }

    @Test
    void shouldStartZipsWithTheirLibraries() throws Exception {
        Path library = PluginJar.of("library")
                .sourceIn("lib", "Words", "public class Words { public static String hello() { return \"x\"; } }")
                .into(folder.resolve("libraries"));
        PluginJar.of("zipped").plugin("""
                        void init() {
                          try { Class.forName("lib.Words", true, getClass().getClassLoader()); }
                          catch (ClassNotFoundException e) { throw new IllegalStateException(e); }
                        }
                        public void start() { context().registerListener(event -> {}); }
                        """).zipTo(bench.plugins().resolve("zipped.zip"), library);
        bench.start();
        assertThat(bench.view("zipped").state()).as("%s", bench.view("zipped")).isEqualTo(LifeCycle.STARTED);
    }

    @Test
    void shouldStartThoseThatAreNeededFirst() throws Exception {
        PluginJar.of("a-needs-b")
                .attribute("Plugin-Dependencies", "b@>=1.0.0")
                .plugin("""
                public void start() { testlib.Shared.used = true; }
                """)
                .sourceIn("testlib", "Shared", "public class Shared { public static boolean used; }")
                .into(bench.plugins());
        PluginJar.of("b")
                .sourceIn("testlib", "Shared", "public class Shared { public static boolean used; }")
                .listener("")
                .into(bench.plugins());
        bench.start();
        assertThat(bench.view("a-needs-b").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.view("b").state()).isEqualTo(LifeCycle.STARTED);
    }

    @Test
    void shouldGoOnWithoutThoseThatAreBroken() throws Exception {
        Files.createDirectories(bench.plugins());
        Files.write(bench.plugins().resolve("corrupt.jar"), new byte[] {1, 2, 3});
        PluginJar.of("nameless")
                .attribute("Plugin-Id", null)
                .listener("")
                .to(bench.plugins().resolve("nameless.jar"));
        PluginJar.of("future").attribute("Plugin-Requires", "^2.0").listener("").into(bench.plugins());
        PluginJar.of("odd")
                .attribute("Plugin-Requires", "whatever")
                .listener("")
                .into(bench.plugins());
        PluginJar.of("lonely")
                .attribute("Plugin-Dependencies", "nobody")
                .listener("")
                .into(bench.plugins());
        PluginJar.of("ying")
                .attribute("Plugin-Dependencies", "yang")
                .listener("")
                .into(bench.plugins());
        PluginJar.of("yang")
                .attribute("Plugin-Dependencies", "ying")
                .listener("")
                .into(bench.plugins());
        PluginJar.of("picky")
                .attribute("Plugin-Dependencies", "fine@>=3.0.0")
                .listener("")
                .into(bench.plugins());
        PluginJar.of("throws")
                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")
                .into(bench.plugins());
        PluginJar.of("dependent")
                .attribute("Plugin-Dependencies", "throws")
                .listener("")
                .into(bench.plugins());
        PluginJar.of("unmarked").listener("").withoutIndex().into(bench.plugins());
        PluginJar.of("empty").source("Nothing", "class Nothing {}").into(bench.plugins());
        PluginJar.of("classless")
                .attribute("Plugin-Class", "testplugin.Missing")
                .into(bench.plugins());
        PluginJar.of("fine").listener("").into(bench.plugins());
        PluginJar.of("fine").listener("").to(bench.plugins().resolve("fine-copy.jar"));
        bench.start();

        expectFailed("corrupt.jar", "no complete jar or zip");
        expectFailed("nameless.jar", "its manifest has no Plugin-Id");
        expectFailed("future", "requires version ^2.0 of the plugin API, this server has 1.0.0");
        expectFailed("odd", "Plugin-Requires 'whatever' is no version range");
        expectFailed("lonely", "it needs plugin nobody, which is not there");
        expectFailed("ying", "it needs plugin yang, which needs it in turn");
        expectFailed("yang", "it needs plugin ying, which needs it in turn");
        expectFailed("picky", "it needs plugin fine >=3.0.0, there is 1.0.0");
        expectFailed("throws", "java.lang.IllegalStateException: no way");
        expectFailed("dependent", "it needs plugin throws, which is FAILED");
        expectFailed("unmarked", "the annotation processor did not run");
        expectFailed("empty", "no extensions found");
        expectFailed("classless", "there is no class testplugin.Missing");
        assertThat(bench.view("fine").state()).isEqualTo(LifeCycle.STARTED);
        assertThat(bench.knows("fine-copy.jar") || bench.knows("fine-1.0.0.jar"))
                .isTrue();
    }

    @Test
    void shouldNotUnpackBeyondItsFolder() throws Exception {
        PluginJar.of("slip")
                .listener("")
                .resource("../../escaped.txt", PluginJar.text("x"))
                .zipTo(bench.plugins().resolve("slip.zip"));
        bench.start();
        expectFailed("slip.zip", "the name of an entry leads out of it");
        assertThat(folder.resolve("escaped.txt")).doesNotExist();
    }

    @Test
    void shouldPreferWhatTheOperatorPutThere() throws Exception {
        PluginJar.of("both").version("1.0.0").listener("").into(folder.resolve("home/plugins"));
        PluginJar.of("both").version("0.9.0").listener("").into(bench.plugins());
        bench.start();
        assertThat(bench.view("both").version()).isEqualTo("0.9.0");
    }

    @Test
    void shouldNotStartWhatIsDisabled() throws Exception {
        var settings = new HostBench.Settings();
        settings.disabled = Set.of("off");
        PluginJar.of("off").listener("").into(bench.plugins());
        bench.settings(settings).start();
        assertThat(bench.view("off").state()).isEqualTo(LifeCycle.DISABLED);
    }

    @Test
    void shouldRefuseToStartWithoutWhatIsRequired() {
        var settings = new HostBench.Settings();
        settings.required = Set.of("throws", "absent");
        PluginJar.of("throws")
                .plugin("public void start() { throw new IllegalStateException(\"no way\"); }")
                .into(bench.plugins());
        bench.settings(settings);
        assertThatExceptionOfType(RequiredPluginsException.class)
                .isThrownBy(bench::start)
                .satisfies(refused -> assertThat(refused.problems())
                        .containsExactly(
                                "plugins.required: absent: there is no such plugin",
                                "plugins.required: throws: its start: java.lang.IllegalStateException: no way"));
    }

    @Test
    void shouldNameFileKeyAndRangeOfRefusedSettings() throws Exception {
        PluginJar.of("greeter").plugin("""
                record Greeting(@Setting(value = "3", min = "1", max = "10") int times) {}
                void init() { context().settings(Greeting.class); }
                """).into(bench.plugins());
        bench.settings(new HostBench.Settings().with("greeter", "\ntimes: 0")).start();
        assertThat(bench.view("greeter").cause())
                .isEqualTo("sluice.yml:2: plugins.settings.greeter.times: expected 1..10, got '0'");
    }
}
