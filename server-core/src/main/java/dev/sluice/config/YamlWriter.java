package dev.sluice.config;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A {@link Tree} to YAML that {@link YamlReader} and {@link Environment} make the same tree of. */
final class YamlWriter {
    /** YAML takes a longer one for a key only when it is marked as one. */
    private static final int MAX_PLAIN_KEY = 1_000;

    /** What needs no quotes anywhere; all but {@link #NOTHING} is text for us, whatever YAML takes it for. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]*");

    private static final Pattern NOTHING = Pattern.compile("null|Null|NULL");

    private YamlWriter() {}

    static String write(Tree tree) {
        return block(tree).stream().collect(Collectors.joining("\n", "", "\n"));
    }

    private static List<String> block(Tree tree) {
        List<String> lines = new ArrayList<>();
        if (isOneLine(tree)) {
            lines.add(oneLine(tree));
        } else if (tree instanceof Tree.Mapping mapping) {
            mapping.entries().forEach((key, value) -> entry(key, value, lines));
        } else {
            ((Tree.Sequence) tree).items().forEach(item -> item(item, lines));
        }
        return lines;
    }

    private static void entry(String key, Tree value, List<String> lines) {
        String head = quoted(key) + ":";
        if (head.length() > MAX_PLAIN_KEY) {
            lines.add("? " + quoted(key));
            head = ":";
        }
        if (isOneLine(value)) {
            lines.add(head + " " + oneLine(value));
        } else {
            lines.add(head);
            block(value).forEach(line -> lines.add("  " + line));
        }
    }

    private static void item(Tree item, List<String> lines) {
        String indent = "- ";
        for (String line : block(item)) {
            lines.add(indent + line);
            indent = "  ";
        }
    }

    private static boolean isOneLine(Tree tree) {
        if (tree instanceof Tree.Sequence sequence) {
            return sequence.items().stream().allMatch(Tree.Scalar.class::isInstance);
        }
        return tree instanceof Tree.Scalar
                || tree instanceof Tree.Mapping mapping && mapping.entries().isEmpty();
    }

    private static String oneLine(Tree tree) {
        if (tree instanceof Tree.Sequence sequence) {
            return sequence.items().stream().map(YamlWriter::oneLine).collect(Collectors.joining(", ", "[", "]"));
        }
        if (tree instanceof Tree.Scalar scalar) {
            return scalar.missing() ? "null" : quoted(scalar.text().replace("${", "$${"));
        }
        return "{}";
    }

    private static String quoted(String text) {
        if (PLAIN.matcher(text).matches() && !NOTHING.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(unit -> {
            char c = (char) unit;
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c >= ' ' && c <= '~' || Character.isLetterOrDigit(c)) {
                quoted.append(c);
            } else {
                quoted.append("\\u%04X".formatted(unit));
            }
        });
        return quoted.append('"').toString();
    }
}
