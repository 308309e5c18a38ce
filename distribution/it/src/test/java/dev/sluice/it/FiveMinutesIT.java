package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * "Write a plugin in five minutes" of plugins.md, typed as it stands there. Maven has a local repository of the test's own
 * and takes what is not in it from that of this build, so that nothing is downloaded.
 */
class FiveMinutesIT {
    private static final Path SOURCES = Path.of(System.getProperty("sluice.it.sources"));
    private static final Path REPOSITORY = Path.of(System.getProperty("sluice.it.repository"));
    private static final Path MAVEN = Path.of(System.getProperty("sluice.it.maven"), "bin", "mvn");
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Set<String> LEFT_OUT = Set.of(".git", "target");
    private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private List<String> commands;

    @BeforeEach
    void readTheDocument() throws IOException {
        String document = Files.readString(Sluice.HOME.resolve("docs/plugins.md"));
        String chapter = document.substring(document.indexOf("## Write a plugin in five minutes"));
        commands = COMMANDS.matcher(chapter)
                .results()
                .map(match -> match.group(1).replace("/path/to/sluice", "" + Sluice.base(bench)))
                .toList();
        assertThat(commands).as("blocks of commands").hasSize(2);
    }

    @Test
    void shouldEndWithAGreetingInTheLog() throws IOException {
        makeMaven();
        Path checkout = bench.folder().resolve("checkout");
        copySources(checkout);
        type(commands.get(0), checkout);

        Sluice server = Sluice.start(bench);
        Files.createDirectories(Sluice.base(bench).resolve("plugins"));
        type(commands.get(1), Files.createDirectory(bench.folder().resolve("empty")));
        server.awaitLog("plugin greeter 1.0 started");
        WireClient.publishing(server.port(), "test").close();
        server.awaitLog("Greeter - Hello test");

        Sluice.configure(bench, "plugins: { settings: { greeter: { greeting: Welcome } } }");
        Sluice.command(bench, "reload").expectSuccess(FIVE_MINUTES);
        server.awaitLog("changed: [plugins.settings.greeter]");
        WireClient.publishing(server.port(), "test").close();
        server.awaitLog("Greeter - Welcome test");
    }

    private void type(String command, Path folder) {
        var builder = new ProcessBuilder("bash", "-e", "-c", command).directory(folder.toFile());
        builder.environment().merge("PATH", bench.folder() + ":", (path, first) -> first + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        bench.start(builder).expectSuccess(FIVE_MINUTES);
    }

    /** A mvn that leaves the user's local repository as it is, and does not check again what this build has checked. */
    private void makeMaven() throws IOException {
        Path settings = bench.folder().resolve("settings.xml");
        String repository = """
                <id>build</id><url>%s</url>
                <releases><checksumPolicy>ignore</checksumPolicy></releases>
                <snapshots><enabled>false</enabled></snapshots>
                """.formatted(REPOSITORY.toUri());
        Files.writeString(settings, """
                <settings>
                  <profiles>
                    <profile>
                      <id>build</id>
                      <repositories><repository>%1$s</repository></repositories>
                      <pluginRepositories><pluginRepository>%1$s</pluginRepository></pluginRepositories>
                    </profile>
                  </profiles>
                  <activeProfiles><activeProfile>build</activeProfile></activeProfiles>
                </settings>
                """.formatted(repository));
        Path maven = bench.folder().resolve("mvn");
        Files.writeString(maven, """
                #!/bin/sh
                MAVEN_OPTS='-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
                export MAVEN_OPTS
                exec '%s' -B -ntp -gs '%s' -Dmaven.repo.local='%s' -Dspotless.check.skip -Dmaven.javadoc.skip "$@"
                """.formatted(MAVEN, settings, bench.folder().resolve("repository")));
        assertThat(maven.toFile().setExecutable(true)).isTrue();
    }

    private static void copySources(Path checkout) throws IOException {
        Files.walkFileTree(SOURCES, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (LEFT_OUT.contains(folder.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectory(checkout.resolve(SOURCES.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!file.getFileName().toString().equals(".git")) {
                    Files.copy(file, checkout.resolve(SOURCES.relativize(file)));
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
