package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * The unpacked tarball, started as an operator does it, with SLUICE_BASE in the test's folder. With the system property
 * {@code sluice.it.port} it is another server that runs already, to try the tests themselves on.
 */
final class Sluice {
    static final Path HOME = Path.of(System.getProperty("sluice.it.home")).normalize();
    private static final Integer RUNNING = Integer.getInteger("sluice.it.port");
    private static final int ATTEMPTS = 3;
    private static final Duration START_LIMIT = Duration.ofSeconds(20);

    private final Run run;
    private final int port;

    private Sluice(Run run, int port) {
        this.run = run;
        this.port = port;
    }

    /** Returns when the port accepts connections. */
    static Sluice start(Workbench bench, String... settings) {
        if (RUNNING != null) {
            return new Sluice(bench.start(new ProcessBuilder("true")), RUNNING);
        }
        for (int attempt = 1; ; attempt++) {
            int port = Workbench.freePort();
            holdTraining(base(bench));
            Run run = run(bench, port, settings);
            Awaitility.await("listening")
                    .atMost(START_LIMIT)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> !run.isAlive() || accepts(port));
            if (run.isAlive() || attempt == ATTEMPTS) {
                assertThat(run.isAlive()).as("%s runs", run).isTrue();
                return new Sluice(run, port);
            }
        }
    }

    /** Takes the lock under which bin/sluice makes its class archive, so that this does not run beside the test. */
    private static void holdTraining(Path base) {
        try {
            Files.createDirectories(base.resolve("data/cds-training"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code bin/sluice run} on this port of the loopback address, not waited for. */
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

    /** The test's SLUICE_BASE, with a copy of the shipped configuration. */
    static Path base(Workbench bench) {
        Path base = bench.folder().resolve("base");
        Path config = base.resolve("conf/sluice.yml");
        try {
            if (!Files.exists(config)) {
                Files.createDirectories(config.getParent());
                Files.copy(HOME.resolve("conf/sluice.yml"), config);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return base;
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

    static boolean accepts(int port) throws IOException {
        try (var socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
            return socket.isConnected();
        } catch (ConnectException e) {
            return false;
        }
    }

    String url(String key) {
        return "rtmp://127.0.0.1:" + port + "/live/" + key;
    }

    /** Waits until that many players of a stream are there, so that they miss nothing of what is published next. */
    void awaitPlayers(String key, int count) {
        if (RUNNING == null) {
            String line = "live/" + key + "] play started";
            Awaitility.await(count + " players of " + key)
                    .atMost(START_LIMIT)
                    .until(() ->
                            log().lines().filter(text -> text.contains(line)).count() >= count);
        }
    }

    /** Waits until its log says so. */
    void awaitLog(String text) {
        awaitLog(text, 1, START_LIMIT);
    }

    /** Waits until so many lines of its log say so. */
    void awaitLog(String text, int lines, Duration limit) {
        Awaitility.await(lines + " times " + text)
                .atMost(limit)
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
