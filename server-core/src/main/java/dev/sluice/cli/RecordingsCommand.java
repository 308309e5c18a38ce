package dev.sluice.cli;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "recordings", description = "Shows what is being recorded.")
final class RecordingsCommand extends QueryCommand {
    private static final int NARROWEST_LOCATION = 12;

    private static final List<Column> COLUMNS = List.of(
            Column.STREAM,
            Column.text("PLUGIN", "plugin"),
            Column.number("FOR", row -> HumanUnits.since(row.number("startedAtMillis"))),
            Column.count("MESSAGES", "messages"),
            Column.paintedNumber("LOST", RecordingsCommand::lost),
            Column.text("LOCATION", "location").cutTo(NARROWEST_LOCATION));

    RecordingsCommand(Operator operator) {
        super(operator);
    }

    @Override
    Answer ask(RunningServer server, int rows) throws FailedException {
        List<Row> all = server.rows("Recordings", "Recordings").stream()
                .sorted(Comparator.comparing(Row::streamPath).thenComparing(row -> row.number("id")))
                .toList();
        return Answer.table(all, COLUMNS, "nothing is being recorded");
    }

    private static Cell lost(Row row) {
        long lost = row.number("dropped");
        return new Cell(Long.toString(lost), lost == 0 ? Paint.PLAIN : Paint.WARNING);
    }
}
