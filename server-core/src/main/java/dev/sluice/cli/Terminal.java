package dev.sluice.cli;

import java.util.function.UnaryOperator;

/**
 * Where the output goes, as {@code bin/sluice} found it.
 *
 * @param columns its width, or {@link #UNLIMITED}
 * @param rows its height, or {@link #UNLIMITED}
 * @param interactive whether a person looks at it, and it can be drawn over; else it is a file, another program, or dumb
 */
record Terminal(int columns, int rows, boolean interactive, boolean coloured) {
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** Neither a terminal nor limited. */
    static final Terminal NONE = new Terminal(UNLIMITED, UNLIMITED, false, false);

    private static final int LEAST_COLUMNS = 20;
    private static final int LEAST_ROWS = 5;

    static Terminal from(UnaryOperator<String> properties, UnaryOperator<String> environment) {
        if (!"true".equals(properties.apply("sluice.terminal"))) {
            return NONE;
        }
        // https://no-color.org
        String noColour = environment.apply("NO_COLOR");
        boolean dumb = "dumb".equals(environment.apply("TERM"));
        boolean coloured = (noColour == null || noColour.isEmpty()) && !dumb;
        return new Terminal(
                size(properties.apply("sluice.columns"), LEAST_COLUMNS),
                size(properties.apply("sluice.rows"), LEAST_ROWS),
                !dumb,
                coloured);
    }

    /** @param size rows, a blank, columns; anything else changes nothing */
    Terminal sized(String size) {
        String[] numbers = size.split(" ");
        return numbers.length == 2
                ? new Terminal(size(numbers[1], LEAST_COLUMNS), size(numbers[0], LEAST_ROWS), interactive, coloured)
                : this;
    }

    /** Nonsense, such as the 0 of a serial line, is no limit. */
    private static int size(String text, int least) {
        boolean number = text != null && text.matches("[0-9]{1,5}");
        return number && Integer.parseInt(text) >= least ? Integer.parseInt(text) : UNLIMITED;
    }

    String paint(Paint paint, String text) {
        return coloured && paint != Paint.PLAIN && !text.isEmpty() ? paint.on + text + Paint.OFF : text;
    }

    /** What a piece of text is. */
    enum Paint {
        PLAIN(""),
        TITLE("\u001b[1m"),
        FAINT("\u001b[2m"),
        GOOD("\u001b[32m"),
        WARNING("\u001b[33m"),
        BAD("\u001b[31m");

        private static final String OFF = "\u001b[0m";

        private final String on;

        Paint(String on) {
            this.on = on;
        }
    }
}
