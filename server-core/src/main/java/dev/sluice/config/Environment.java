package dev.sluice.config;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts environment variables into values: {@code ${NAME}}, {@code ${NAME:-default}}; {@code $${} is a plain {@code ${}. */
final class Environment {
    private static final Pattern REFERENCE =
            Pattern.compile("(\\$\\$\\{)|\\$\\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?}|\\$\\{");

    private final UnaryOperator<String> variables;

    /** @param variables a variable's value, or null when it is not set */
    Environment(UnaryOperator<String> variables) {
        this.variables = variables;
    }

    /** Whether anything but the text itself decides what it resolves to. */
    static boolean isReferredToBy(String text) {
        return REFERENCE.matcher(text).results().anyMatch(reference -> reference.group(1) == null);
    }

    String resolve(String text) throws BadValueException {
        if (!text.contains("${")) {
            return text;
        }
        StringBuilder resolved = new StringBuilder();
        Matcher matcher = REFERENCE.matcher(text);
        while (matcher.find()) {
            matcher.appendReplacement(resolved, Matcher.quoteReplacement(replacement(matcher)));
        }
        return matcher.appendTail(resolved).toString();
    }

    private String replacement(Matcher matcher) throws BadValueException {
        if (matcher.group(1) != null) {
            return "${";
        }
        String name = matcher.group(2);
        if (name == null) {
            throw new BadValueException("expected ${NAME} or ${NAME:-default}");
        }
        String value = variables.apply(name);
        String fallback = matcher.group(3);
        // As in a shell, ":-" also serves a variable that is set but empty.
        if (fallback != null && (value == null || value.isEmpty())) {
            return fallback;
        }
        if (value == null) {
            throw new BadValueException("the environment variable " + name + " is not set");
        }
        return value;
    }
}
