package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.Terminal.Paint;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private static final Map<String, String> WINDOW =
            Map.of("sluice.terminal", "true", "sluice.rows", "24", "sluice.columns", "80");

    private static Terminal terminal(Map<String, String> properties, Map<String, String> environment) {
        return Terminal.from(properties::get, environment::get);
    }

    @Test
    void shouldBeNoneUnlessTheScriptSaysSo() {
        assertThat(terminal(Map.of("sluice.columns", "80"), Map.of())).isEqualTo(Terminal.NONE);
        assertThat(Terminal.NONE.paint(Paint.BAD, "text")).isEqualTo("text");
    }

    @Test
    void shouldHaveTheSizeOfItsWindow() {
        assertThat(terminal(WINDOW, Map.of())).isEqualTo(new Terminal(80, 24, true, true));
    }

    @Test
    void shouldNotBeDrawnOverWhenItIsDumb() {
        assertThat(terminal(WINDOW, Map.of("TERM", "dumb"))).isEqualTo(new Terminal(80, 24, false, false));
    }

    @Test
    void shouldNotBeLimitedByNonsense() {
        var unknown = Map.of("sluice.terminal", "true", "sluice.rows", "", "sluice.columns", "0");
        assertThat(terminal(unknown, Map.of()))
                .isEqualTo(new Terminal(Terminal.UNLIMITED, Terminal.UNLIMITED, true, true));
    }

    @Test
    void shouldTakeAnotherSizeOnlyWhenItIsOne() {
        Terminal window = terminal(WINDOW, Map.of());
        assertThat(window.sized("50 132")).isEqualTo(new Terminal(132, 50, true, true));
        assertThat(window.sized("")).isEqualTo(window);
    }

    @Test
    void shouldAskForTheSizeOfATerminalOnly() {
        var window = new TerminalWindow(Terminal.NONE);
        assertThat(window.get()).isEqualTo(Terminal.NONE);
        assertThat(window.get()).isEqualTo(Terminal.NONE);
    }

    @Test
    void shouldPaintOnlyWhereColoursAreWanted() {
        assertThat(terminal(WINDOW, Map.of()).paint(Paint.BAD, "text")).isEqualTo("\u001b[31mtext\u001b[0m");
        assertThat(terminal(WINDOW, Map.of("NO_COLOR", "")).paint(Paint.BAD, "text"))
                .startsWith("\u001b");
        assertThat(terminal(WINDOW, Map.of("NO_COLOR", "1")).paint(Paint.BAD, "text"))
                .isEqualTo("text");
        assertThat(terminal(WINDOW, Map.of("TERM", "dumb")).paint(Paint.BAD, "text"))
                .isEqualTo("text");
    }
}
