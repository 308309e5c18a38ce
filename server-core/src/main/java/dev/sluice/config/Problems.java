package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong, so that one run shows all of it. */
final class Problems {
    private static final int MAX_SHOWN = 100;

    private static final Pattern LINE_BREAKS = Pattern.compile("\\p{Cntrl}+");

    private final List<String> lines = new ArrayList<>();
    private int count;

    /** @param origin where the value stands, as {@link Tree#origin()} writes it */
    void add(String origin, KeyPath path, String text) {
        add(path.isRoot() ? origin + text : origin + path + ": " + text);
    }

    void add(String line) {
        count++;
        if (lines.size() < MAX_SHOWN) {
            lines.add(LINE_BREAKS.matcher(line).replaceAll(" "));
        }
    }

    /** How many there were, shown or not. */
    int count() {
        return count;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    void throwIfAny() throws ConfigException {
        if (!lines.isEmpty()) {
            throw new ConfigException(lines);
        }
    }
}
