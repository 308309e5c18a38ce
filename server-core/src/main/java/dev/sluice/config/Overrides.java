package dev.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts values into a tree, as if the file said so. */
final class Overrides {
    /** Deeper than any key is. */
    private static final int MAX_STEPS = 20;

    private final String origin;
    private final String expected;
    private final boolean mayRefer;
    private final Problems problems;

    private Overrides(String origin, String expected, boolean mayRefer, Problems problems) {
        this.origin = origin;
        this.expected = expected;
        this.mayRefer = mayRefer;
        this.problems = problems;
    }

    /** For {@code --set key=value}. */
    static Overrides ofCommandLine(Problems problems) {
        return new Overrides("--set ", "key=value, such as limits.maxConnections=500", true, problems);
    }

    /** For what an operator changes while the server runs. It must not make the environment known to them. */
    static Overrides ofChange(Problems problems) {
        return new Overrides("", "a key such as limits.maxConnections", false, problems);
    }

    void apply(Tree.Mapping root, List<String> overrides) {
        for (String override : overrides) {
            apply(root, override);
        }
    }

    private void apply(Tree.Mapping root, String override) {
        int equals = override.indexOf('=');
        if (equals < 0) {
            problems.add(origin + override + ": expected " + expected);
        } else {
            put(root, override.substring(0, equals), override.substring(equals + 1));
        }
    }

    void put(Tree.Mapping root, String key, String value) {
        Optional<KeyPath> path =
                KeyPath.parse(key).filter(parsed -> parsed.steps().size() <= MAX_STEPS);
        if (path.isEmpty()) {
            problems.add(origin + key + ": expected " + expected);
            return;
        }
        String prefix = origin + path.get() + ": ";
        new YamlReader(line -> prefix, problems)
                .read(value)
                .map(Overrides::textIfNothing)
                .map(this::withOwnOrigin)
                .filter(read -> !put(root, path.get().steps(), read))
                .ifPresent(read -> problems.add(prefix + "there is no such place"));
    }

    /** {@code --set key=} is an empty text. */
    private static Tree textIfNothing(Tree value) {
        return value instanceof Tree.Scalar scalar ? new Tree.Scalar(scalar.origin(), scalar.text(), false) : value;
    }

    /** The key path that follows in a problem already names the option. */
    private Tree withOwnOrigin(Tree value) {
        if (value instanceof Tree.Scalar scalar) {
            if (!mayRefer && Environment.isReferredToBy(scalar.text())) {
                problems.add(scalar.origin() + "only the file can refer to the environment");
            }
            return new Tree.Scalar(origin, scalar.text(), scalar.missing());
        }
        if (value instanceof Tree.Sequence sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(withOwnOrigin(item)));
            return new Tree.Sequence(origin, items);
        }
        Map<String, Tree> entries = new LinkedHashMap<>();
        ((Tree.Mapping) value).entries().forEach((key, entry) -> entries.put(key, withOwnOrigin(entry)));
        return new Tree.Mapping(origin, entries);
    }

    /** @return false when the way leads through something that has no such place */
    private boolean put(Tree at, List<String> steps, Tree value) {
        String step = steps.get(0);
        if (steps.size() == 1) {
            return place(at, step, value);
        }
        Tree existing = Tree.child(at, step);
        Tree next = Tree.isMissing(existing) ? emptyFor(steps.get(1)) : existing;
        return place(at, step, next) && put(next, steps.subList(1, steps.size()), value);
    }

    private Tree emptyFor(String step) {
        return KeyPath.isIndex(step)
                ? new Tree.Sequence(origin, new ArrayList<>())
                : new Tree.Mapping(origin, new LinkedHashMap<>());
    }

    private static boolean place(Tree at, String step, Tree value) {
        if (at instanceof Tree.Mapping mapping && !KeyPath.isIndex(step)) {
            mapping.entries().put(step, value);
            return true;
        }
        if (at instanceof Tree.Sequence sequence && KeyPath.isIndex(step)) {
            return place(sequence.items(), KeyPath.index(step), value);
        }
        return false;
    }

    /** Replaces an item, or adds the next one. */
    private static boolean place(List<Tree> items, int index, Tree value) {
        if (index < items.size()) {
            items.set(index, value);
            return true;
        }
        return index == items.size() && items.add(value);
    }
}
