package dev.sluice.plugin;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.pf4j.CompoundPluginDescriptorFinder;
import org.pf4j.ManifestPluginDescriptorFinder;
import org.pf4j.PluginDescriptor;
import org.pf4j.PropertiesPluginDescriptorFinder;

/**
 * A jar or a PF4J zip in a plugin directory, with what it says of itself.
 *
 * @param mark what changes when the file does
 */
record PluginArchive(Path file, FileMark mark, PluginDescriptor descriptor) {
    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private static final long MAX_UNPACKED_BYTES = 1L << 30;
    private static final int MAX_ENTRIES = 200_000;
    private static final String ZIP_CLASSES = "classes/";

    /** How PF4J finds what an archive says of itself: plugin.properties before the manifest. */
    static CompoundPluginDescriptorFinder descriptorFinder() {
        return new CompoundPluginDescriptorFinder()
                .add(new PropertiesPluginDescriptorFinder())
                .add(new ManifestPluginDescriptorFinder());
    }

    static boolean isNamedSo(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".jar") || name.endsWith(".zip"));
    }

    static PluginArchive read(Path file, FileMark mark) throws PluginException {
        checkContent(file);
        PluginDescriptor descriptor;
        try {
            descriptor = descriptorFinder().find(file);
        } catch (RuntimeException failure) {
            throw new PluginException("its manifest cannot be read: " + PluginException.causeOf(failure), failure);
        }
        require(descriptor.getPluginId(), "Plugin-Id");
        require(descriptor.getVersion(), "Plugin-Version");
        if (!ID.matcher(descriptor.getPluginId()).matches()) {
            throw new PluginException("Plugin-Id: expected letters, digits, '.', '_' and '-', at most 64");
        }
        return new PluginArchive(file, mark, descriptor);
    }

    String id() {
        return descriptor.getPluginId();
    }

    String version() {
        return descriptor.getVersion();
    }

    /** Copies a jar, or unpacks a zip, into {@code folder}, where nobody changes it. */
    Path copyInto(Path folder, long number) throws IOException, PluginException {
        Files.createDirectories(folder);
        Path copy = folder.resolve(id() + "-" + number + (isZip() ? "" : ".jar"));
        if (!isZip()) {
            return Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : entriesOf(zip)) {
                Path target = copy.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    Files.createDirectories(target.getParent());
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.copy(in, target);
                    }
                }
            }
        }
        return copy;
    }

    /** Whether its own classes mention the API's authenticator, and so may be one. True when that cannot be told. */
    boolean mayAuthenticate() {
        // what it extends may lie in a plugin that it needs
        return !descriptor.getDependencies().isEmpty() || mentions("dev/sluice/api/Authenticator");
    }

    /** Whether its own classes are marked as extensions. */
    boolean marksExtensions() {
        return mentions("Lorg/pf4j/Extension;");
    }

    private boolean mentions(String constant) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : entriesOf(zip)) {
                String name = entry.getName();
                boolean unknown = isZip() && name.endsWith(".jar");
                if (unknown || name.endsWith(".class") && contains(zip, entry, constant)) {
                    return true;
                }
            }
            return false;
        } catch (IOException | PluginException unreadable) {
            return true;
        }
    }

    private static boolean contains(ZipFile zip, ZipEntry entry, String constant) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1).contains(constant);
        }
    }

    private boolean isZip() {
        return file.getFileName().toString().endsWith(".zip");
    }

    private static void require(String value, String attribute) throws PluginException {
        if (value == null || value.isBlank()) {
            throw new PluginException("its manifest has no " + attribute);
        }
    }

    private static void checkContent(Path file) throws PluginException {
        boolean zipForm = file.getFileName().toString().endsWith(".zip");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            entriesOf(zip);
            boolean properties = zip.getEntry("plugin.properties") != null;
            ZipEntry manifest = zip.getEntry((zipForm ? ZIP_CLASSES : "") + "META-INF/MANIFEST.MF");
            if (manifest == null && !properties) {
                throw new PluginException("it has no manifest");
            }
            if (manifest != null && !properties) {
                try (InputStream in = zip.getInputStream(manifest)) {
                    require(attribute(new Manifest(in), ManifestPluginDescriptorFinder.PLUGIN_ID), "Plugin-Id");
                }
            }
        } catch (IOException | IllegalArgumentException corrupt) {
            throw new PluginException("it is no complete jar or zip: " + corrupt.getMessage(), corrupt);
        }
    }

    private static String attribute(Manifest manifest, String name) {
        Attributes attributes = manifest.getMainAttributes();
        return attributes.getValue(name);
    }

    /** All entries of an archive that has neither too much in it nor anything that leads out of it. */
    private static List<? extends ZipEntry> entriesOf(ZipFile zip) throws IOException, PluginException {
        if (zip.size() > MAX_ENTRIES) {
            throw new PluginException("it has more than " + MAX_ENTRIES + " entries");
        }
        List<? extends ZipEntry> entries = zip.stream().toList();
        long bytes = 0;
        for (ZipEntry entry : entries) {
            bytes += Math.max(0, entry.getSize());
            Path name = Path.of(entry.getName());
            if (name.isAbsolute()
                    || name.normalize().startsWith("..")
                    || entry.getName().indexOf('\\') >= 0) {
                throw new PluginException("the name of an entry leads out of it: " + entry.getName());
            }
        }
        if (bytes > MAX_UNPACKED_BYTES) {
            throw new PluginException("it unpacks to more than " + (MAX_UNPACKED_BYTES >> 20) + " MiB");
        }
        return entries;
    }

    /** The parts of the class path within an unpacked copy. */
    static List<File> classPath(Path copy) throws IOException {
        if (!Files.isDirectory(copy)) {
            return List.of(copy.toFile());
        }
        Path libraries = copy.resolve("lib");
        if (!Files.isDirectory(libraries)) {
            return List.of(copy.resolve("classes").toFile());
        }
        try (Stream<Path> files = Files.list(libraries)) {
            Stream<Path> jars =
                    files.filter(jar -> jar.toString().endsWith(".jar")).sorted();
            return Stream.concat(Stream.of(copy.resolve("classes")), jars)
                    .map(Path::toFile)
                    .toList();
        }
    }
}
