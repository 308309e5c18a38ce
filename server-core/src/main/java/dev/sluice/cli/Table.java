package dev.sluice.cli;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Rows below each other. On a terminal that is too narrow it cuts what may be cut, then leaves columns out. */
final class Table {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<Cell>> rows;
    private final int[] widths;
    private final Terminal terminal;

    private Table(List<Column> columns, List<Row> data, Terminal terminal) {
        this.columns = columns;
        this.terminal = terminal;
        this.rows = data.stream()
                .map(row -> columns.stream()
                        .map(column -> column.value().apply(row))
                        .toList())
                .toList();
        this.widths = IntStream.range(0, columns.size()).map(this::wish).toArray();
    }

    /** The title's line, and one for each row. */
    static List<String> lines(List<Column> columns, List<Row> data, Terminal terminal) {
        List<Column> left = new ArrayList<>(columns);
        while (true) {
            var table = new Table(left, data, terminal);
            Optional<Column> dispensable =
                    left.stream().filter(column -> column.rank() > 0).max(Comparator.comparingInt(Column::rank));
            if (table.fit() || dispensable.isEmpty()) {
                return table.lines();
            }
            left.remove(dispensable.get());
        }
    }

    private int wish(int column) {
        int title = ShownText.width(columns.get(column).title());
        return rows.stream()
                .mapToInt(row -> ShownText.width(row.get(column).text()))
                .reduce(title, Math::max);
    }

    /** Narrows the widest of the columns that may be cut, until the table is no wider than the terminal. */
    private boolean fit() {
        while (total() > terminal.columns()) {
            Optional<Integer> widest = IntStream.range(0, columns.size())
                    .filter(i -> widths[i] > columns.get(i).least())
                    .boxed()
                    .max(Comparator.comparingInt(i -> widths[i]));
            if (widest.isEmpty()) {
                return false;
            }
            widths[widest.get()]--;
        }
        return true;
    }

    private int total() {
        return Arrays.stream(widths).sum() + GAP.length() * (widths.length - 1);
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(columns.stream()
                .map(column -> new Cell(column.title(), Paint.TITLE))
                .toList()));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<Cell> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String text = ShownText.cut(cells.get(i).text(), widths[i]);
            String padding = " ".repeat(widths[i] - ShownText.width(text));
            String painted = terminal.paint(cells.get(i).paint(), text);
            boolean last = i == cells.size() - 1;
            line.append(columns.get(i).right() ? padding + painted : painted + (last ? "" : padding));
            line.append(last ? "" : GAP);
        }
        return line.toString().stripTrailing();
    }
}
