package dev.sluice.flv;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The newest number that each name was given, so that the next file need not try all that are taken. Any thread. */
final class FileNumbers {
    private static final int MAX_NUMBER = 100_000;
    private static final int MAX_NAMES = 10_000;

    private final Map<Path, Integer> newest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Path, Integer> eldest) {
            return size() > MAX_NAMES;
        }
    };

    /** The number to try at the nth attempt: none, then the newest one, then those behind it; -1 when there are no more. */
    synchronized int attempt(Path wanted, int nth) {
        if (nth == 0) {
            return 0;
        }
        int tried = newest.getOrDefault(wanted, 1) + nth - 1;
        return nth < MAX_NUMBER ? (tried - 1) % (MAX_NUMBER - 1) + 1 : -1;
    }

    synchronized void give(Path wanted, int number) {
        if (number > 0) {
            newest.put(wanted, number);
        }
    }

    /** {@code name.flv} for 0, else {@code name-number.flv}. */
    static Path numbered(Path file, int number) {
        String name = file.getFileName().toString();
        String stem = name.substring(0, name.length() - PathPattern.SUFFIX.length());
        return number == 0 ? file : file.resolveSibling(stem + "-" + number + PathPattern.SUFFIX);
    }
}
