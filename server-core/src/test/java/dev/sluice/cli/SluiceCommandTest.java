package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SluiceCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<Launch> launches = new ArrayList<>();

    @TempDir
    private Path home;

    @TempDir
    private Path base;

    @BeforeEach
    void setUp() throws IOException {
        write(home, "rtmp: { chunkSize: 1000 }");
    }

    @Test
    void shouldRunWithTheInstalledConfigurationWhenTheBaseHasNone() {
        assertThat(sluice("run")).isZero();

        assertThat(launches).singleElement().satisfies(launch -> {
            assertThat(launch.loaded().config().rtmp().chunkSize()).isEqualTo(1000);
            assertThat(launch.base()).isEqualTo(base);
            assertThat(launch.rehearsal()).isFalse();
        });
    }

    @Test
    void shouldPreferTheConfigurationOfTheBase() throws IOException {
        write(base, "rtmp: { chunkSize: 2000 }");

        assertThat(sluice("run")).isZero();

        assertThat(launches.get(0).loaded().config().rtmp().chunkSize()).isEqualTo(2000);
    }

    @Test
    void shouldRunWithTheNamedConfigurationAndOverrides() throws IOException {
        Path file = Files.writeString(base.resolve("mine.yml"), "rtmp: { chunkSize: 3000 }");

        assertThat(sluice("run", "--config", file.toString(), "--set", "limits.maxConnections=9", "--set=server={}"))
                .isZero();

        assertThat(launches.get(0).loaded().config().rtmp().chunkSize()).isEqualTo(3000);
        assertThat(launches.get(0).loaded().config().limits().maxConnections()).isEqualTo(9);
    }

    @Test
    void shouldReportEveryFaultOfARefusedConfiguration() throws IOException {
        Path file = write(base, "rtmp: { chunkSize: 1, chunkSise: 2 }");

        assertThat(sluice("run")).isEqualTo(2);

        assertThat(launches).isEmpty();
        assertThat(text(err).lines())
                .containsExactly(
                        file + ":1: rtmp.chunkSize: expected 128..16777215, got '1'",
                        file + ":1: rtmp.chunkSise: unknown key, did you mean 'chunkSize'?");
    }

    @Test
    void shouldCheckWithoutRunning() throws IOException {
        assertThat(sluice("check")).isZero();
        assertThat(text(out)).contains("ok");

        write(base, "nothing");
        assertThat(sluice("check")).isEqualTo(2);
        assertThat(text(err)).contains("expected a mapping");
        assertThat(launches).isEmpty();
    }

    @Test
    void shouldRefuseRemoteManagementThatAnybodyCouldUse() throws IOException {
        Path file = write(base, """
                management:
                  remote:
                    enabled: true
                    passwordFile: conf/passwords
                """);

        for (String command : List.of("check", "run")) {
            err.reset();
            assertThat(sluice(command)).isEqualTo(2);
            assertThat(text(err).lines())
                    .contains(file + ":4: management.remote.passwordFile: expected a file, got " + base
                            + "/conf/passwords, which is not there")
                    .anyMatch(line -> line.startsWith(file + ":2: management.remote.keystore: expected a keystore"));
        }
        assertThat(launches).isEmpty();
        assertThat(sluice("train")).isZero();
        assertThat(launches.get(0).loaded().config().management().remote().enabled())
                .isFalse();
    }

    @Test
    void shouldRehearseOnAFreeLoopbackPort() {
        assertThat(sluice("train")).isZero();

        assertThat(launches.get(0).rehearsal()).isTrue();
        assertThat(launches.get(0).loaded().config().listeners())
                .singleElement()
                .satisfies(listener -> {
                    assertThat(listener.host()).isEqualTo("127.0.0.1");
                    assertThat(listener.port()).isZero();
                });
    }

    @Test
    void shouldPrintItsVersion() {
        assertThat(sluice("version")).isZero();
        assertThat(text(out)).matches("sluice \\d+\\.\\d+\\.\\d+\\S*, java \\d+.*\\R");
    }

    @Test
    void shouldRefuseWrongUsageWithOneLine() {
        assertThat(sluice("run", "--port", "5")).isEqualTo(2);
        assertThat(text(err).lines()).singleElement().asString().contains("--port");
    }

    @Test
    void shouldSayWhatIsMissing() {
        assertThat(sluice("set")).isEqualTo(2);
        assertThat(sluice("set", "limits.maxConnections")).isEqualTo(2);
        assertThat(sluice("drop", "publisher", "live/cam1", "--ban")).isEqualTo(2);
        assertThat(sluice("drop", "publisher", "live/cam1", "--ban", "--json")).isEqualTo(2);
        assertThat(sluice("sign", "--stream", "live/cam1", "--expires", "2h")).isEqualTo(2);
        assertThat(sluice("sign", "--stream")).isEqualTo(2);
        assertThat(text(err).lines())
                .containsExactly(
                        "sluice: expected KEY VALUE (see sluice help set)",
                        "sluice: expected VALUE (see sluice help set)",
                        "sluice: --ban: expected TIME (see sluice help drop publisher)",
                        "sluice: --ban: expected TIME (see sluice help drop publisher)",
                        "sluice: expected --action=publish|play (see sluice help sign)",
                        "sluice: --stream: expected APP/NAME (see sluice help sign)");
    }

    @Test
    void shouldExplainEveryCommand() {
        List<String> commands = List.of("version", "help", "check", "streams", "set", "drop", "drop publisher");
        for (String command : commands) {
            for (String option : List.of("-h", "--help")) {
                out.reset();
                assertThat(sluice((command + " " + option).split(" "))).isZero();
                assertThat(text(out))
                        .startsWith("Usage: sluice " + command + " ")
                        .contains("  -h, --help");
            }
        }
    }

    @Test
    void shouldShowTheCommandsWhenNoneIsGiven() {
        assertThat(sluice()).isEqualTo(2);
        assertThat(text(err)).contains("run", "check", "version").doesNotContain("train");
    }

    @Test
    void shouldSayInOneLineWhyTheServerFailed() {
        assertThat(sluice(
                        launch -> {
                            throw new BindException("port taken");
                        },
                        "run"))
                .isEqualTo(1);
        assertThat(text(err).lines()).containsExactly("sluice: port taken");
    }

    @Test
    void shouldPassOnTheServersExitCode() {
        assertThat(sluice(launch -> 1, "run")).isEqualTo(1);
    }

    private int sluice(String... args) {
        return sluice(
                launch -> {
                    launches.add(launch);
                    return 0;
                },
                args);
    }

    private int sluice(ServerRunner runner, String... args) {
        return SluiceCommand.execute(args, runner, new Installation(home, base), stream(out), stream(err));
    }

    private static Path write(Path root, String text) throws IOException {
        Path folder = Files.createDirectories(root.resolve("conf"));
        return Files.writeString(folder.resolve("sluice.yml"), text);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
