package dev.sluice.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** "did you mean": the known key that a wrong one most likely was to be. */
final class Suggestion {
    private static final int MAX_EDITS = 3;

    private Suggestion() {}

    /** {@code , did you mean 'maxConnections'?}, or nothing when no key is near. */
    static String of(String wrong, Collection<String> known) {
        return known.stream()
                .filter(key -> edits(wrong, key) <= Math.min(MAX_EDITS, key.length() / 3))
                .min(Comparator.comparingInt(key -> edits(wrong, key)))
                .map(key -> ", did you mean '" + key + "'?")
                .orElse("");
    }

    /** Levenshtein's distance of the letters and digits; {@code max-connections} is no edit away. */
    private static int edits(String left, String right) {
        String a = folded(left);
        String b = folded(right);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }

    private static String folded(String key) {
        String letters = key.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
        return letters.length() <= 64 ? letters : letters.substring(0, 64);
    }
}
