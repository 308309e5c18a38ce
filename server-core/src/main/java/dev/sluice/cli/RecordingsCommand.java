package dev.sluice.cli;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import java.util.Comparator;
import java.util.List;
import picocli.CommandLine.Command;

@Command(name = "recordings", description = "Shows what is being recorded.")
final class RecordingsCommand extends QueryCommand {
    private static final int NARROWEST_NAME = 12;

    private static final List<Column> COLUMNS = List.of(
            Column.text("STREAM", Row::streamPath).cutTo(NARROWEST_NAME),
            Column.text("PLUGIN", row -> row.text("plugin")),
            Column.number("FOR", RecordingsCommand::age),
            Column.number("MESSAGES", row -> Long.toString(row.number("messages"))),
            new Column("LOST", true, Column.WHOLE, 0, RecordingsCommand::lost),
            Column.text("LOCATION", row -> row.text("location")).cutTo(NARROWEST_NAME));

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

    /** The server's clock is this machine's. */
    private static String age(Row row) {
        return HumanUnits.duration(Math.max(0, System.currentTimeMillis() - row.number("startedAtMillis")));
    }

    private static Cell lost(Row row) {
        long lost = row.number("dropped");
        return new Cell(Long.toString(lost), lost == 0 ? Paint.PLAIN : Paint.WARNING);
    }
}
