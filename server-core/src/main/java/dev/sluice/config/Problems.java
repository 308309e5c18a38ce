package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong, so that one run shows all of it. */
final class Problems {
    private static final int MAX_SHOWN = 100;

    private final List<String> lines = new ArrayList<>();

    /** @param origin where the value stands, as {@link Tree#origin()} writes it */
    void add(String origin, KeyPath path, String text) {
        add(path.isRoot() ? origin + text : origin + path + ": " + text);
    }

    void add(String line) {
        if (lines.size() < MAX_SHOWN) {
            lines.add(line);
        }
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
