package dev.sluice.plugin;

import java.util.List;

/** Plugins that {@code plugins.required} names do not run, so the server must not start. */
public final class RequiredPluginsException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    RequiredPluginsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** A line for each of them, with why it does not run. */
    public List<String> problems() {
        return List.of(problems);
    }
}
