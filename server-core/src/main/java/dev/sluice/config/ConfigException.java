package dev.sluice.config;

import java.util.List;

/** A configuration, or the settings of a plugin in it, that is refused, with everything that is wrong with it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    ConfigException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** A line for each fault, such as {@code conf/sluice.yml:14: limits.maxConnections: expected 1..1000000, got 'many'}. */
    public List<String> problems() {
        return List.of(problems);
    }
}
