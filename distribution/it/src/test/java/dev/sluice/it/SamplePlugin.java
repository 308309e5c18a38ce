package dev.sluice.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/** The plugin {@code hello}, as this build made it. */
final class SamplePlugin {
    static final Path JAR = Path.of(System.getProperty("sluice.it.hello")).normalize();

    private SamplePlugin() {}

    /** The same plugin with another version in its manifest. */
    static Path copy(Path copy, String version) throws IOException {
        try (var jar = new JarFile(JAR.toFile())) {
            Manifest manifest = jar.getManifest();
            manifest.getMainAttributes().put(new Attributes.Name("Plugin-Version"), version);
            try (var out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
                for (var entry : jar.stream()
                        .filter(entry -> !entry.getName().equals(JarFile.MANIFEST_NAME))
                        .toList()) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    jar.getInputStream(entry).transferTo(out);
                    out.closeEntry();
                }
            }
        }
        return copy;
    }
}
