package dev.sluice.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** A plugin that a test writes: compiled from source, with PF4J's processor, and packed as authors pack theirs. */
public final class PluginJar {
    private static final String IMPORTS = """
            import dev.sluice.api.*;
            import dev.sluice.api.EventListener;
            import java.io.*;
            import java.nio.file.*;
            import java.time.*;
            import java.util.*;
            import java.util.concurrent.*;
            import java.util.concurrent.atomic.*;
            import org.pf4j.Extension;
            """;

    private final String id;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final Map<String, String> sources = new LinkedHashMap<>();
    private final Map<String, byte[]> resources = new LinkedHashMap<>();
    private final Set<String> missing = new HashSet<>();
    private boolean processed = true;

    private PluginJar(String id) {
        this.id = id;
        attributes.put("Plugin-Id", id);
        attributes.put("Plugin-Version", "1.0.0");
        attributes.put("Plugin-Requires", "^1.0");
    }

    public static PluginJar of(String id) {
        return new PluginJar(id);
    }

    /** @param value null leaves the attribute out */
    public PluginJar attribute(String name, String value) {
        attributes.put(name, value);
        return this;
    }

    public PluginJar version(String version) {
        return attribute("Plugin-Version", version);
    }

    /** A class in package {@code testplugin}, with what is usual imported; its first type names it. */
    public PluginJar source(String name, String body) {
        sources.put("testplugin/" + name, "package testplugin;\n" + IMPORTS + body);
        return this;
    }

    /** A class in a package of its own. */
    public PluginJar sourceIn(String packageName, String name, String body) {
        sources.put(packageName.replace('.', '/') + "/" + name, "package " + packageName + ";\n" + IMPORTS + body);
        return this;
    }

    /** The plugin's class, {@code testplugin.Main}: what stands in its body. */
    public PluginJar plugin(String body) {
        attribute("Plugin-Class", "testplugin.Main");
        String init = body.contains("void init()") ? "" : "void init() {}\n";
        return source(
                "Main",
                "public class Main extends SluicePlugin {\n"
                        + "public Main(PluginContext context) { super(context); init(); }\n" + init + body + "}\n");
    }

    /** An authenticator of which {@code body} is the body of {@code authenticate}, the parameter being {@code request}. */
    public PluginJar authenticator(String body) {
        return source(
                "Auth",
                "@Extension public class Auth implements Authenticator {\n"
                        + "static CompletionStage<Decision> now(Decision d) { return CompletableFuture.completedFuture(d); }\n"
                        + "public CompletionStage<Decision> authenticate(AccessRequest request) { " + body + " }\n}\n");
    }

    /** A listener of which {@code body} is the body of {@code onEvent}, the parameter being {@code event}. */
    public PluginJar listener(String body) {
        return source(
                "Listener",
                "@Extension public class Listener implements EventListener {\n"
                        + "public void onEvent(ServerEvent event) { " + body + " }\n}\n");
    }

    public PluginJar resource(String name, byte[] content) {
        resources.put(name, content);
        return this;
    }

    /** The content of another jar, as shading has it. */
    public PluginJar bundle(Path jar) {
        try (var in = new java.util.jar.JarFile(jar.toFile())) {
            for (JarEntry entry : java.util.Collections.list(in.entries())) {
                if (!entry.isDirectory() && !entry.getName().equals("META-INF/MANIFEST.MF")) {
                    resources.put(entry.getName(), in.getInputStream(entry).readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** As when the author's build does not run the annotation processor. */
    public PluginJar withoutIndex() {
        processed = false;
        return this;
    }

    /** Leaves an entry out, such as a class that was there when the others were compiled. */
    public PluginJar without(String entry) {
        missing.add(entry);
        return this;
    }

    /** Writes {@code folder/ID-VERSION.jar}, all at once. */
    public Path into(Path folder) {
        return to(folder.resolve(id + "-" + attributes.get("Plugin-Version") + ".jar"));
    }

    /** Writes that jar, all at once, over one that may be there. */
    public Path to(Path jar) {
        Path part = jar.resolveSibling("." + jar.getFileName() + ".part");
        try {
            Files.createDirectories(jar.getParent());
            try (OutputStream out = Files.newOutputStream(part);
                    JarOutputStream jarOut = new JarOutputStream(out, manifest())) {
                write(jarOut, "");
            }
            return Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes PF4J's zip form: {@code classes/} and, for each library, {@code lib/}. */
    public Path zipTo(Path zip, Path... libraries) {
        try {
            Files.createDirectories(zip.getParent());
            try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
                out.putNextEntry(new ZipEntry("classes/META-INF/MANIFEST.MF"));
                manifest().write(out);
                write(out, "classes/");
                for (Path library : libraries) {
                    out.putNextEntry(new ZipEntry("lib/" + library.getFileName()));
                    out.write(Files.readAllBytes(library));
                }
            }
            return zip;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(ZipOutputStream out, String prefix) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>(resources);
        entries.putAll(compile());
        entries.keySet().removeAll(missing);
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            out.putNextEntry(new ZipEntry(prefix + entry.getKey()));
            out.write(entry.getValue());
        }
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> {
            if (value != null) {
                manifest.getMainAttributes().putValue(name, value);
            }
        });
        return manifest;
    }

    private Map<String, byte[]> compile() throws IOException {
        if (sources.isEmpty()) {
            return Map.of();
        }
        Path classes = Files.createTempDirectory("plugin-classes-");
        try {
            JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
            List<String> options = new ArrayList<>(
                    List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "--release", "17"));
            options.addAll(
                    processed
                            ? List.of("-processor", "org.pf4j.processor.ExtensionAnnotationProcessor")
                            : List.of("-proc:none"));
            StringWriter said = new StringWriter();
            boolean compiled =
                    compiler.getTask(said, null, null, options, null, units()).call();
            assertThat(compiled).as("%s", said).isTrue();
            return read(classes);
        } finally {
            Starter.delete(classes);
        }
    }

    private List<JavaFileObject> units() {
        List<JavaFileObject> units = new ArrayList<>();
        sources.forEach((name, text) -> units.add(
                new SimpleJavaFileObject(URI.create("string:///" + name + ".java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return text;
                    }
                }));
        return units;
    }

    private static Map<String, byte[]> read(Path classes) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (var files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                entries.put(classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return entries;
    }

    static byte[] text(String content) {
        return content.getBytes(StandardCharsets.UTF_8);
    }
}
