package dev.sluice.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands of the README's table, typed one after the other as they stand there. */
class OperatorTableIT {
    private static final Pattern COMMAND = Pattern.compile("`bin/sluice ([^`]+)`");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String KEY = "test";

    @RegisterExtension
    private final Workbench bench = new Workbench();

    private Sluice server;
    private WireClient publisher;
    private WireClient player;
    private int plays;

    @AfterEach
    void close() {
        publisher.close();
        player.close();
    }

    @Test
    void shouldDoWhatTheTableSays() throws IOException {
        // publisher and player say nothing once they are there
        Sluice.configure(bench, """
                rtmp: { idleTimeout: 10m }
                applications: { live: { publish: { idleTimeout: 10m, resumeGrace: 10m } } }
                plugins: { settings: { recorder-flv: { streams: [] } } }
                """);
        server = Sluice.start(bench);
        play();
        publish();
        List<String> commands = commands();
        assertThat(commands).hasSizeGreaterThan(25).last().isEqualTo("stop");
        for (String command : commands) {
            type(command);
            expectDone(command);
        }
        server.process().expectSuccess(LIMIT);
    }

    private static List<String> commands() throws IOException {
        String readme = Files.readString(Sluice.HOME.resolve("README.md"));
        String chapter = readme.substring(readme.indexOf("## Operate"), readme.indexOf("## Plugins"));
        return chapter.lines()
                .filter(line -> line.startsWith("|"))
                .flatMap(line -> COMMAND.matcher(line).results())
                .map(match -> match.group(1))
                .toList();
    }

    private void type(String command) throws IOException {
        Path newer = bench.folder().resolve("newer.jar");
        String typed = command.replace("connection 17", "connection " + playersConnection())
                .replace("hello.jar", SamplePlugin.JAR.toString())
                .replace("hello-2.jar", SamplePlugin.copy(newer, "7.0.1").toString());
        Run run = Sluice.command(bench, typed.split(" "));
        if (typed.contains("--watch")) {
            Awaitility.await("something to watch")
                    .atMost(LIMIT)
                    .until(() -> run.output().contains(KEY));
            run.terminate();
        } else {
            assertThat(run.exitCode(LIMIT))
                    .as("bin/sluice %s: %s", typed, run.output())
                    .isZero();
        }
        System.out.println("$ bin/sluice " + command + System.lineSeparator() + run.output());
    }

    /** Those who are disconnected notice it, and come again if they may. */
    private void expectDone(String command) {
        if (command.startsWith("drop publisher")) {
            publisher.expectClosed();
        }
        if (command.startsWith("drop publisher") && !command.contains("--ban") || command.startsWith("unban")) {
            publish();
        }
        if (command.contains("--ban") || command.startsWith("drop players") || command.startsWith("drop connection")) {
            player.expectClosed();
            play();
        }
    }

    private void publish() {
        publisher = WireClient.publishing(server.port(), KEY);
        publisher.send(new ScriptedMedia(1, 0).headersAnd(10));
        publisher.sync();
    }

    private void play() {
        player = WireClient.playing(server.port(), KEY);
        plays++;
    }

    /** That of the player. The log comes later than what it tells of. */
    private String playersConnection() {
        return Awaitility.await("the log of the newest player")
                .atMost(LIMIT)
                .until(this::playersInTheLog, ids -> ids.size() == plays)
                .get(plays - 1);
    }

    private List<String> playersInTheLog() {
        return Pattern.compile("\\[c(\\d+) [^]]*] play started")
                .matcher(server.log())
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
