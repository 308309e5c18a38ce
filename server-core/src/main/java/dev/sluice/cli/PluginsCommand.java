package dev.sluice.cli;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;

@Command(
        name = "plugins",
        description = "Shows the plugins, and files in their folders that are none.",
        footer = {
            "",
            "GUARDS says whether nobody is let in while a plugin does not run. FAILURES counts callbacks that threw,"
                    + " returned null or did not return in time; LOST events that its listeners were too slow for."
        })
final class PluginsCommand extends QueryCommand {
    private static final int NARROWEST_ID = 12;
    private static final int NARROWEST_TEXT = 16;
    private static final int NARROWEST_CAUSE = 30;

    static final Column ID = Column.text("ID", "id").cutTo(NARROWEST_ID);
    static final Column STATE = Column.painted("STATE", PluginsCommand::state);
    static final Column CAUSE = Column.text("CAUSE", "cause").cutTo(NARROWEST_CAUSE);

    private static final List<Column> COLUMNS = List.of(
            ID,
            Column.text("VERSION", "version"),
            STATE,
            Column.number("FOR", row -> HumanUnits.since(row.number("sinceMillis"))),
            Column.text("GUARDS", row -> row.is("guards") ? "yes" : "no"),
            Column.count("FAILURES", "failures"),
            Column.count("LOST", "droppedEvents").dispensable(2),
            Column.text("REGISTERED", PluginsCommand::registered)
                    .cutTo(NARROWEST_TEXT)
                    .dispensable(1),
            CAUSE);

    PluginsCommand(Operator operator) {
        super(operator);
    }

    @Override
    Answer ask(RunningServer server, int rows) throws FailedException {
        return Answer.table(all(server), COLUMNS, "no plugins");
    }

    /** By id. */
    static List<Row> all(RunningServer server) throws FailedException {
        return server.rows("PluginHost", "Plugins").stream()
                .sorted(Comparator.comparing(row -> row.text("id")))
                .toList();
    }

    private static Cell state(Row row) {
        String state = row.text("state");
        return switch (state) {
            case "STARTED" -> new Cell(state, Paint.GOOD);
            case "STOPPED" -> new Cell(state, Paint.WARNING);
            case "DISABLED" -> new Cell(state, Paint.FAINT);
            default -> new Cell(state, Paint.BAD);
        };
    }

    /** Kinds only: {@code Authenticator dev.sluice.rules.RulesAuthenticator} is too much for a table. */
    private static String registered(Row row) {
        return ShownText.of(row.texts("extensions").stream()
                .map(extension -> extension.split(" ", 2)[0])
                .distinct()
                .collect(Collectors.joining(", ")));
    }
}
