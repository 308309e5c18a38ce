package dev.sluice.cli;

import static dev.sluice.cli.StandIn.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Console.Result;
import dev.sluice.jmx.BanRow;
import dev.sluice.jmx.BlockedRow;
import dev.sluice.jmx.ConnectionRow;
import dev.sluice.jmx.PluginRow;
import dev.sluice.jmx.RecordingRow;
import dev.sluice.jmx.StreamRow;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.management.JMException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that show a table. */
class QueryCommandsTest {
    private StandIn server;
    private Console console;

    @BeforeEach
    void setUp() throws JMException {
        server = new StandIn();
        console = Console.of(server);
    }

    /** Half a minute more than so many hours, so that it is so many hours and no minute while this runs. */
    private static long agoMillis(int hours) {
        return System.currentTimeMillis() - TimeUnit.HOURS.toMillis(hours) - TimeUnit.SECONDS.toMillis(30);
    }

    private static StreamRow stream(String name, Map<String, Object> more) {
        var values = new HashMap<>(Map.<String, Object>of("application", "live", "name", name));
        values.putAll(more);
        return row(StreamRow.class, values);
    }

    @Test
    void shouldShowStreams() {
        StreamRow live = stream(
                "cam1",
                Map.ofEntries(
                        Map.entry("state", "LIVE"),
                        Map.entry("publishedAt", new Date()),
                        Map.entry("durationMillis", 785_000L),
                        Map.entry("videoCodec", "H.264"),
                        Map.entry("width", 1920),
                        Map.entry("height", 1080),
                        Map.entry("frameRate", 29.97),
                        Map.entry("audioCodec", "AAC"),
                        Map.entry("audioSampleRate", 44_100),
                        Map.entry("audioChannels", 2),
                        Map.entry("bitsPerSecondIn", 2_100_000L),
                        Map.entry("bitsPerSecondOut", 210_000_000L),
                        Map.entry("players", 100),
                        Map.entry("playerSkips", 3L),
                        Map.entry("recordings", 1),
                        Map.entry("publisherAddress", "10.0.0.9:50211"),
                        Map.entry("publisherSoftware", "FMLE/3.0")));
        StreamRow waited = stream("later", Map.of("state", "WAITING", "players", 2));
        server.on("Streams.page", arguments -> List.of(live, waited));

        Result result = console.sluice("streams");

        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.lines())
                .containsExactly(
                        "STREAM      STATE        FOR  VIDEO                      AUDIO                        IN"
                                + "         OUT  PLAYERS  SKIPS  REC  PUBLISHER       SOFTWARE",
                        "live/cam1   LIVE     13m 05s  H.264 1920x1080 29.97 fps  AAC 44.1 kHz stereo  2.1 Mbit/s"
                                + "  210 Mbit/s      100      3    1  10.0.0.9:50211  FMLE/3.0",
                        "live/later  WAITING                                                              0 bit/s"
                                + "     0 bit/s        2      0    0");
    }

    @Test
    void shouldNameStreamsAsTheyCanBeTyped() {
        server.on("Streams.page", arguments -> List.of(stream(" a?b\u202e", Map.of())));
        connections(List.of(connection(3, "PLAYER", "live/ a b"), connection(4, "PLAYER", "live/a?b")));

        assertThat(console.sluice("streams").lines().get(1)).startsWith("live/%20a%3Fb%E2%80%AE  ");
        assertThat(console.sluice("connections").output()).contains(" live/%20a%20b  ", " live/a%3Fb  ");
        assertThat(console.sluice("connections", "live/a%3Fb").lines())
                .hasSize(2)
                .last()
                .asString()
                .contains(" live/a%3Fb ");
        assertThat(console.sluice("connections", "live/%20x").lines()).containsExactly("no connections of live/%20x");
    }

    @Test
    void shouldShowEveryStreamHoweverManyPagesThereAre() {
        List<StreamRow> all = IntStream.range(0, 2_500)
                .mapToObj(i -> stream(String.format("cam%04d", i), Map.of()))
                .toList();
        server.on(
                "Streams.page",
                arguments -> all.stream()
                        .filter(stream -> stream.getName().compareTo((String) arguments[1]) > 0)
                        .limit((int) arguments[2])
                        .toList());

        assertThat(console.sluice("streams").lines())
                .hasSize(1 + all.size())
                .last()
                .asString()
                .startsWith("live/cam2499 ");
    }

    @Test
    void shouldPrintStreamsAsJsonWithTheNamesOfTheirBeans() {
        server.on(
                "Streams.page",
                arguments -> List.of(stream(
                        "\u001b\"x\"", Map.of("publishedAt", new Date(1_500), "frameRate", 25.0, "players", 3))));

        Result result = console.sluice("streams", "--json");

        assertThat(result.lines())
                .singleElement()
                .asString()
                .startsWith("[{\"application\":\"live\"")
                .contains("\"name\":\"\\u001b\\\"x\\\"\"", "\"publishedAt\":\"1970-01-01T00:00:01.500Z\"")
                .contains("\"frameRate\":25.0", "\"players\":3,")
                .endsWith("}]");
    }

    @Test
    void shouldLetNoStreamWriteOnTheTerminal() {
        server.on("Streams.page", arguments -> List.of(stream("\u001b]0;owned\u0007", Map.of("state", "LIVE"))));

        assertThat(console.sluice("streams").output())
                .contains("live/%1B]0;owned%07")
                .doesNotContain("\u001b");
    }

    @Test
    void shouldSayThatThereIsNothing() {
        assertThat(console.sluice("streams").lines()).containsExactly("no streams");
        assertThat(console.sluice("connections").lines()).containsExactly("no connections");
        assertThat(console.sluice("connections", "live/a").lines()).containsExactly("no connections of live/a");
        assertThat(console.sluice("plugins").lines()).containsExactly("no plugins");
        assertThat(console.sluice("recordings").lines()).containsExactly("nothing is being recorded");
        assertThat(console.sluice("bans").lines()).containsExactly("no stream is banned");
        assertThat(console.sluice("blocked").lines()).containsExactly("no address is blocked");
        for (String query : List.of("streams", "connections", "plugins", "recordings", "bans", "blocked")) {
            assertThat(console.sluice(query, "--json").lines()).containsExactly("[]");
        }
    }

    private static ConnectionRow connection(long id, String role, String... streams) {
        return row(
                ConnectionRow.class,
                Map.of("id", id, "address", "10.0.0.9:" + id, "state", "CONNECTED", "role", role, "streams", streams));
    }

    private void connections(List<ConnectionRow> all) {
        server.on(
                "Connections.page",
                arguments -> all.stream()
                        .filter(connection -> connection.getId() > (long) arguments[0])
                        .limit((int) arguments[1])
                        .toList());
    }

    @Test
    void shouldShowConnections() {
        ConnectionRow player = row(
                ConnectionRow.class,
                Map.ofEntries(
                        Map.entry("id", 17L),
                        Map.entry("address", "10.0.0.9:50211"),
                        Map.entry("state", "CONNECTED"),
                        Map.entry("role", "PLAYER"),
                        Map.entry("streams", new String[] {"live/a", "live/b"}),
                        Map.entry("openedAt", new Date(agoMillis(1))),
                        Map.entry("bytesIn", 3_400L),
                        Map.entry("bytesOut", 1_400_000_000L),
                        Map.entry("acknowledgedBytes", 1_300_000_000L),
                        Map.entry("lagMillis", 1_250L),
                        Map.entry("lagBytes", 340_000L),
                        Map.entry("idleMillis", 20L),
                        Map.entry("eventLoop", 1),
                        Map.entry("software", "LNX 9,0,124,2")));
        ConnectionRow newcomer = row(
                ConnectionRow.class, Map.of("id", 18L, "state", "HANDSHAKE", "role", "NONE", "openedAt", new Date()));
        connections(List.of(player, newcomer));

        List<String> lines = console.sluice("connections").lines();

        assertThat(lines).hasSize(3);
        assertThat(lines.get(0))
                .matches("ID +ADDRESS +ROLE +STREAM +FOR +IN +OUT +ACKNOWLEDGED +LAG +BEHIND +IDLE +LOOP +SOFTWARE");
        assertThat(lines.get(1))
                .matches("17 +10\\.0\\.0\\.9:50211 +PLAYER +live/a live/b +1h 00m +3\\.4 kB +1\\.4 GB +1\\.3 GB +1s"
                        + " +340 kB +20ms +1 +LNX 9,0,124,2");
        assertThat(lines.get(2)).matches("18 +HANDSHAKE +\\d+m?s +0 B +0 B +0 B +0ms +0 B +0ms +0");
    }

    @Test
    void shouldShowTheConnectionsOfOneStreamFromAllPages() {
        connections(LongStream.rangeClosed(1, 2_500)
                .mapToObj(id -> connection(id, "PLAYER", id == 3 || id == 2_400 ? "live/a/b" : "live/a"))
                .toList());

        assertThat(console.sluice("connections").lines()).hasSize(2_501);
        assertThat(console.sluice("connections", "live/a/b").lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("   3 "))
                .anyMatch(line -> line.startsWith("2400 "));
    }

    @Test
    void shouldShowPluginsAndWhatIsWrongWithThem() {
        PluginRow rules = row(
                PluginRow.class,
                Map.of(
                        "id",
                        "rules",
                        "version",
                        "1.2.0",
                        "state",
                        "STARTED",
                        "guards",
                        true,
                        "sinceMillis",
                        agoMillis(2),
                        "extensions",
                        new String[] {"Authenticator a.B", "EventListener a.C", "EventListener a.D"}));
        PluginRow broken = row(
                PluginRow.class,
                Map.of(
                        "id", "broken",
                        "state", "FAILED",
                        "cause", "first\nsecond",
                        "failures", 2L,
                        "sinceMillis", agoMillis(3)));
        server.show("PluginHost.Plugins", List.of(rules, broken));

        List<String> lines = console.sluice("plugins").lines();

        assertThat(lines.get(0)).matches("ID +VERSION +STATE +FOR +GUARDS +FAILURES +LOST +REGISTERED +CAUSE");
        assertThat(lines.get(1)).matches("broken +FAILED +3h 00m +no +2 +0 +first; second");
        assertThat(lines.get(2)).matches("rules +1\\.2\\.0 +STARTED +2h 00m +yes +0 +0 +Authenticator, EventListener");
    }

    @Test
    void shouldShowRecordingsBansAndBlockedAddresses() {
        server.show(
                        "Recordings.Recordings",
                        List.of(row(
                                RecordingRow.class,
                                Map.of(
                                        "application", "live",
                                        "name", "a",
                                        "plugin", "recorder-flv",
                                        "location", "/recordings/a.flv.part",
                                        "startedAtMillis", agoMillis(4),
                                        "messages", 500L,
                                        "dropped", 1L))))
                .show(
                        "Streams.Bans",
                        List.of(row(
                                BanRow.class,
                                Map.of(
                                        "application", "live",
                                        "name", "b",
                                        "since", new Date(agoMillis(5)),
                                        "remainingSeconds", 595L,
                                        "publisherAddress", "10.0.0.9:50211"))))
                .show(
                        "PluginHost.Blocked",
                        List.of(row(
                                BlockedRow.class,
                                Map.of("address", "2001:db8::/64", "action", "PUBLISH", "remainingMillis", 61_000L))));

        assertThat(console.sluice("recordings").lines().get(1))
                .matches("live/a +recorder-flv +4h 00m +500 +1 +/recordings/a\\.flv\\.part");
        assertThat(console.sluice("bans").lines().get(1)).matches("live/b +9m 55s +5h 00m +10\\.0\\.0\\.9:50211");
        assertThat(console.sluice("blocked").lines().get(1)).matches("2001:db8::/64 +PUBLISH +1m 01s");
    }

    @Test
    void shouldRefuseWhatIsNoStream() {
        Result result = console.sluice("connections", "live/a?token=secret");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors().lines())
                .singleElement()
                .asString()
                .startsWith("sluice: ")
                .contains("without a query")
                .doesNotContain("secret");
    }
}
