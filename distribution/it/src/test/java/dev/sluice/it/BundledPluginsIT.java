package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

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

    private static List<Path> files(String folder) throws IOException {
        try (var files = Files.list(Sluice.HOME.resolve(folder))) {
            return files.sorted().toList();
        }
    }

    private static List<String> names(String folder) throws IOException {
        return files(folder).stream().map(file -> file.getFileName().toString()).toList();
    }
}
