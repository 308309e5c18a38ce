package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a plugin sees of the server, and what of its own jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PluginIsolationTest {
    private WatchedServer server;
    private Path folder;

    @BeforeAll
    void start(@TempDir Path base) throws Exception {
        folder = base;
        server = new WatchedServer(base, Map.of("plugins.watch", "false"));
    }

    @AfterAll
    void close() {
        server.close();
    }

    @AfterEach
    void end() throws Exception {
        server.host().uninstall("curious");
        server.expectNothingLost();
    }

    /** Starts a plugin whose start throws unless {@code body} finds what it expects. */
    private void expectStarts(PluginJar jar, String body) throws Exception {
        jar.plugin("""
                static void expect(boolean so, Object what) { if (!so) throw new IllegalStateException("" + what); }
                public void start() {
                  try { look(); } catch (Exception e) { throw new IllegalStateException(e); }
                }
                private void look() throws Exception {
                  ClassLoader loader = getClass().getClassLoader();
                """ + body + "}");
        server.host().install(jar.into(folder.resolve("jars")));
        assertThat(server.view("curious").state()).isEqualTo(LifeCycle.STARTED);
    }

    @Test
    void shouldNotSeeTheServersClasses() throws Exception {
        List<String> names = List.of(
                "dev.sluice.SluiceServer",
                "dev.sluice.net.EventLoop",
                "dev.sluice.plugin.PluginHost",
                "org.yaml.snakeyaml.Yaml",
                "picocli.CommandLine",
                "org.pf4j.PluginManager",
                "org.pf4j.PluginWrapper",
                "com.github.zafarkhaja.semver.Version",
                "org.apache.logging.log4j.core.LoggerContext",
                "org.junit.jupiter.api.Test");
        for (String name : names) {
            Class.forName(name, false, getClass().getClassLoader());
        }
        expectStarts(PluginJar.of("curious"), """
                for (String name : "%s".split(",")) {
                  for (ClassLoader each : List.of(loader, Thread.currentThread().getContextClassLoader(), loader.getParent())) {
                    try { expect(false, Class.forName(name, false, each)); } catch (ClassNotFoundException fine) {}
                  }
                }
                """.formatted(String.join(",", names)));
    }

    @Test
    void shouldNotSeeTheServersResources() throws Exception {
        expectStarts(PluginJar.of("curious").withoutIndex(), """
                for (String name : List.of("dev/sluice/version.properties", "META-INF/extensions.idx", "log4j2.xml",
                    "META-INF/services/org.slf4j.spi.SLF4JServiceProvider",
                    "META-INF/services/javax.annotation.processing.Processor",
                    "META-INF/services/org.apache.logging.log4j.spi.Provider",
                    "dev/sluice/SluiceServer.class", "org/pf4j/PluginManager.class")) {
                  expect(loader.getResource(name) == null, name);
                  expect(!loader.getResources(name).hasMoreElements(), name);
                  expect(loader.getResourceAsStream(name) == null, name);
                  expect(getClass().getResource("/" + name) == null, name);
                }
                URL own = loader.getResource("META-INF/MANIFEST.MF");
                expect(own.toString().contains("curious"), own);
                expect(Collections.list(loader.getResources("META-INF/MANIFEST.MF")).stream()
                    .noneMatch(url -> url.toString().contains("server-core") || url.toString().contains("pf4j")), "manifests");
                """.replace("URL own", "java.net.URL own"));
    }

    @Test
    void shouldSeeTheApiAndTheLogger() throws Exception {
        expectStarts(PluginJar.of("curious"), """
                org.slf4j.LoggerFactory.getLogger(Main.class).debug("hello");
                expect(Authenticator.class.getClassLoader() != loader, "the API is the server's");
                expect(Class.forName("java.net.http.HttpClient").getClassLoader() != loader, "JDK");
                expect(Thread.currentThread().getContextClassLoader() == loader, "context class loader");
                """);
    }

    @Test
    void shouldUseItsOwnVersionOfALibrary() throws Exception {
        PluginJar jar = PluginJar.of("curious")
                .sourceIn("org.yaml.snakeyaml", "Yaml", """
                        public class Yaml { public static String version() { return "mine"; } }
                        """)
                .sourceIn("picocli", "CommandLine", "public class CommandLine {}");
        expectStarts(jar, """
                expect(org.yaml.snakeyaml.Yaml.version().equals("mine"), "version");
                expect(org.yaml.snakeyaml.Yaml.class.getClassLoader() == loader, "loader");
                expect(Class.forName("picocli.CommandLine").getClassLoader() == loader, "loader");
                """);
    }

    @Test
    void shouldRunABundledLibrary() throws Exception {
        PluginJar jar = PluginJar.of("curious").bundle(jarOf(org.yaml.snakeyaml.Yaml.class));
        expectStarts(jar, """
                Object read = new org.yaml.snakeyaml.Yaml().load("{a: 1}");
                expect(read.equals(Map.of("a", 1)), read);
                expect(org.yaml.snakeyaml.Yaml.class.getClassLoader() == loader, "loader");
                """);
    }

    @Test
    void shouldUseTheServersApiWhateverIsBundled() throws Exception {
        PluginJar jar = PluginJar.of("curious")
                .resource("dev/sluice/api/Decision.class", bytesOf(Decision.class))
                .resource("dev/sluice/api/Authenticator.class", bytesOf(Authenticator.class))
                .bundle(jarOf(org.slf4j.Logger.class))
                .bundle(jarOf(org.pf4j.Extension.class))
                .authenticator("return now(Decision.deny(\"as ever\"));");
        expectStarts(jar, """
                expect(loader.getResource("dev/sluice/api/Decision.class").toString().contains("curious"), "is bundled");
                expect(Decision.class.getClassLoader() != loader, "API");
                expect(org.slf4j.Logger.class.getClassLoader() != loader, "logger");
                try { expect(false, Class.forName("org.pf4j.PluginManager")); } catch (ClassNotFoundException fine) {}
                """);
        assertThat(Attempt.publish(server.port(), "key")).isEqualTo("NetConnection.Connect.Rejected");
    }

    @Test
    void shouldFindTheServicesOfItsJar() throws Exception {
        PluginJar jar = PluginJar.of("curious")
                .sourceIn("json", "Codec", "public interface Codec { String encode(Object value); }")
                .sourceIn("json", "Quoting", """
                        public class Quoting implements Codec { public String encode(Object o) { return "'" + o + "'"; } }
                        """)
                .resource("META-INF/services/json.Codec", PluginJar.text("json.Quoting\n"));
        expectStarts(jar, """
                for (ServiceLoader<json.Codec> found : List.of(ServiceLoader.load(json.Codec.class),
                    ServiceLoader.load(json.Codec.class, loader))) {
                  expect(found.findFirst().get().encode(1).equals("'1'"), "codec");
                }
                String there = context().scheduler().submit(() ->
                    ServiceLoader.load(json.Codec.class).findFirst().get().encode(2)).get();
                expect(there.equals("'2'"), there);
                """);
    }

    private static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return in.readAllBytes();
        }
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
