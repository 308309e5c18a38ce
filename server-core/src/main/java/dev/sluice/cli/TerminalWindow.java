package dev.sluice.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.function.Supplier;

/** The terminal as it is: at first as {@code bin/sluice} found it, later with the size that its window has by then. */
final class TerminalWindow implements Supplier<Terminal> {
    private static final File TERMINAL = new File("/dev/tty");

    private final Terminal found;
    private boolean asked;

    TerminalWindow(Terminal found) {
        this.found = found;
    }

    @Override
    public Terminal get() {
        if (asked && found.interactive()) {
            return found.sized(askForSize());
        }
        asked = true;
        return found;
    }

    /** Empty when it cannot be had. */
    private static String askForSize() {
        try {
            Process stty = new ProcessBuilder("stty", "size")
                    .redirectInput(TERMINAL)
                    .redirectError(Redirect.DISCARD)
                    .start();
            try (BufferedReader answer = stty.inputReader()) {
                String size = answer.readLine();
                return size == null ? "" : size;
            }
        } catch (IOException untold) {
            return "";
        }
    }
}
