package dev.sluice.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which values of a plugin's settings must not be shown. Keeps no class of the plugin's, which may go at any time.
 *
 * @param known false while the plugin has not said what its settings are
 */
record Secrets(boolean known, Set<KeyPath> places) {
    /** Only the names of keys, which are those of the plugin's record, can be shown. */
    static final Secrets UNKNOWN = new Secrets(false, Set.of());

    Secrets {
        places = Set.copyOf(places);
    }

    /** @param tree what a record of this type was bound from */
    static Secrets of(Class<?> type, Tree tree, KeyPath path) {
        Set<KeyPath> places = new HashSet<>();
        collect(type, tree, path, places);
        return new Secrets(true, places);
    }

    private static void collect(Class<?> type, Tree tree, KeyPath path, Set<KeyPath> places) {
        if (!type.isRecord() || !(tree instanceof Tree.Mapping mapping)) {
            return;
        }
        for (Key key : Key.of(type)) {
            Tree entry = mapping.entries().get(key.name());
            KeyPath at = path.key(key.name());
            if (entry != null && key.isSecret()) {
                places.add(at);
            } else if (entry instanceof Tree.Sequence sequence && key.type() == List.class) {
                for (int i = 0; i < sequence.items().size(); i++) {
                    collect(key.typeArgument(0), sequence.items().get(i), at.item(i), places);
                }
            } else if (entry instanceof Tree.Mapping entries && key.type() == Map.class) {
                entries.entries().forEach((name, one) -> collect(key.typeArgument(1), one, at.key(name), places));
            } else if (entry != null) {
                collect(key.type(), entry, at, places);
            }
        }
    }

    /** What either calls a secret is one. */
    Secrets and(Secrets other) {
        Set<KeyPath> all = new HashSet<>(places);
        all.addAll(other.places);
        return new Secrets(known || other.known, all);
    }

    Tree without(Tree tree, KeyPath path, Environment environment) {
        if (places.contains(path) || !known && !(tree instanceof Tree.Mapping)) {
            return EffectiveConfig.masked(tree);
        }
        if (tree instanceof Tree.Mapping mapping) {
            Map<String, Tree> entries = new LinkedHashMap<>();
            mapping.entries()
                    .forEach((key, entry) -> entries.put(
                            key, known ? without(entry, path.key(key), environment) : EffectiveConfig.masked(entry)));
            return new Tree.Mapping("", entries);
        }
        if (tree instanceof Tree.Sequence sequence) {
            List<Tree> items = new ArrayList<>();
            for (Tree item : sequence.items()) {
                items.add(without(item, path.item(items.size()), environment));
            }
            return new Tree.Sequence("", items);
        }
        return resolved((Tree.Scalar) tree, environment);
    }

    private static Tree resolved(Tree.Scalar scalar, Environment environment) {
        try {
            return scalar.missing() ? scalar : new Tree.Scalar("", environment.resolve(scalar.text()), false);
        } catch (BadValueException gone) {
            // the plugin has read it, so it was there
            return EffectiveConfig.masked(scalar);
        }
    }
}
