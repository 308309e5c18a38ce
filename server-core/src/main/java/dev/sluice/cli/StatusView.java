package dev.sluice.cli;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * What {@code sluice status} prints.
 *
 * @param server the server's attributes
 * @param loops each one's attributes
 */
record StatusView(Row server, List<Row> loops, List<Row> plugins, List<Trouble> troubles) {
    private static final int LABEL_COLUMNS = 13;
    private static final int HIGH_PERCENT = 80;

    /** @param added since the last look */
    record Trouble(String description, long count, long added) {}

    List<String> lines(Terminal terminal) {
        List<String> lines = new ArrayList<>();
        lines.add(terminal.paint(Paint.TITLE, "sluice " + server.text("version")) + ", up "
                + HumanUnits.duration(server.number("uptimeMillis")));
        lines.add("");
        addFigures(lines, terminal);
        List<Row> notStarted = plugins.stream()
                .filter(plugin -> !plugin.text("state").equals("STARTED"))
                .toList();
        lines.add(labelled("plugins", (plugins.size() - notStarted.size()) + " of " + plugins.size() + " started"));
        if (!notStarted.isEmpty()) {
            lines.add("");
            lines.addAll(Table.lines(
                    List.of(PluginsCommand.ID, PluginsCommand.STATE, PluginsCommand.CAUSE), notStarted, terminal));
        }
        if (!troubles.isEmpty()) {
            lines.add("");
            lines.addAll(troubleLines(terminal));
        }
        return lines;
    }

    private void addFigures(List<String> lines, Terminal terminal) {
        long connections = server.number("connections");
        long waiting = Math.max(0, server.number("streams") - server.number("publishers"));
        String window = " over " + HumanUnits.duration(server.number("rateWindowMillis"));
        lines.add(labelled("listening", ShownText.of(String.join(" ", server.texts("listeners")))));
        lines.add(labelled(
                "connections", filled(connections, server.number("maxConnections"), terminal, Long::toString)));
        lines.add(labelled(
                "streams",
                server.number("publishers") + " published" + (waiting == 0 ? "" : ", " + waiting + " waited for")));
        lines.add(labelled("players", Long.toString(server.number("players"))));
        lines.add(labelled("in", traffic("bitsPerSecondIn", "bytesIn", window)));
        lines.add(labelled("out", traffic("bitsPerSecondOut", "bytesOut", window)));
        lines.add(labelled(
                "log memory",
                filled(server.number("logBytes"), server.number("maxLogBytes"), terminal, HumanUnits::bytes)));
        lines.add(labelled("event loops", loops(terminal)));
        if (!server.text("logLevel").isEmpty() && !server.text("logLevel").equals("INFO")) {
            lines.add(labelled("log level", server.text("logLevel")));
        }
    }

    private static String labelled(String label, String value) {
        return label + " ".repeat(LABEL_COLUMNS - label.length()) + value;
    }

    private String traffic(String rate, String sum, String window) {
        return HumanUnits.rate(server.number(rate)) + window + ", " + HumanUnits.bytes(server.number(sum)) + " in all";
    }

    /** How much of something bounded is used. */
    private static String filled(long used, long most, Terminal terminal, LongFunction<String> written) {
        boolean high = most > 0 && used * 100.0 >= most * (double) HIGH_PERCENT;
        return terminal.paint(high ? Paint.WARNING : Paint.PLAIN, written.apply(used)) + " of " + written.apply(most);
    }

    private String loops(Terminal terminal) {
        String busy = loops.stream()
                .map(loop -> {
                    double percent = loop.decimal("busyPercent");
                    return terminal.paint(
                            percent >= HIGH_PERCENT ? Paint.WARNING : Paint.PLAIN,
                            HumanUnits.decimal(percent, 0) + "%");
                })
                .collect(Collectors.joining(" "));
        double longest = loops.stream()
                .mapToDouble(loop -> loop.decimal("longestTurnMillis"))
                .max()
                .orElse(0);
        return loops.size() + ", busy " + busy + ", longest turn " + HumanUnits.decimal(longest, 1) + " ms";
    }

    private List<String> troubleLines(Terminal terminal) {
        boolean watched = troubles.stream().anyMatch(trouble -> trouble.added() > 0);
        List<Column> columns = new ArrayList<>();
        columns.add(Column.count("COUNT", "count"));
        if (watched) {
            columns.add(Column.paintedNumber(
                    "NEW", row -> new Cell(row.number("added") > 0 ? "+" + row.number("added") : "", Paint.WARNING)));
        }
        columns.add(Column.text("SINCE THE START", "description").cutTo(1));
        return Table.lines(
                columns,
                troubles.stream()
                        .map(trouble -> Row.of(Map.of(
                                "description", trouble.description(),
                                "count", trouble.count(),
                                "added", trouble.added())))
                        .toList(),
                terminal);
    }
}
