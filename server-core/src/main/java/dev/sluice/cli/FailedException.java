package dev.sluice.cli;

import java.util.List;

/** A command cannot do what it was asked for; what it says goes to standard error, and the exit code is 1. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;
    private final boolean faults;

    private FailedException(String message, boolean refused, boolean faults) {
        super(message);
        this.refused = refused;
        this.faults = faults;
    }

    static FailedException because(String reason) {
        return new FailedException(reason, false, false);
    }

    /** The server has said so. */
    static FailedException refused(String reason) {
        return new FailedException(reason, true, false);
    }

    /** The same, of a configuration, with a line for each fault as {@code sluice check} prints it. */
    FailedException ofConfiguration() {
        return new FailedException(getMessage(), refused, refused);
    }

    boolean isRefused() {
        return refused;
    }

    /** For standard error. */
    List<String> lines() {
        if (faults) {
            return getMessage().lines().map(ShownText::of).toList();
        }
        return List.of("sluice: " + ShownText.of(getMessage()));
    }
}
