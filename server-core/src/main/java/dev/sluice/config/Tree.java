package dev.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A parsed file whose values know where they stand. Built once, overridden by {@code --set}, then only read. */
sealed interface Tree {

    /** Where the value stands, ready to be put before a problem: {@code conf/sluice.yml:14: } or {@code --set }. */
    String origin();

    /** What to call it in "got ...". */
    String described();

    /** One that can be overridden without a change of this one. */
    Tree copy();

    /** @param missing a key without a value */
    record Scalar(String origin, String text, boolean missing) implements Tree {
        @Override
        public Scalar copy() {
            return this;
        }

        @Override
        public String described() {
            return missing ? "nothing" : "'" + text + "'";
        }
    }

    /** @param items mutable until the overrides are applied */
    record Sequence(String origin, List<Tree> items) implements Tree {
        @Override
        public Sequence copy() {
            List<Tree> copies = new ArrayList<>();
            items.forEach(item -> copies.add(item.copy()));
            return new Sequence(origin, copies);
        }

        @Override
        public String described() {
            return "a list";
        }
    }

    /** @param entries mutable until the overrides are applied; in the file's order */
    record Mapping(String origin, Map<String, Tree> entries) implements Tree {
        @Override
        public Mapping copy() {
            Map<String, Tree> copies = new LinkedHashMap<>();
            entries.forEach((key, entry) -> copies.put(key, entry.copy()));
            return new Mapping(origin, copies);
        }

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
