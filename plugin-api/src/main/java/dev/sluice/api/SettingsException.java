package dev.sluice.api;

import java.util.List;

/** The settings of a plugin are refused. A plugin that lets it pass fails to start, with these problems as the cause. */
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String[] problems;

    /**
     * @param problems a line for each fault, such as {@code conf/sluice.yml:61: plugins.settings.greeter.times: expected
     *     1..10, got '0'}
     */
    public SettingsException(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = problems.toArray(String[]::new);
    }

    /** A line for each fault. */
    public List<String> problems() {
        return List.of(problems);
    }
}
