package dev.sluice.cli;

import dev.sluice.cli.Terminal.Paint;
import java.util.function.Function;

/**
 * A column of a table.
 *
 * @param right whether it is aligned to the right, as numbers are
 * @param least so narrow it may be cut; {@link #WHOLE} when it may not
 * @param rank where the table is too wide, columns are left out, the one of the highest rank first; 0 stays
 */
record Column(String title, boolean right, int least, int rank, Function<Row, Cell> value) {
    static final int WHOLE = Integer.MAX_VALUE;

    private static final int NARROWEST_NAME = 12;

    /** Of a row about a stream. */
    static final Column STREAM = text("STREAM", Row::streamPath).cutTo(NARROWEST_NAME);

    /** @param text already fit to be shown, see {@link ShownText} */
    record Cell(String text, Paint paint) {
        static Cell of(String text) {
            return new Cell(text, Paint.PLAIN);
        }
    }

    static Column text(String title, Function<Row, String> value) {
        return painted(title, value.andThen(Cell::of));
    }

    /** @param item of the row */
    static Column text(String title, String item) {
        return text(title, row -> row.text(item));
    }

    static Column painted(String title, Function<Row, Cell> value) {
        return new Column(title, false, WHOLE, 0, value);
    }

    static Column number(String title, Function<Row, String> value) {
        return new Column(title, true, WHOLE, 0, value.andThen(Cell::of));
    }

    /** @param item of the row */
    static Column count(String title, String item) {
        return number(title, row -> Long.toString(row.number(item)));
    }

    static Column paintedNumber(String title, Function<Row, Cell> value) {
        return new Column(title, true, WHOLE, 0, value);
    }

    Column cutTo(int columns) {
        return new Column(title, right, columns, rank, value);
    }

    Column dispensable(int order) {
        return new Column(title, right, least, order, value);
    }
}
