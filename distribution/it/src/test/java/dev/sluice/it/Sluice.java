package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/**
 * The unpacked tarball, started as an operator does it, with SLUICE_BASE in the test's folder. With the system property
 * {@code sluice.it.port} it is another server that runs already, to try the tests themselves on.
 */
final class Sluice {
    static final Path HOME = Path.of(System.getProperty("sluice.it.home")).normalize();
    private static final String TRAINING = "data/cds-training";
    private static final Integer RUNNING = Integer.getInteger("sluice.it.port");
    private static final Pattern SERVING = Pattern.compile("serving .* on \\[/127\\.0\\.0\\.1:(\\d+)]");
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Run run;
    private final int port;

    private Sluice(Run run, int port) {
        this.run = run;
        this.port = port;
    }

    /** On a port of its own choice; returns when it serves, plugins and management included. */
    static Sluice start(Workbench bench, String... settings) {
        if (RUNNING != null) {
            return new Sluice(bench.start(new ProcessBuilder("true")), RUNNING);
        }
        Run run = run(bench, 0, settings);
        Awaitility.await("serving")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !run.isAlive() || SERVING.matcher(run.output()).find());
        Matcher serving = SERVING.matcher(run.output());
        assertThat(serving.find()).as("%s serves", run).isTrue();
        return new Sluice(run, Integer.parseInt(serving.group(1)));
    }

    /** {@code bin/sluice run} on this port of the loopback address, or any for 0, not waited for. */
    static Run run(Workbench bench, int port, String... settings) {
        var arguments = new ArrayList<>(List.of("run", "--set", "listeners[0].host=127.0.0.1"));
        arguments.addAll(List.of("--set", "listeners[0].port=" + port));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return command(bench, arguments.toArray(String[]::new));
    }

    /** Any command of {@code bin/sluice}. */
    static Run command(Workbench bench, String... arguments) {
        return bench.start(builder(home(bench), base(bench), arguments));
    }

    static ProcessBuilder builder(Path base, String... arguments) {
        return builder(HOME, base, arguments);
    }

    private static ProcessBuilder builder(Path home, Path base, String... arguments) {
        var command = new ArrayList<String>();
        command.add(home.resolve("bin/sluice").toString());
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("SLUICE_BASE", base.toString());
        builder.environment().remove("SLUICE_HOME");
        builder.environment().remove("SLUICE_OPTS");
        return builder;
    }

    /**
     * The test's SLUICE_BASE, with a copy of the shipped configuration. The lock is taken under which bin/sluice makes its
     * class archive: that would run beside the test, and write on when the test is over.
     */
    static Path base(Workbench bench) {
        Path base = bench.folder().resolve("base");
        Path config = base.resolve("conf/sluice.yml");
        try {
            if (!Files.exists(config)) {
                Files.createDirectories(base.resolve(TRAINING));
                Files.createDirectories(config.getParent());
                Files.copy(HOME.resolve("conf/sluice.yml"), config);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return base;
    }

    /** Lets go of that lock. */
    static void letTrain(Path base) throws IOException {
        Files.delete(base.resolve(TRAINING));
    }

    /** The installation, or the test's copy of it. */
    private static Path home(Workbench bench) {
        Path copy = bench.folder().resolve("home");
        return Files.exists(copy) ? copy : HOME;
    }

    /** From now on the test uses a copy of the installation with plugins of its own; returns their folder. */
    static Path copyHome(Workbench bench) throws IOException {
        Path copy = bench.folder().resolve("home");
        for (String folder : List.of("bin", "plugins")) {
            Files.createDirectories(copy.resolve(folder));
            try (var files = Files.list(HOME.resolve(folder))) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file, copy.resolve(folder).resolve(file.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        for (String folder : List.of("conf", "lib")) {
            Files.createSymbolicLink(copy.resolve(folder), HOME.resolve(folder));
        }
        return copy.resolve("plugins");
    }

    /** Writes the test's configuration; the server listens where {@link #start} says. */
    static void configure(Workbench bench, String yaml) {
        try {
            Files.writeString(base(bench).resolve("conf/sluice.yml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String key) {
        return "rtmp://127.0.0.1:" + port + "/live/" + key;
    }

    /** Waits until that many players of a stream are there, so that they miss nothing of what is published next. */
    void awaitPlayers(String key, int count) {
        if (RUNNING == null) {
            awaitLog("live/" + key + "] play started", count);
        }
    }

    /** Waits until it has noticed that so many publications of a stream are over, so that the name is free. */
    void awaitEnds(String key, int count) {
        if (RUNNING == null) {
            awaitLog("live/" + key + "] publish ended", count);
        }
    }

    /** Waits until its log says so. */
    void awaitLog(String text) {
        awaitLog(text, 1);
    }

    /** Waits until so many lines of its log say so. */
    private void awaitLog(String text, int lines) {
        Awaitility.await(lines + " times " + text)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> log().lines().filter(line -> line.contains(text)).count() >= lines);
    }

    int port() {
        return port;
    }

    /** What it wrote to standard output and error. */
    String log() {
        return run.output();
    }

    Run process() {
        return run;
    }
}
