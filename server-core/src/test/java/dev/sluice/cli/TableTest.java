package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Column NAME =
            Column.text("NAME", row -> row.text("name")).cutTo(6);
    private static final Column COUNT = Column.number("COUNT", row -> Long.toString(row.number("count")));
    private static final Column NOTE =
            Column.text("NOTE", row -> row.text("note")).dispensable(1);

    private static final List<Row> ROWS = List.of(row("live/camera", 7, "first"), row("日本", 1_000_000, ""));

    private static Row row(String name, long count, String note) {
        return Row.of(Map.of("name", name, "count", count, "note", note));
    }

    private static Terminal wide(int columns) {
        return new Terminal(columns, 24, true, false);
    }

    @Test
    void shouldAlignTextToTheLeftAndNumbersToTheRight() {
        assertThat(Table.lines(List.of(NAME, COUNT, NOTE), ROWS, Terminal.NONE))
                .containsExactly(
                        "NAME           COUNT  NOTE", //
                        "live/camera        7  first",
                        "日本         1000000");
    }

    @Test
    void shouldCutBeforeItLeavesColumnsOut() {
        assertThat(Table.lines(List.of(NAME, COUNT, NOTE), ROWS, wide(24)))
                .containsExactly(
                        "NAME        COUNT  NOTE", //
                        "live/ca…        7  first",
                        "日本      1000000");
    }

    @Test
    void shouldLeaveOutWhatIsDispensable() {
        assertThat(Table.lines(List.of(NAME, COUNT, NOTE), ROWS, wide(20)))
                .containsExactly(
                        "NAME           COUNT", //
                        "live/camera        7",
                        "日本         1000000");
    }

    @Test
    void shouldKeepTheRestOnTheNarrowestTerminal() {
        assertThat(Table.lines(List.of(NAME, COUNT, NOTE), ROWS, wide(1)))
                .containsExactly(
                        "NAME      COUNT", //
                        "live/…        7",
                        "日本    1000000");
    }

    @Test
    void shouldNotCountColoursAsColumns() {
        var state = Column.painted("STATE", row -> new Cell("UP", Paint.GOOD));
        assertThat(Table.lines(List.of(state, COUNT), ROWS, new Terminal(80, 24, true, true)))
                .containsExactly(
                        "\u001b[1mSTATE\u001b[0m    \u001b[1mCOUNT\u001b[0m",
                        "\u001b[32mUP\u001b[0m           7",
                        "\u001b[32mUP\u001b[0m     1000000");
    }
}
