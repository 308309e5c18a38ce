package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to a value: {@code applications.live.play.maxLag}, {@code listeners[0].port}. A key that holds a dot or a
 * bracket is quoted: {@code applications."v1.0".window}.
 *
 * @param steps keys, and indexes of lists as {@code [0]}
 */
record KeyPath(List<String> steps) {
    static final KeyPath ROOT = new KeyPath(List.of());

    private static final Pattern STEP = Pattern.compile("\\.?(?:\"([^\"]+)\"|([^.\"\\[\\]]+))|(\\[\\d{1,4}])");
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[.\"\\[\\]]");

    KeyPath {
        steps = List.copyOf(steps);
    }

    static Optional<KeyPath> parse(String text) {
        List<String> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text);
        int end = 0;
        while (end < text.length()) {
            boolean separated = steps.isEmpty() != (text.charAt(end) == '.') || text.charAt(end) == '[';
            if (!separated || !matcher.region(end, text.length()).lookingAt()) {
                return Optional.empty();
            }
            steps.add(firstGroup(matcher));
            end = matcher.end();
        }
        return steps.isEmpty() || isIndex(steps.get(0)) ? Optional.empty() : Optional.of(new KeyPath(steps));
    }

    private static String firstGroup(Matcher matcher) {
        if (matcher.group(1) != null) {
            return matcher.group(1);
        }
        return matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
    }

    static boolean isIndex(String step) {
        return step.startsWith("[");
    }

    static int index(String step) {
        return Integer.parseInt(step.substring(1, step.length() - 1));
    }

    boolean isRoot() {
        return steps.isEmpty();
    }

    KeyPath key(String key) {
        return with(key);
    }

    KeyPath item(int index) {
        return with("[" + index + "]");
    }

    private KeyPath with(String step) {
        List<String> longer = new ArrayList<>(steps);
        longer.add(step);
        return new KeyPath(longer);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String step : steps) {
            if (isIndex(step)) {
                text.append(step);
                continue;
            }
            text.append(text.isEmpty() ? "" : ".");
            text.append(NEEDS_QUOTES.matcher(step).find() ? '"' + step + '"' : step);
        }
        return text.toString();
    }
}
