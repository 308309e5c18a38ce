package dev.sluice.cli;

import java.util.List;

/** The server must not start as it is configured; each problem becomes a line on standard error, and the exit code 2. */
public final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    public RefusedException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = problems.toArray(String[]::new);
    }

    List<String> problems() {
        return List.of(problems);
    }
}
