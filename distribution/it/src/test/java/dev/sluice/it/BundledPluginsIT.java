package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The tarball's {@code plugins/}, and what must not come with it. */
class BundledPluginsIT {
    private static final List<String> IDS =
            List.of("auth-rules", "auth-signed-url", "event-log", "http-hooks", "metrics-prometheus", "recorder-flv");
    private static final List<String> LIBRARIES = List.of(
            "java-semver-",
            "log4j-api-",
            "log4j-core-",
            "log4j-slf4j2-impl-",
            "pf4j-",
            "picocli-",
            "slf4j-api-",
            "sluice-plugin-api-",
            "sluice-server-core-",
            "snakeyaml-");

    @RegisterExtension
    private final Workbench bench = new Workbench();

    @Test
    void shouldHaveAJarForEachPlugin() throws IOException {
        String version = System.getProperty("sluice.it.version");
        assertThat(names("plugins"))
                .isEqualTo(IDS.stream().map(id -> id + "-" + version + ".jar").toList());
    }

    @Test
    void shouldNameThePluginInEachJar() throws IOException {
        for (Path file : files("plugins")) {
            try (var jar = new JarFile(file.toFile())) {
                Attributes manifest = jar.getManifest().getMainAttributes();
                assertThat(file.getFileName().toString())
                        .isEqualTo(manifest.getValue("Plugin-Id") + "-" + manifest.getValue("Plugin-Version") + ".jar");
                assertThat(manifest.getValue("Plugin-Requires")).isEqualTo("^1.0");
                String plugin = manifest.getValue("Plugin-Class").replace('.', '/') + ".class";
                assertThat(jar.getEntry(plugin)).as("%s in %s", plugin, file).isNotNull();
            }
        }
    }

    @Test
    void shouldNotBringWhatTheServerHas() throws IOException {
        for (Path file : files("plugins")) {
            try (var jar = new JarFile(file.toFile())) {
                assertThat(jar.stream().map(entry -> entry.getName()))
                        .as(file.toString())
                        .noneMatch(name -> name.matches("(dev/sluice/(api|testkit|config)|org/(slf4j|pf4j))/.*"))
                        .doesNotContain("module-info.class");
            }
        }
    }

    @Test
    void shouldLetLibrariesUseWhatTheyHaveForNewerJdks() throws IOException {
        for (Path file : files("plugins")) {
            try (var jar = new JarFile(file.toFile())) {
                assertThat(jar.isMultiRelease()).as(file.toString()).isTrue();
            }
        }
    }

    @Test
    void shouldKeepTheirLibrariesFromTheServer() throws IOException {
        assertThat(names("lib")).hasSameSizeAs(LIBRARIES);
        for (int i = 0; i < LIBRARIES.size(); i++) {
            assertThat(names("lib").get(i)).startsWith(LIBRARIES.get(i));
        }
    }

    /** As shipped none of them does anything: no port is opened, and no file written outside the documented folders. */
    @Test
    void shouldBeIdleUntilConfigured() throws IOException {
        Sluice server = Sluice.start(bench);
        for (String id : IDS) {
            assertThat(server.log()).containsPattern("plugin " + id + " \\S+ started \\(idle");
        }
        WireClient publisher = WireClient.publishing(server.port(), "untold");
        publisher.send(new ScriptedMedia(1, 0).headersAnd(20));
        publisher.sync();
        if (Footprint.isMeasurable()) {
            // the other one is for bin/sluice
            assertThat(Footprint.portsOf(server.process())).hasSize(2).contains(server.port());
        }
        publisher.close();
        server.process().terminate();
        server.process().expectSuccess(Duration.ofSeconds(60));
        assertThat(namesIn(Sluice.base(bench))).containsExactly("conf", "data", "logs");
        assertThat(namesIn(Sluice.base(bench).resolve("conf"))).containsExactly("sluice.yml");
        assertThat(namesIn(Sluice.base(bench).resolve("logs"))).containsExactly("logging.log", "sluice.log");
        assertThat(namesIn(Sluice.base(bench).resolve("data"))).noneMatch(name -> name.startsWith("plugin-"));
    }

    private static List<Path> files(String folder) throws IOException {
        return filesIn(Sluice.HOME.resolve(folder));
    }

    private static List<String> names(String folder) throws IOException {
        return namesIn(Sluice.HOME.resolve(folder));
    }

    private static List<String> namesIn(Path folder) throws IOException {
        return filesIn(folder).stream()
                .map(file -> file.getFileName().toString())
                .toList();
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
