package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.spi.ToolProvider;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code bin/sluice} beside a running server, as operators and their scripts use it. */
class OperatorIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> QUERIES =
            List.of("status", "streams", "connections", "plugins", "recordings", "bans", "blocked");

    @RegisterExtension
    private final Workbench bench = new Workbench();

    /** Clients need not say anything. */
    private Sluice start() {
        return Sluice.start(bench, "rtmp.idleTimeout=10m", "applications.live.publish.idleTimeout=10m");
    }

    private Run done(String... command) {
        return done(Sluice.command(bench, command));
    }

    private Run done(Run run) {
        assertThat(run.exitCode(LIMIT)).as("%s: %s", run, run.output()).isZero();
        return run;
    }

    private String refused(int exitCode, String... command) {
        return refused(exitCode, Sluice.command(bench, command));
    }

    private String refused(int exitCode, Run run) {
        assertThat(run.exitCode(LIMIT)).as("%s: %s", run, run.output()).isEqualTo(exitCode);
        assertThat(run.output().lines()).as("%s", run).hasSize(1);
        return run.output();
    }

    private WireClient publish(Sluice server, String key) {
        WireClient publisher = WireClient.publishing(server.port(), key);
        publisher.send(new ScriptedMedia(1, 0).headersAnd(10));
        publisher.sync();
        return publisher;
    }

    /** At once, which takes less time than one after the other. */
    private static List<Run> all(Function<String, Run> start) {
        return QUERIES.stream().map(start).toList();
    }

    @Test
    void shouldSayThatNoServerRuns() {
        for (Run run : all(query -> Sluice.command(bench, query))) {
            assertThat(refused(1, run)).startsWith("sluice: no server runs on " + Sluice.base(bench));
        }
        assertThat(refused(1, "stop")).startsWith("sluice: no server runs on ");
    }

    @Test
    void shouldTellAKilledServerFromARunningOne() {
        Sluice server = start();
        server.process().kill();

        assertThat(refused(1, "status"))
                .contains("no server runs on", "pid " + server.process().pid());
    }

    @Test
    void shouldRefuseWrongUsageWithoutAServer() {
        assertThat(refused(2, "drop", "publisher", "live")).contains("live/cam1");
        assertThat(refused(2, "status", "--watch", "0")).contains("--watch");
        assertThat(refused(2, "plugin", "install")).contains("FILE");
    }

    @Test
    void shouldShowAStreamToPeopleAndScripts() {
        Sluice server = start();
        try (WireClient publisher = publish(server, "shown");
                WireClient player = WireClient.playing(server.port(), "shown")) {
            publisher.sync();
            player.sync();

            assertThat(done("streams").output().lines())
                    .hasSize(2)
                    .last()
                    .asString()
                    .matches("live/shown +LIVE .* 1 .*");
            assertThat(done("streams", "--json").output())
                    .startsWith("[{\"application\":\"live\"")
                    .contains("\"name\":\"shown\"", "\"state\":\"LIVE\"", "\"players\":1")
                    .endsWith("}]" + System.lineSeparator());
            assertThat(done("connections", "live/shown").output().lines())
                    .hasSize(3)
                    .anyMatch(line -> line.contains("PUBLISHER"))
                    .anyMatch(line -> line.contains("PLAYER"));
            assertThat(done("connections", "live/other").output()).startsWith("no connections of live/other");
            assertThat(done("status").output()).contains("streams      1 published", "players      1");
        }
    }

    /** The invisible one turns the direction of writing. */
    @Test
    void shouldTakeTheNameOfAStreamAsItShowsIt() {
        Sluice server = start();
        String name = "%3F%20odd%2520%E2%80%AE%20";
        try (WireClient publisher = publish(server, name)) {
            String shown = done("streams")
                    .output()
                    .lines()
                    .skip(1)
                    .findFirst()
                    .orElseThrow()
                    .split(" ", 2)[0];
            assertThat(shown).isEqualTo("live/" + name);

            assertThat(done("connections", shown).output()).contains("PUBLISHER", shown);
            done("drop", "publisher", shown, "--ban", "1h");
            publisher.expectClosed();
            assertThat(done("bans").output()).contains(shown);
            assertThat(done("unban", shown).output()).startsWith(shown + " may be published again");
        }
    }

    @Test
    void shouldPrintOneDocumentOfJson() {
        start();
        List<Run> runs = all(query -> Sluice.command(bench, query, "--json"));
        for (int i = 0; i < runs.size(); i++) {
            assertThat(done(runs.get(i)).output().lines())
                    .singleElement()
                    .asString()
                    .matches("status".equals(QUERIES.get(i)) ? "\\{.*}" : "\\[.*]");
        }
    }

    @Test
    void shouldKeepABannedPublisherOut() {
        Sluice server = start();
        try (WireClient publisher = publish(server, "banned")) {
            done("drop", "publisher", "live/banned", "--ban", "1h");
            publisher.expectClosed();

            assertThat(done("bans").output()).contains("live/banned");
            assertThat(refused(1, "record", "start", "live/banned")).contains("live/banned");
            done("unban", "live/banned");
            assertThat(done("bans").output()).startsWith("no stream is banned");
            publish(server, "banned").close();
        }
    }

    @Test
    void shouldReloadAndSayWhatIsWrong() throws Exception {
        start();
        Sluice.configure(bench, "limits: { maxConnections: 77 }");
        assertThat(done("reload").output().lines()).contains("changed:", "  limits.maxConnections");
        assertThat(done("config").output()).contains("maxConnections: 77");

        done("set", "limits.maxConnections", "78");
        assertThat(done("status").output()).contains(" of 78");
        assertThat(refused(1, "set", "limits.maxConnections", "many")).contains("limits.maxConnections", "'many'");

        Sluice.configure(bench, "nonsense: true");
        assertThat(refused(1, "reload")).contains("sluice.yml:1: nonsense");
        assertThat(done("status").output()).contains(" of 78");
    }

    /** Relative paths are the caller's, who has another working directory than the server. */
    @Test
    void shouldInstallAPluginThatLiesBesideTheCaller() throws Exception {
        start();
        Path folder = Files.createDirectories(bench.folder().resolve("caller"));
        Files.copy(Path.of(System.getProperty("sluice.it.hello")), folder.resolve("hello.jar"));
        ProcessBuilder builder = Sluice.builder(Sluice.base(bench), "plugin", "install", "hello.jar");
        bench.start(builder.directory(folder.toFile())).expectSuccess(LIMIT);

        assertThat(done("plugins").output()).containsPattern("hello .* STARTED");
        done("plugin", "stop", "hello");
        assertThat(done("status").output()).containsPattern("hello +STOPPED");
        done("plugin", "uninstall", "hello");
        assertThat(done("plugins").output()).doesNotContain("hello");
    }

    @Test
    void shouldWaitUntilTheServerHasGone() throws IOException {
        Sluice server = start();

        assertThat(done("stop").output()).startsWith("the server has stopped");

        assertThat(isFree(Sluice.base(bench))).as("no process holds the base").isTrue();
        server.process().expectSuccess(LIMIT);
        assertThat(refused(1, "stop")).contains("no server runs on");
    }

    private static boolean isFree(Path base) throws IOException {
        try (var lock = FileChannel.open(base.resolve("data/sluice.lock"), StandardOpenOption.WRITE)) {
            return lock.tryLock() != null;
        }
    }

    @Test
    void shouldWatchUntilASignal() {
        start();
        Run run = Sluice.command(bench, "status", "--watch", "1");
        await().atMost(LIMIT)
                .until(() -> run.output()
                                .lines()
                                .filter(line -> line.startsWith("sluice "))
                                .count()
                        >= 2);
        run.terminate();

        assertThat(run.exitCode(LIMIT)).isZero();
        assertThat(run.output()).containsPattern("\\R\\Rsluice ").doesNotContain("\u001b");
    }

    @Test
    void shouldEndWatchingWhenTheServerHasGone() {
        Sluice server = start();
        Run run = Sluice.command(bench, "streams", "--watch", "1");
        await().atMost(LIMIT).until(() -> run.output().contains("no streams"));
        server.process().terminate();

        assertThat(run.exitCode(LIMIT)).isEqualTo(1);
        assertThat(run.output().lines().filter(line -> line.startsWith("sluice: ")))
                .hasSize(1);
    }

    @Test
    void shouldFailWhenItsOutputIsLost() {
        assumeThat(Path.of("/dev/full")).exists();
        start();

        for (String command : List.of("streams", "status --watch 1", "config", "version")) {
            Run run = inShell("exec \"$0\" " + command + " >/dev/full");
            assertThat(run.exitCode(LIMIT)).as("%s: %s", run, run.output()).isEqualTo(1);
            assertThat(run.output().lines()).containsExactly("sluice: the output is lost: No space left on device");
        }
    }

    /** As of {@code sluice streams | head -1}, but the reader has certainly gone. */
    @Test
    void shouldEndWithoutAWordWhenNobodyReadsItsOutputAnyMore() {
        start();

        for (String command : List.of("streams", "status --watch 1", "config", "version", "run --help")) {
            Run run = inShell("cd \"$SLUICE_BASE\" && rm -f pipe && mkfifo pipe && exec 3<>pipe 4>pipe 3>&-"
                    + " && exec \"$0\" " + command + " >&4 4>&-");
            run.expectSuccess(LIMIT);
            assertThat(run.output()).as("%s", run).isEmpty();
        }
    }

    /** @param script with bin/sluice as its $0 */
    private Run inShell(String script) {
        ProcessBuilder builder = Sluice.builder(Sluice.base(bench));
        return bench.start(builder.command("sh", "-c", script, builder.command().get(0)));
    }

    @Test
    void shouldPaintOnATerminalOnly() {
        start();
        String terminal = "-Dsluice.terminal=true -Dsluice.rows=24 -Dsluice.columns=50";
        String painted = withEnvironment(Map.of("JAVA_OPTS", terminal, "TERM", "xterm"), "plugins");
        assertThat(painted).contains("\u001b[32mSTARTED\u001b[0m").doesNotContain("REGISTERED");
        String plain = withEnvironment(Map.of("JAVA_OPTS", terminal, "NO_COLOR", "1"), "plugins");
        assertThat(plain).contains("STARTED").doesNotContain("\u001b");
        assertThat(plain.lines()).allMatch(line -> line.length() <= 80);
        assertThat(done("plugins").output()).contains("REGISTERED").doesNotContain("\u001b");
    }

    @Test
    void shouldRunWithAnotherGarbageCollector() {
        assertThat(withEnvironment(Map.of("JAVA_OPTS", "-XX:+UseParallelGC"), "version"))
                .startsWith("sluice ");
    }

    /** As for cron and in most containers. The shell makes the name, for this JVM's language may be none as well. */
    @Test
    void shouldUnderstandNamesWhereNoLanguageIsSet() {
        start();
        ProcessBuilder builder = Sluice.builder(Sluice.base(bench));
        String script = builder.command().get(0);
        builder.command("sh", "-c", "exec \"$0\" connections \"live/caf$(printf '\\303\\251')\"", script);
        assertThat(done(Map.of("LC_ALL", "C"), builder)).contains("no connections of live/caf\u00e9");
    }

    private String withEnvironment(Map<String, String> environment, String... command) {
        return done(environment, Sluice.builder(Sluice.base(bench), command));
    }

    private String done(Map<String, String> environment, ProcessBuilder builder) {
        builder.environment().putAll(environment);
        Run run = bench.start(builder);
        run.expectSuccess(LIMIT);
        return run.output();
    }

    /** A Java runtime of the least modules that JMX over RMI takes; whatever a JRE is, it has these. */
    @Test
    void shouldNeedNoMoreThanTheSmallestJavaRuntime() {
        Path runtime = bench.folder().resolve("runtime");
        int exitCode = ToolProvider.findFirst("jlink")
                .orElseThrow()
                .run(System.out, System.err, "--add-modules", "java.management.rmi", "--output", runtime.toString());
        assertThat(exitCode).isZero();
        start();

        for (List<String> command : List.of(
                List.of("status"),
                List.of("streams", "--json"),
                List.of("connections"),
                List.of("plugins"),
                List.of("config"),
                List.of("log", "DEBUG"),
                List.of("help"),
                List.of("stop"))) {
            withEnvironment(Map.of("JAVA_HOME", runtime.toString()), command.toArray(String[]::new));
        }
    }

    /** The figure that counts is printed; this bound only notices that something is badly wrong. */
    @Test
    void shouldAnswerAtOnce() {
        start();
        long best = IntStream.range(0, 3)
                .mapToLong(i -> {
                    long start = System.nanoTime();
                    done("status");
                    return (System.nanoTime() - start) / 1_000_000;
                })
                .min()
                .orElseThrow();
        System.out.println("bin/sluice status: " + best + " ms");
        assertThat(best).isLessThan(20_000);
    }
}
