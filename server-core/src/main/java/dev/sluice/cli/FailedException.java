package dev.sluice.cli;

import java.util.List;

/** A command cannot do what it was asked for; what it says goes to standard error, and the exit code is 1. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean refused;

    private FailedException(String message, boolean refused) {
        super(message);
        this.refused = refused;
    }

    static FailedException because(String reason) {
        return new FailedException(reason, false);
    }

    /** The server has said so. */
    static FailedException refused(String reason) {
        return new FailedException(reason, true);
    }

    boolean isRefused() {
        return refused;
    }

    /** Fit to be shown. */
    List<String> lines() {
        return getMessage().lines().map(ShownText::of).toList();
    }
}
