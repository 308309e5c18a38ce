package dev.sluice.cli;

import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "bans",
        description = "Shows the streams that nobody may publish for a while.",
        footer = {"", "They come from \"drop publisher --ban\"; \"unban\" lifts one."})
final class BansCommand extends QueryCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.STREAM,
            Column.number("LEFT", row -> HumanUnits.duration(row.number("remainingSeconds") * 1_000)),
            Column.number("SINCE", row -> HumanUnits.since(row.time("since"))),
            Column.text("PUBLISHER WAS", "publisherAddress"));

    BansCommand(Operator operator) {
        super(operator);
    }

    @Override
    Answer ask(RunningServer server, int rows) throws FailedException {
        return Answer.table(server.rows("Streams", "Bans"), COLUMNS, "no stream is banned");
    }
}
