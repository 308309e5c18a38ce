package dev.sluice.cli;

import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "blocked",
        description = "Shows the addresses that were denied too often.",
        footer = {"", "limits.authFailures says how often that is; \"unblock\" lets one ask again at once."})
final class BlockedCommand extends QueryCommand {
    private static final List<Column> COLUMNS = List.of(
            Column.text("ADDRESS", "address"),
            Column.text("ACTION", "action"),
            Column.number("LEFT", row -> HumanUnits.duration(row.number("remainingMillis"))));

    BlockedCommand(Operator operator) {
        super(operator);
    }

    @Override
    Answer ask(RunningServer server, int rows) throws FailedException {
        return Answer.table(server.rows("PluginHost", "Blocked"), COLUMNS, "no address is blocked");
    }
}
