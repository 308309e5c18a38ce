package dev.sluice.plugin;

import java.io.PrintWriter;
import java.io.Writer;

/** Throwables of plugins, as far as they can be written to a log: even their text is foreign code. */
final class Printable {
    private Printable() {}

    /** What it says of itself, on one line. */
    static String text(Throwable thrown) {
        try {
            return Secrets.printable(String.valueOf(thrown));
        } catch (Throwable unprintable) {
            return thrown.getClass().getName();
        }
    }

    /** Its class and where it was thrown; not its text, which may quote a secret. */
    static Throwable withoutText(Throwable thrown) {
        Throwable bare = new IllegalStateException(thrown.getClass().getName());
        try {
            bare.setStackTrace(thrown.getStackTrace());
        } catch (Throwable unprintable) {
            bare.setStackTrace(new StackTraceElement[0]);
        }
        return bare;
    }

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
