package dev.sluice.cli;

import java.util.List;
import java.util.function.Function;

/**
 * What a query has found.
 *
 * @param data open data, for {@link Json}
 * @param view for people
 */
record Answer(Object data, Function<Terminal, List<String>> view) {
    /** @param nothing what to say of an empty table */
    static Answer table(List<Row> rows, List<Column> columns, String nothing) {
        return new Answer(
                rows.stream().map(Row::data).toList(),
                terminal -> rows.isEmpty() ? List.of(nothing) : Table.lines(columns, rows, terminal));
    }
}
