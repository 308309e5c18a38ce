package dev.sluice.cli;

import static dev.sluice.cli.StandIn.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Console.Result;
import dev.sluice.counter.Counter;
import dev.sluice.jmx.PluginRow;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusCommandTest {
    private StandIn server;

    @BeforeEach
    void setUp() throws JMException {
        server = new StandIn()
                .show("Server.Version", "1.0.0")
                .show("Server.StartedAt", new Date(0))
                .show("Server.UptimeMillis", 785_000L)
                .show("Server.Listeners", new String[] {"0.0.0.0:1935", "[::]:1936"})
                .show("Server.Connections", 103)
                .show("Server.MaxConnections", 10_000)
                .show("Server.Publishers", 1)
                .show("Server.Streams", 3)
                .show("Server.Players", 102)
                .show("Server.BitsPerSecondIn", 2_100_000L)
                .show("Server.BitsPerSecondOut", 210_000_000L)
                .show("Server.BytesIn", 1_400_000_000L)
                .show("Server.BytesOut", 140_000_000_000L)
                .show("Server.RateWindowMillis", 5_000L)
                .show("Server.LogBytes", 12_400_000L)
                .show("Server.MaxLogBytes", 1_000_000_000L)
                .show("Server.LogLevel", "INFO")
                .show("PluginHost.Plugins", List.of(plugin("event-log", "STARTED", "")));
        server.loop(10, 9.4);
        server.loop(2, 12.0);
    }

    private static PluginRow plugin(String id, String state, String cause) {
        return row(PluginRow.class, Map.of("id", id, "state", state, "cause", cause));
    }

    @Test
    void shouldShowHowAServerIsThatIsWell() {
        assertThat(Console.of(server).sluice("status").lines())
                .containsExactly(
                        "sluice 1.0.0, up 13m 05s",
                        "",
                        "listening    0.0.0.0:1935 [::]:1936",
                        "connections  103 of 10000",
                        "streams      1 published, 2 waited for",
                        "players      102",
                        "in           2.1 Mbit/s over 5s, 1.4 GB in all",
                        "out          210 Mbit/s over 5s, 140 GB in all",
                        "log memory   12.4 MB of 1.0 GB",
                        "event loops  2, busy 12% 9%, longest turn 3.1 ms",
                        "plugins      1 of 1 started");
    }

    @Test
    void shouldShowWhatIsNotWell() {
        server.show("Server.PlayerSkips", 12L)
                .show("Server.LoopErrors", 1L)
                .show("Server.LogLevel", "DEBUG")
                .show(
                        "PluginHost.Plugins",
                        List.of(plugin("event-log", "STARTED", ""), plugin("rules", "QUARANTINED", "failed\nagain")));

        assertThat(Console.of(server).sluice("status").lines())
                .contains("log level    DEBUG")
                .endsWith(
                        "plugins      1 of 2 started",
                        "",
                        "ID     STATE        CAUSE",
                        "rules  QUARANTINED  failed; again",
                        "",
                        "COUNT  SINCE THE START",
                        "    1  LoopErrors",
                        "   12  PlayerSkips");
    }

    @Test
    void shouldMarkWhatHasGoneWrongWhileItWatches() {
        var looks = new AtomicInteger();
        var console =
                new Console(() -> new RunningServer(server.beans(), () -> {}), Terminal.NONE, () -> new WatchClock() {
                    @Override
                    public boolean goesOn(long seconds) {
                        server.show("Server.PlayerSkips", 12L * looks.incrementAndGet())
                                .show("Server.LoopErrors", 1L);
                        return looks.get() < 3;
                    }

                    @Override
                    public void close() {}
                });

        Result result = console.sluice("status", "--watch");

        assertThat(result.lines())
                .containsSequence(
                        "COUNT  NEW  SINCE THE START", //
                        "    1   +1  LoopErrors",
                        "   12  +12  PlayerSkips")
                .endsWith(
                        "COUNT  NEW  SINCE THE START", //
                        "    1       LoopErrors",
                        "   24  +12  PlayerSkips");
    }

    @Test
    void shouldWarnOfLimitsThatAreNear() {
        server.show("Server.Connections", 80).show("Server.MaxConnections", 100).show("Server.LogBytes", 799_999_999L);
        var coloured = new Console(
                () -> new RunningServer(server.beans(), () -> {}),
                new Terminal(80, 24, true, true),
                Console::unexpected);

        assertThat(coloured.sluice("status").lines())
                .contains("connections  \u001b[33m80\u001b[0m of 100", "log memory   800 MB of 1.0 GB");
        server.show("Server.Connections", 0).show("Server.MaxConnections", 7);
        assertThat(coloured.sluice("status").lines()).contains("connections  0 of 7");
    }

    @Test
    void shouldPrintEveryAttributeAsJson() {
        assertThat(Console.of(server).sluice("status", "--json").lines())
                .singleElement()
                .asString()
                .startsWith("{")
                .contains("\"version\":\"1.0.0\"", "\"maxConnections\":10000", "\"playerSkips\":0")
                .contains("\"startedAt\":\"1970-01-01T00:00:00Z\"", "\"listeners\":[\"0.0.0.0:1935\",\"[::]:1936\"]")
                .contains("\"eventLoops\":[{", "\"busyPercent\":12.0", "\"plugins\":[{\"cause\":\"\"")
                .endsWith("}]}");
    }

    @Test
    void shouldKnowItsTroublesByTheNamesOfCounters() {
        List<String> counters = Arrays.stream(Counter.values())
                .map(StatusCommandTest::attribute)
                .toList();
        assertThat(counters).containsAll(StatusCommand.TROUBLES);
        assertThat(StatusCommand.TROUBLES).doesNotHaveDuplicates();
    }

    private static String attribute(Counter counter) {
        StringBuilder name = new StringBuilder();
        for (String word : counter.name().split("_")) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }
}
