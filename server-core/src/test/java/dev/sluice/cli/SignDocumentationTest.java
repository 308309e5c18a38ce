package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole configurations that docs/plugins/auth-signed-url.md shows are taken, and sign what is shown. */
class SignDocumentationTest {
    private static final Path PAGE = Path.of("../distribution/docs/plugins/auth-signed-url.md");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path base;

    @Test
    void shouldSignWithTheConfigurationsThatAreShown() throws IOException {
        List<String> configurations = configurations();
        assertThat(configurations).hasSize(2);

        assertThat(sign(configurations.get(0), "--stream=live/cam1", "--action=publish", "--expires=4102444800"))
                .isEqualTo("expires=4102444800&key=k1&sig="
                        + "0264c0c4da8616287b0a4cd4e136b57711436e06a5a3f067824acbcc09a560c2");
        assertThat(sign(configurations.get(1), "--stream=paid/film", "--action=play", "--expires=5h"))
                .contains("&key=2027-a&sig=");
    }

    @Test
    void shouldShowEveryOption() throws IOException {
        String page = Files.readString(PAGE);
        run("sign", "--help");

        assertThat(out.toString(StandardCharsets.UTF_8).lines())
                .filteredOn(line -> line.startsWith("      --"))
                .hasSize(9)
                .allSatisfy(line -> assertThat(page).contains("`" + line.strip().split("[ =]")[0] + " "));
    }

    private String sign(String configuration, String... args) throws IOException {
        Path file = Files.writeString(base.resolve("sluice.yml"), configuration);
        List<String> command = new ArrayList<>(List.of("sign", "--config=" + file, "--set=server.shutdownGrace=1s"));
        command.addAll(List.of(args));
        // the first example signs until 2100
        if (!configuration.contains("maxLifetime")) {
            command.add("--set=plugins.settings.auth-signed-url.maxLifetime=36500d");
        }
        out.reset();
        run(command.toArray(String[]::new));
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private void run(String... args) {
        SluiceCommand.execute(args, launch -> 1, new Installation(base, base), stream(out), stream(err));
    }

    /** The indented blocks that begin with a key of the configuration. */
    private static List<String> configurations() throws IOException {
        List<String> blocks = new ArrayList<>();
        StringBuilder block = new StringBuilder();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("    ")) {
                block.append(line.substring(4)).append('\n');
            } else if (!block.isEmpty()) {
                blocks.add(block.toString());
                block.setLength(0);
            }
        }
        return blocks.stream()
                .filter(text -> text.startsWith("plugins:") || text.startsWith("auth:"))
                .toList();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
