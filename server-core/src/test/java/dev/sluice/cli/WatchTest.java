package dev.sluice.cli;

import static dev.sluice.cli.StandIn.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Console.Result;
import dev.sluice.jmx.PluginRow;
import dev.sluice.jmx.StreamRow;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.management.JMException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WatchTest {
    private static final Terminal WINDOW = new Terminal(80, 6, true, false);

    private StandIn server;
    private final List<Long> pauses = new ArrayList<>();
    private int closed;

    @BeforeEach
    void setUp() throws JMException {
        server = new StandIn();
        plugin("STARTED");
    }

    private void plugin(String state) {
        server.show("PluginHost.Plugins", List.of(row(PluginRow.class, Map.of("id", "hello", "state", state))));
    }

    /** Ends after the second look, before which the plugin stops. */
    private WatchClock clock() {
        return new WatchClock() {
            @Override
            public boolean goesOn(long seconds) {
                pauses.add(seconds);
                plugin("STOPPED");
                return pauses.size() < 2;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }

    private Console console(Terminal terminal) {
        return new Console(() -> new RunningServer(server.beans(), () -> {}), terminal, this::clock);
    }

    @Test
    void shouldSeparateWhatItSeesByAnEmptyLine() {
        Result result = console(Terminal.NONE).sluice("plugins", "--watch");

        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.lines()).hasSize(5);
        assertThat(result.lines().get(1)).contains("STARTED");
        assertThat(result.lines().get(2)).isEmpty();
        assertThat(result.lines().get(4)).contains("STOPPED");
        assertThat(result.output()).doesNotContain("\u001b");
        assertThat(pauses).containsExactly(2L, 2L);
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void shouldTakeSecondsOnlyForSeconds() {
        assertThat(console(Terminal.NONE)
                        .sluice("connections", "--watch", "live/a")
                        .lines())
                .containsExactly("no connections of live/a", "", "no connections of live/a");
        assertThat(console(Terminal.NONE).sluice("bans", "--watch", "7").exitCode())
                .isZero();
        assertThat(console(Terminal.NONE).sluice("bans", "--watch=8").exitCode())
                .isZero();
        assertThat(pauses).containsExactly(2L, 2L, 7L, 8L);
    }

    @Test
    void shouldPrintADocumentOnEachLine() {
        List<String> lines =
                console(WINDOW).sluice("plugins", "--watch", "--json").lines();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).startsWith("[{").contains("\"STARTED\"").endsWith("}]");
        assertThat(lines.get(1)).startsWith("[{").contains("\"STOPPED\"").endsWith("}]");
    }

    @Test
    void shouldDrawOverWhatIsThereOnATerminal() {
        String output = console(WINDOW).sluice("plugins", "--watch").output();

        String[] frames = output.split("(?=\u001b\\[H)");
        assertThat(frames).hasSize(2);
        for (String frame : frames) {
            assertThat(frame)
                    .startsWith("\u001b[H")
                    .endsWith("\u001b[J\u001b[?7h")
                    .doesNotContain("\u001b[2J");
            assertThat(frame.lines().limit(2)).allMatch(line -> line.endsWith("\u001b[K"));
        }
    }

    @Test
    void shouldFollowTheSizeOfTheWindow() {
        var sizes = new ArrayDeque<>(List.of(new Terminal(200, 24, true, false), new Terminal(60, 24, true, false)));
        var out = new StringWriter();
        var operator = new Operator(
                () -> new RunningServer(server.beans(), () -> {}), sizes::remove, this::clock, new PrintWriter(out));

        assertThat(new CommandLine(new PluginsCommand(operator)).execute("--watch"))
                .isZero();

        String[] frames = out.toString().split("(?=\u001b\\[H)");
        assertThat(frames[0]).contains("REGISTERED");
        assertThat(frames[1]).doesNotContain("REGISTERED");
    }

    @Test
    void shouldShowNoMoreThanFits() {
        List<Integer> asked = new ArrayList<>();
        List<StreamRow> all = IntStream.range(0, 100)
                .mapToObj(i -> row(StreamRow.class, Map.of("application", "live", "name", "s" + i)))
                .toList();
        server.on("Streams.page", arguments -> {
            asked.add((int) arguments[2]);
            return all.subList(0, (int) arguments[2]);
        });

        String output = console(WINDOW).sluice("streams", "--watch").output();

        assertThat(output.split("(?=\u001b\\[H)")[0].lines().filter(line -> line.endsWith("\u001b[K")))
                .hasSize(WINDOW.rows() - 1)
                .last()
                .isEqualTo("…\u001b[K");
        assertThat(asked).containsExactly(WINDOW.rows(), WINDOW.rows());
    }

    @Test
    void shouldEndWithOneWhenTheServerHasGone() {
        var console =
                new Console(() -> new RunningServer(server.beans(), () -> {}), Terminal.NONE, () -> new WatchClock() {
                    @Override
                    public boolean goesOn(long seconds) {
                        try {
                            server.forget("PluginHost");
                        } catch (JMException defect) {
                            throw new AssertionError(defect);
                        }
                        return true;
                    }

                    @Override
                    public void close() {
                        closed++;
                    }
                });

        Result result = console.sluice("plugins", "--watch");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors().lines()).singleElement().asString().startsWith("sluice: the server does not show");
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void shouldEndWhenNobodyReadsItAnyMore() {
        var broken = new PrintWriter(
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("Broken pipe");
                    }
                },
                true,
                StandardCharsets.UTF_8);
        var operator = new Operator(
                () -> new RunningServer(server.beans(), () -> {}), () -> Terminal.NONE, this::clock, broken);

        assertThat(new CommandLine(new PluginsCommand(operator)).execute("--watch"))
                .isZero();

        assertThat(pauses).isEmpty();
    }
}
