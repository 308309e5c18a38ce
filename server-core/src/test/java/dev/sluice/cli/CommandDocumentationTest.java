package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What docs/commands.md shows is what there is. */
class CommandDocumentationTest {
    private static final Path PAGE = Path.of("../distribution/docs/commands.md");
    private static final Pattern SHOWN = Pattern.compile("^\\| `bin/sluice ([^`]+)`", Pattern.MULTILINE);

    /** In the place of {@code sluice}. */
    @Command(name = "sluice")
    private static final class All {}

    private static CommandLine all() {
        var operator = new Operator(
                () -> null, () -> Terminal.NONE, Console::unexpected, new PrintWriter(Writer.nullWriter()));
        var sluice = new CommandLine(new All());
        new CommandList(launch -> 0, new Installation(Path.of(""), Path.of("")), operator).addTo(sluice, "");
        return sluice;
    }

    private static List<String> shown() throws IOException {
        return SHOWN.matcher(Files.readString(PAGE))
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    @Test
    void shouldShowCommandsThatAreUnderstood() throws IOException {
        assertThat(shown()).hasSizeGreaterThan(25);
        for (String command : shown()) {
            String[] words = command.equals("sign")
                    ? "sign --stream live/cam1 --action play --expires 2h".split(" ")
                    : command.split(" ");
            assertThatCode(() -> all().parseArgs(words)).as(command).doesNotThrowAnyException();
        }
    }

    @Test
    void shouldShowEveryCommand() throws IOException {
        List<String> shown = shown();
        Stream<String> commands = all().getSubcommands().entrySet().stream().flatMap(CommandDocumentationTest::names);
        assertThat(commands.filter(command -> !command.equals("train")))
                .hasSizeGreaterThan(25)
                .allMatch(
                        command -> shown.stream().anyMatch(line -> (line + " ").startsWith(command + " ")), "is shown");
    }

    /** The command, or those that it consists of. */
    private static Stream<String> names(Map.Entry<String, CommandLine> command) {
        Map<String, CommandLine> parts = command.getValue().getSubcommands();
        return parts.isEmpty()
                ? Stream.of(command.getKey())
                : parts.keySet().stream().map(part -> command.getKey() + " " + part);
    }

    @Test
    void shouldShowEveryOptionOfWhatTalksToTheServer() throws IOException {
        String page = Files.readString(PAGE);
        for (String option : List.of("--json", "--watch", "--ban")) {
            assertThat(page).contains(option);
        }
    }
}
