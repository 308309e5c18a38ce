package dev.sluice.cli;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import dev.sluice.jmx.ConnectionsMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "connections",
        description = "Shows all connections, or those of one stream.",
        footer = {
            "",
            "ROLE is PUBLISHER, PLAYER, BOTH, or how far a connection has come that is neither. LAG is how old the"
                    + " first message is that a player has not taken, BEHIND how much it has not taken, both without"
                    + " what the kernel's buffers hold. IDLE is how long it has neither sent nor taken a byte."
        })
final class ConnectionsCommand extends QueryCommand {
    private static final int NARROWEST_NAME = 12;
    private static final int NARROWEST_SOFTWARE = 10;
    private static final long LATE_MILLIS = 1_000;

    private static final List<Column> COLUMNS = List.of(
            Column.count("ID", "id"),
            Column.text("ADDRESS", "address"),
            Column.text("ROLE", ConnectionsCommand::role),
            Column.text("STREAM", ConnectionsCommand::streams).cutTo(NARROWEST_NAME),
            Column.number("FOR", row -> HumanUnits.since(row.time("openedAt"))).dispensable(2),
            Column.number("IN", row -> HumanUnits.bytes(row.number("bytesIn"))),
            Column.number("OUT", row -> HumanUnits.bytes(row.number("bytesOut"))),
            Column.number("ACKNOWLEDGED", row -> HumanUnits.bytes(row.number("acknowledgedBytes")))
                    .dispensable(6),
            Column.paintedNumber("LAG", ConnectionsCommand::lag),
            Column.number("BEHIND", row -> HumanUnits.bytes(row.number("lagBytes")))
                    .dispensable(4),
            Column.number("IDLE", row -> HumanUnits.duration(row.number("idleMillis")))
                    .dispensable(1),
            Column.count("LOOP", "eventLoop").dispensable(5),
            Column.text("SOFTWARE", "software").cutTo(NARROWEST_SOFTWARE).dispensable(3));

    @Parameters(
            arity = "0..1",
            paramLabel = "STREAM",
            converter = StreamArgument.Converter.class,
            description = "Only those that publish or play it, such as live/cam1.")
    private StreamArgument stream;

    ConnectionsCommand(Operator operator) {
        super(operator);
    }

    @Override
    Answer ask(RunningServer server, int rows) throws FailedException {
        List<Row> found = new ArrayList<>();
        long last = 0;
        int most = stream == null ? Math.min(rows, ConnectionsMXBean.MAX_ROWS) : ConnectionsMXBean.MAX_ROWS;
        List<Row> page;
        do {
            page = RunningServer.rows(
                    server.invoke("Connections", "page", new Object[] {last, most}, long.class, int.class));
            for (Row row : page) {
                last = row.number("id");
                if (stream == null || row.texts("streams").contains(stream.path())) {
                    found.add(row);
                }
            }
        } while (page.size() == most && found.size() < rows);
        return Answer.table(found, COLUMNS, stream == null ? "no connections" : "no connections of " + stream);
    }

    private static String role(Row row) {
        return row.text("role").equals("NONE") ? row.text("state") : row.text("role");
    }

    private static String streams(Row row) {
        return row.texts("streams").stream().map(WrittenPath::of).collect(Collectors.joining(" "));
    }

    private static Cell lag(Row row) {
        long lag = row.number("lagMillis");
        return new Cell(HumanUnits.duration(lag), lag < LATE_MILLIS ? Paint.PLAIN : Paint.WARNING);
    }
}
