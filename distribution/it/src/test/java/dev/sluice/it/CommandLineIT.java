package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code bin/sluice} as operators, systemd and containers use it. */
class CommandLineIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    private final Workbench bench = new Workbench();

    @Test
    void shouldTellItsVersion() {
        Run run = Sluice.command(bench, "version");
        run.expectSuccess(LIMIT);
        assertThat(run.output()).contains(System.getProperty("sluice.it.version"));
    }

    @Test
    void shouldAcceptTheShippedConfiguration() {
        Sluice.command(bench, "check").expectSuccess(LIMIT);
    }

    @Test
    void shouldAcceptAnEmptyConfiguration() throws IOException {
        Files.writeString(Sluice.base(bench).resolve("conf/sluice.yml"), "");
        Sluice.command(bench, "check").expectSuccess(LIMIT);
    }

    @Test
    void shouldRefuseABadConfigurationWithItsPlace() throws IOException {
        Files.writeString(Sluice.base(bench).resolve("conf/sluice.yml"), "limits:\n  maxConnections: many\n");
        for (String command : new String[] {"check", "run"}) {
            Run run = Sluice.command(bench, command);
            assertThat(run.exitCode(LIMIT)).as("%s", run).isEqualTo(2);
            assertThat(run.output())
                    .contains("sluice.yml:2: limits.maxConnections")
                    .contains("'many'")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void shouldRefuseAnUnknownCommand() {
        assertThat(Sluice.command(bench, "frobnicate").exitCode(LIMIT)).isEqualTo(2);
    }

    @Test
    void shouldEndWithOneWhenThePortIsTaken() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Run run = Sluice.run(bench, taken.getLocalPort());
            assertThat(run.exitCode(LIMIT)).isEqualTo(1);
            assertThat(run.output()).contains("" + taken.getLocalPort()).doesNotContain("\tat ");
        }
    }

    @Test
    void shouldEndWithOneWhenAnotherServerHasTheBase() {
        Sluice.start(bench);
        Run second = Sluice.run(bench, 0);
        assertThat(second.exitCode(LIMIT)).isEqualTo(1);
        assertThat(second.output()).contains(Sluice.base(bench).toString()).doesNotContain("\tat ");
    }

    @Test
    void shouldStopGracefullyOnSigterm() {
        Sluice server = Sluice.start(bench);
        var ffmpeg = new Ffmpeg(bench);
        Path file = bench.folder().resolve("watched.flv");
        Run player = ffmpeg.record(server.url("stopped"), file, Ffmpeg.ENDLESS_SECONDS);
        ffmpeg.publish(server.url("stopped"), "160x120", Ffmpeg.ENDLESS_SECONDS);
        LateJoinIT.awaitMedia(file);
        server.process().terminate();
        server.process().expectSuccess(LIMIT);
        player.exitCode(LIMIT);
    }

    @Test
    void shouldReadItsConfigurationAgainOnSighup() throws IOException {
        Sluice server = Sluice.start(bench);
        Sluice.configure(bench, "limits: { maxConnections: 77 }");
        server.process().hangUp();
        server.awaitLog("changed: [limits.maxConnections]");
    }

    /** A plugin's start hangs on a file that is a pipe, so it is not serving yet. */
    @Test
    void shouldReadItsConfigurationAgainWhenSighupCameWhileItStarted() throws IOException, InterruptedException {
        Path pipe = Sluice.base(bench).resolve("conf/ca.pem");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Sluice.configure(
                bench,
                "plugins: { settings: { http-hooks: { onPublish: 'https://127.0.0.1:9/', caFile: " + pipe + " } } }");
        Run run = Sluice.run(bench, 0);
        Awaitility.await("plugins start").atMost(LIMIT).until(() -> run.output().contains("plugin event-log "));
        run.hangUp();
        // for reading too, which waits for nobody: it may have died
        try (var channel = FileChannel.open(pipe, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("no certificate".getBytes(StandardCharsets.US_ASCII)));
            Files.delete(pipe);
        }
        Awaitility.await("reload").atMost(LIMIT).until(() -> run.output().contains("reloaded; changed: []"));
        assertThat(run.output()).containsSubsequence("serving ", "reloaded;");
    }

    /** The installation may be read-only: nothing in it changes. */
    @Test
    void shouldWriteOnlyToTheBase() throws IOException {
        Map<Path, String> before = snapshot(Sluice.HOME);
        Sluice server = Sluice.start(bench);
        server.process().terminate();
        server.process().expectSuccess(LIMIT);
        assertThat(snapshot(Sluice.HOME)).isEqualTo(before);
        assertThat(Sluice.base(bench).resolve("logs")).isDirectory();
        assertThat(Sluice.base(bench).resolve("data")).isDirectory();
    }

    private static Map<Path, String> snapshot(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            var snapshot = new TreeMap<Path, String>();
            for (Path path : paths.toList()) {
                snapshot.put(path, Files.getLastModifiedTime(path) + " " + Files.size(path));
            }
            return snapshot;
        }
    }

    @Test
    void shouldRefuseAnOldJava() throws IOException {
        Path home = bench.folder().resolve("old-java");
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(java, """
                #!/bin/sh
                echo 'openjdk version "11.0.2" 2019-01-15' >&2
                echo '    java.vm.version = 11.0.2+9' >&2
                echo '    java.specification.version = 11' >&2
                """);
        assertThat(java.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"11.0.2\"\nJAVA_RUNTIME_VERSION=\"11.0.2+9\"\n");
        ProcessBuilder builder = Sluice.builder(Sluice.base(bench), "version");
        builder.environment().put("JAVA_HOME", home.toString());
        Run run = bench.start(builder);
        assertThat(run.exitCode(LIMIT)).isNotZero();
        assertThat(run.output()).contains("Java 17").contains("11.0.2");
    }

    /** The figure that counts comes from the benchmarks; this bound only notices that something is badly wrong. */
    @Test
    void shouldListenSoonOnceTheClassArchiveExists() throws IOException {
        Path data = Sluice.base(bench).resolve("data");
        Sluice.letTrain(Sluice.base(bench));
        ProcessBuilder builder = Sluice.builder(
                Sluice.base(bench), "run", "--set", "listeners[0].host=127.0.0.1", "--set", "listeners[0].port=0");
        builder.environment().merge("PATH", makeNice() + ":", (path, first) -> first + path);
        Run first = bench.start(builder);
        Awaitility.await("class archive").atMost(Duration.ofMinutes(3)).until(() -> archiveIsIn(data));
        first.terminate();
        first.expectSuccess(LIMIT);
        long start = System.nanoTime();
        Sluice second = Sluice.start(bench);
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.println("serving after " + taken.toMillis() + " ms with the class archive");
        assertThat(taken).isLessThan(Duration.ofSeconds(20));
        assertThat(commandLine(second.process())).contains("-XX:SharedArchiveFile=" + data);
    }

    /** A nice that is not: on a busy machine the archive would take minutes. */
    private Path makeNice() throws IOException {
        Path folder = Files.createDirectory(bench.folder().resolve("path"));
        Path nice = Files.writeString(folder.resolve("nice"), "#!/bin/sh\nshift 2\nexec \"$@\"\n");
        assertThat(nice.toFile().setExecutable(true)).isTrue();
        return folder;
    }

    private static String commandLine(Run server) {
        return ProcessHandle.of(server.pid())
                .flatMap(process -> process.info().commandLine())
                .orElse("");
    }

    private static boolean archiveIsIn(Path data) throws IOException {
        if (!Files.isDirectory(data)) {
            return false;
        }
        try (var files = Files.list(data)) {
            var names = files.map(file -> file.getFileName().toString()).toList();
            return names.stream().anyMatch(name -> name.matches("cds-.*\\.jsa")) && !names.contains("cds-training");
        }
    }
}
