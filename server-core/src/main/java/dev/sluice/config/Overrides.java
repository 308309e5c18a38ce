package dev.sluice.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts {@code --set key=value} into a tree, as if the file said so. */
final class Overrides {
    private static final String ORIGIN = "--set ";

    private final Problems problems;

    Overrides(Problems problems) {
        this.problems = problems;
    }

    void apply(Tree.Mapping root, List<String> overrides) {
        for (String override : overrides) {
            apply(root, override);
        }
    }

    private void apply(Tree.Mapping root, String override) {
        int equals = override.indexOf('=');
        String key = equals < 0 ? override : override.substring(0, equals);
        Optional<KeyPath> path = equals < 0 ? Optional.empty() : KeyPath.parse(key);
        if (path.isEmpty()) {
            problems.add(ORIGIN + key + ": expected key=value, such as limits.maxConnections=500");
            return;
        }
        String prefix = ORIGIN + path.get() + ": ";
        new YamlReader(line -> prefix, problems)
                .read(override.substring(equals + 1))
                .map(Overrides::textIfNothing)
                .map(Overrides::withOwnOrigin)
                .filter(value -> !put(root, path.get().steps(), value))
                .ifPresent(value -> problems.add(prefix + "there is no such place"));
    }

    /** {@code --set key=} is an empty text. */
    private static Tree textIfNothing(Tree value) {
        return value instanceof Tree.Scalar scalar ? new Tree.Scalar(scalar.origin(), scalar.text(), false) : value;
    }

    /** The key path that follows in a problem already names the option. */
    private static Tree withOwnOrigin(Tree value) {
        if (value instanceof Tree.Scalar scalar) {
            return new Tree.Scalar(ORIGIN, scalar.text(), scalar.missing());
        }
        if (value instanceof Tree.Sequence sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(withOwnOrigin(item)));
            return new Tree.Sequence(ORIGIN, items);
        }
        Map<String, Tree> entries = new LinkedHashMap<>();
        ((Tree.Mapping) value).entries().forEach((key, entry) -> entries.put(key, withOwnOrigin(entry)));
        return new Tree.Mapping(ORIGIN, entries);
    }

    /** @return false when the way leads through something that has no such place */
    private static boolean put(Tree at, List<String> steps, Tree value) {
        String step = steps.get(0);
        if (steps.size() == 1) {
            return place(at, step, value);
        }
        Tree existing = Tree.child(at, step);
        Tree next = Tree.isMissing(existing) ? emptyFor(steps.get(1)) : existing;
        return place(at, step, next) && put(next, steps.subList(1, steps.size()), value);
    }

    private static Tree emptyFor(String step) {
        return KeyPath.isIndex(step)
                ? new Tree.Sequence(ORIGIN, new ArrayList<>())
                : new Tree.Mapping(ORIGIN, new LinkedHashMap<>());
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
