package dev.sluice.config;

import java.util.List;
import java.util.Map;

/** A parsed file whose values know where they stand. Built once, overridden by {@code --set}, then only read. */
sealed interface Tree {

    /** Where the value stands, ready to be put before a problem: {@code conf/sluice.yml:14: } or {@code --set }. */
    String origin();

    /** What to call it in "got ...". */
    String described();

    /** @param missing a key without a value */
    record Scalar(String origin, String text, boolean missing) implements Tree {
        @Override
        public String described() {
            return missing ? "nothing" : "'" + text + "'";
        }
    }

    /** @param items mutable until the overrides are applied */
    record Sequence(String origin, List<Tree> items) implements Tree {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** @param entries mutable until the overrides are applied; in the file's order */
    record Mapping(String origin, Map<String, Tree> entries) implements Tree {
        @Override
        public String described() {
            return "a mapping";
        }
    }

    /** A key that is there but has nothing under it counts as not written. */
    static boolean isMissing(Tree tree) {
        return tree == null || tree instanceof Scalar scalar && scalar.missing();
    }

    /** Where the value at {@code path} stands, or the nearest thing around it that was written. */
    static String originOf(Tree root, KeyPath path) {
        Tree at = root;
        for (String step : path.steps()) {
            Tree next = child(at, step);
            if (next == null) {
                break;
            }
            at = next;
        }
        return at.origin();
    }

    /** What stands at {@code step}, or null. */
    static Tree child(Tree tree, String step) {
        if (tree instanceof Mapping mapping) {
            return mapping.entries().get(step);
        }
        if (tree instanceof Sequence sequence && KeyPath.isIndex(step)) {
            int index = KeyPath.index(step);
            return index < sequence.items().size() ? sequence.items().get(index) : null;
        }
        return null;
    }
}
