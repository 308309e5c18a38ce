package dev.sluice.plugin;

import java.io.PrintWriter;
import java.io.Writer;

/** Throwables of plugins, as far as they can be written to a log: even their text is foreign code. */
final class Printable {
    private Printable() {}

    /** The throwable itself, or one that says of which class it was when its text cannot be had. */
    static Throwable of(Throwable thrown) {
        try {
            thrown.printStackTrace(new PrintWriter(Writer.nullWriter()));
            return thrown;
        } catch (Throwable unprintable) {
            return new IllegalStateException(thrown.getClass().getName() + ", which cannot be printed");
        }
    }
}
