package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Console.Result;
import dev.sluice.jmx.ConfigurationRow;
import dev.sluice.jmx.StreamRow;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that change something. */
class ActionCommandsTest {
    private StandIn server;
    private Console console;

    @BeforeEach
    void setUp() throws JMException {
        server = new StandIn();
        console = Console.of(server);
    }

    private void done(String sentence, String... arguments) {
        Result result = console.sluice(arguments);
        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.errors()).isEmpty();
        assertThat(result.lines()).containsExactly(sentence);
    }

    private void failed(int exitCode, String reason, String... arguments) {
        Result result = console.sluice(arguments);
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors().lines()).containsExactly(reason);
    }

    @Test
    void shouldDropPublishersPlayersAndConnections() {
        server.on("Streams.dropPlayers", arguments -> 12);
        server.on("Streams.dropPublisher", arguments -> arguments.length == 3 ? !arguments[1].equals("held") : null);

        done(
                "nobody was publishing live/held; nobody may publish it for 1s",
                "drop",
                "publisher",
                "live/held",
                "--ban",
                "1s");
        done("disconnected the publisher of live/a", "drop", "publisher", "live/a");
        done(
                "disconnected the publisher of live/a; nobody may publish it for 10m 00s",
                "drop",
                "publisher",
                "live/a",
                "--ban",
                "10m");
        done("disconnected 12 players of live/a", "drop", "players", "live/a");
        done("{\"stream\":\"live/a\",\"players\":12}", "drop", "players", "live/a", "--json");
        done("disconnected connection 17", "drop", "connection", "17");

        assertThat(server.asked())
                .containsExactly(
                        "Streams.dropPublisher[live, held, 1]",
                        "Streams.dropPublisher[live, a]",
                        "Streams.dropPublisher[live, a, 600]",
                        "Streams.dropPlayers[live, a]",
                        "Streams.dropPlayers[live, a]",
                        "Connections.drop[17]");
    }

    @Test
    void shouldNameAStreamAsItCanBeTyped() {
        server.on("Streams.dropPlayers", arguments -> 1);

        done("disconnected 1 player of live/%20a%3Fb", "drop", "players", "live/%20a%3fb");
        done("disconnected 1 player of live/100%25", "drop", "players", "live/100%");
        done("{\"stream\":\"live/a?b\",\"players\":1}", "drop", "players", "live/a%3Fb", "--json");
        failed(
                2,
                "sluice: STREAM: expected the stream without a query; a question mark of its name is written %3F"
                        + " (see sluice help drop players)",
                "drop",
                "players",
                "live/a?b");

        assertThat(server.asked())
                .containsExactly(
                        "Streams.dropPlayers[live,  a?b]",
                        "Streams.dropPlayers[live, 100%]",
                        "Streams.dropPlayers[live, a?b]");
    }

    @Test
    void shouldFindOutWhereAnApplicationEnds() {
        server.on("Streams.describe", arguments -> {
            if (!arguments[0].equals("live")) {
                throw new IllegalStateException("no such stream");
            }
            return StandIn.row(StreamRow.class, Map.of());
        });

        done("disconnected the publisher of live/a/b", "drop", "publisher", "live/a/b");
        done("live/a/b is being recorded", "record", "start", "live/a/b");

        assertThat(server.asked())
                .containsExactly("Streams.dropPublisher[live, a/b]", "Recordings.startRecording[live, a/b]");
    }

    @Test
    void shouldSayThatNoSplitOfAPathIsAStream() {
        server.refuse("Streams.describe", "no such stream");

        failed(1, "sluice: live/a/b is neither published nor waited for", "drop", "players", "live/a/b");

        assertThat(server.asked()).isEmpty();
    }

    @Test
    void shouldLiftABanOfAStreamThatIsNotThere() {
        server.on("Streams.liftBan", arguments -> arguments[0].equals("live"));

        done("live/a/b may be published again", "unban", "live/a/b");
        done("other/a was not banned", "unban", "other/a");

        assertThat(server.asked())
                .containsExactly(
                        "Streams.liftBan[live/a, b]", "Streams.liftBan[live, a/b]", "Streams.liftBan[other, a]");
    }

    @Test
    void shouldUnblockAddresses() {
        server.on("PluginHost.liftBlock", arguments -> arguments[0].equals("10.0.0.9"));

        done("10.0.0.9 may ask again", "unblock", "10.0.0.9");
        done("10.0.0.8 was not blocked", "unblock", "10.0.0.8");
        done("{\"address\":\"10.0.0.8\",\"lifted\":false}", "unblock", "10.0.0.8", "--json");
    }

    @Test
    void shouldStartAndEndRecordings() {
        server.on("Recordings.stopRecording", arguments -> 1);

        done("live/a is being recorded", "record", "start", "live/a");
        done("ended 1 recording of live/a", "record", "stop", "live/a");
        done("{\"stream\":\"live/a\",\"recordings\":1}", "record", "stop", "--json", "live/a");
    }

    @Test
    void shouldSendTheWholePathOfAPlugin() {
        String jar = Path.of("folder/hello.jar").toAbsolutePath().toString();

        server.on("PluginHost.install", arguments -> "hello");
        server.on("PluginHost.update", arguments -> "hello");

        done("installed hello", "plugin", "install", "folder/hello.jar");
        done("updated hello", "plugin", "update", "other/../folder/hello.jar");
        done("started hello", "plugin", "start", "hello");
        done("stopped hello", "plugin", "stop", "hello");
        done("uninstalled hello", "plugin", "uninstall", "hello");
        done("{\"plugin\":\"hello\"}", "plugin", "start", "hello", "--json");

        assertThat(server.asked())
                .startsWith("PluginHost.install[" + jar + "]", "PluginHost.update[" + jar + "]")
                .contains("PluginHost.uninstall[hello]");
    }

    private static ConfigurationRow change(List<String> changed, List<String> needingRestart, String... refused) {
        return StandIn.row(
                ConfigurationRow.class,
                Map.of(
                        "changed", changed.toArray(String[]::new),
                        "needingRestart", needingRestart.toArray(String[]::new),
                        "refused", refused));
    }

    @Test
    void shouldSayWhatAReloadHasChanged() {
        server.on("Server.reload", arguments -> change(List.of("limits.maxConnections"), List.of("listeners")));

        assertThat(console.sluice("reload").lines())
                .containsExactly(
                        "changed:",
                        "  limits.maxConnections",
                        "changed in the file, but needs a restart:",
                        "  listeners");
        done(
                "{\"changed\":[\"limits.maxConnections\"],\"needingRestart\":[\"listeners\"],\"refused\":[]}",
                "reload",
                "--json");
        server.on("Server.reload", arguments -> change(List.of(), List.of()));
        done("nothing has changed", "reload");
    }

    @Test
    void shouldSayThatAPluginRefusesItsSettings() {
        String refusal = "plugin picky: sluice.yml:5: plugins.settings.picky.x: unknown key";
        server.on(
                "Server.reload",
                arguments -> change(List.of("limits.x", "plugins.settings.picky"), List.of(), refusal));

        Result result = console.sluice("reload");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.lines()).containsExactly("changed:", "  limits.x", "  plugins.settings.picky");
        assertThat(result.errors().lines()).containsExactly(refusal);
    }

    @Test
    void shouldPrintTheFaultsOfARefusedConfigurationAsCheckDoes() {
        server.refuse("Server.reload", "conf/sluice.yml:3: limits.x: unknown key\nconf/sluice.yml:4: other");

        Result result = console.sluice("reload");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors().lines())
                .containsExactly("conf/sluice.yml:3: limits.x: unknown key", "conf/sluice.yml:4: other");
    }

    @Test
    void shouldChangeOneKey() {
        server.on("Server.change", arguments -> change(List.of((String) arguments[0]), List.of()));

        assertThat(console.sluice("set", "limits.maxConnections", "500").lines())
                .containsExactly("changed:", "  limits.maxConnections");
        server.refuse("Server.change", "limits.maxConnections: expected 1..1000000, got 'many'");
        failed(1, "limits.maxConnections: expected 1..1000000, got 'many'", "set", "limits.maxConnections", "many");

        assertThat(server.asked())
                .containsExactly(
                        "Server.change[limits.maxConnections, 500]", "Server.change[limits.maxConnections, many]");
    }

    @Test
    void shouldTakeAValueAsItIs() {
        server.on("Server.change", arguments -> change(List.of(), List.of()));

        done("nothing has changed", "set", "management.remote.passwordFile", "@pom.xml");

        assertThat(server.asked()).containsExactly("Server.change[management.remote.passwordFile, @pom.xml]");
    }

    @Test
    void shouldPrintTheConfiguration() {
        server.on("Server.effectiveConfiguration", arguments -> "limits:\n  maxConnections: 500\n");

        assertThat(console.sluice("config").lines()).containsExactly("limits:", "  maxConnections: 500");
        done("{\"configuration\":\"limits:\\u000a  maxConnections: 500\\u000a\"}", "config", "--json");
    }

    @Test
    void shouldChangeWhatIsLogged() {
        done("dev.sluice logs DEBUG from now on", "log", "debug");
        done("dev.sluice.session logs OFF from now on", "log", "OFF", "dev.sluice.session");
        failed(
                2,
                "sluice: LEVEL: expected TRACE, DEBUG, INFO, WARN, ERROR or OFF, got 'loud' (see sluice help log)",
                "log",
                "loud");

        assertThat(server.asked())
                .containsExactly(
                        "Server.changeLogLevel[dev.sluice, DEBUG]", "Server.changeLogLevel[dev.sluice.session, OFF]");
    }

    @Test
    void shouldPrintOnlyTheReasonOfARefusal() {
        server.refuse("Streams.dropPublisher", "nobody publishes live/\u001ba");
        failed(1, "sluice: nobody publishes live/?a", "drop", "publisher", "live/a");

        server.on("Connections.drop", arguments -> {
            throw new IllegalArgumentException("id: there is none below 1");
        });
        failed(1, "sluice: id: there is none below 1", "drop", "connection", "0");
    }

    @Test
    void shouldSayInOneLineThatTheServerHasADefect() {
        server.on("Connections.drop", arguments -> {
            throw new UnsupportedOperationException("two\nlines");
        });

        failed(
                1,
                "sluice: the server answered with an unexpected error: java.lang.UnsupportedOperationException: two",
                "drop",
                "connection",
                "1");
    }

    @Test
    void shouldSayThatAServerIsOfAnotherVersion() throws JMException {
        server.forget("Connections");

        failed(
                1,
                "sluice: the server does not show dev.sluice:type=Connections: it is stopping, or of another version than"
                        + " this command",
                "connections");
    }

    @Test
    void shouldRefuseWrongUsage() {
        for (String wrong : List.of(
                "drop",
                "drop nobody",
                "drop publisher",
                "drop publisher live",
                "drop publisher live/a --ban 10",
                "drop publisher live/a --ban 500ms",
                "drop publisher live/a --ban 31d",
                "drop connection seventeen",
                "record live/a",
                "plugin install",
                "set limits.maxConnections",
                "log",
                "reload now",
                "streams --watch=often",
                "streams --watch 0")) {
            Result result = console.sluice(wrong.split(" "));
            assertThat(result.exitCode()).as(wrong).isEqualTo(2);
            assertThat(result.output()).as(wrong).isEmpty();
            assertThat(result.errors().lines())
                    .as(wrong)
                    .singleElement()
                    .asString()
                    .startsWith("sluice: ")
                    .contains("(see sluice help " + wrong.split(" ")[0]);
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void shouldSayInPlainWordsWhatIsWrong() {
        Map.of(
                        "drop connection seventeen",
                        "ID: expected a whole number, got 'seventeen' (see sluice help drop connection)",
                        "streams --watch=2.5",
                        "--watch: expected a whole number, got '2.5' (see sluice help streams)",
                        "streams --watch often",
                        "unexpected argument 'often' (see sluice help streams)",
                        "drop publisher live/a --ban 10",
                        "--ban: expected a duration such as 10m in 1s..30d, got '10' (see sluice help drop publisher)",
                        "bans: x",
                        "unknown command 'bans:' (see sluice help)",
                        "drop publishers live/a",
                        "unknown command 'drop publishers' (see sluice help drop)",
                        "help nothing",
                        "unknown command 'nothing' (see sluice help)",
                        "bans --all",
                        "unknown option '--all' (see sluice help bans)")
                .forEach((wrong, said) ->
                        assertThat(console.sluice(wrong.split(" ")).errors()).isEqualTo("sluice: " + said + "\n"));
    }

    @Test
    void shouldHelpWithEachCommand() {
        assertThat(console.sluice("help").lines())
                .anyMatch(line -> line.contains("status "))
                .anyMatch(line -> line.contains("stop "))
                .noneMatch(line -> line.contains("train"));
        assertThat(console.sluice("help", "drop", "publisher").output())
                .startsWith("Usage: sluice drop publisher")
                .isEqualTo(console.sluice("drop", "publisher", "--help").output());
        assertThat(console.sluice("help", "nothing").exitCode()).isEqualTo(2);
    }
}
