package dev.sluice.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A {@link Tree} to a record: a component is a key, a record a mapping, a {@code List} or {@code Map} of records what it
 * says, everything else a {@link ScalarKey}. A fault is reported and its default used instead, so that all are found.
 */
final class RecordBinder {
    private final Environment environment;
    private final Problems problems;

    RecordBinder(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    <R extends Record> R bind(Class<R> type, Tree tree, KeyPath path) {
        Map<String, Tree> entries = entriesOf(tree, path);
        RecordComponent[] components = type.getRecordComponents();
        Set<String> known = new LinkedHashSet<>();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            known.add(name);
            values[i] = value(components[i], entries.get(name), path.key(name));
        }
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                problems.add(entry.origin(), path.key(key), "unknown key" + Suggestion.of(key, known));
            }
        });
        return construct(type, components, values);
    }

    private Map<String, Tree> entriesOf(Tree tree, KeyPath path) {
        if (Tree.isMissing(tree)) {
            return Map.of();
        }
        if (tree instanceof Tree.Mapping mapping) {
            return mapping.entries();
        }
        problems.add(tree.origin(), path, "expected a mapping, got " + tree.described());
        return Map.of();
    }

    private Object value(RecordComponent component, Tree tree, KeyPath path) {
        Class<?> type = component.getType();
        if (type.isRecord()) {
            return bind(type.asSubclass(Record.class), tree, path);
        }
        if (type == List.class) {
            return list(typeArgument(component, 0), tree, path);
        }
        if (type == Map.class) {
            return map(typeArgument(component, 1), tree, path);
        }
        return scalar(ScalarKey.of(component), tree, path);
    }

    private <R extends Record> List<R> list(Class<R> itemType, Tree tree, KeyPath path) {
        if (!(tree instanceof Tree.Sequence sequence) || sequence.items().isEmpty()) {
            problems.add(tree.origin(), path, "expected a list with at least one item, got " + empty(tree));
            return List.of();
        }
        List<R> items = new ArrayList<>();
        for (Tree item : sequence.items()) {
            items.add(bind(itemType, item, path.item(items.size())));
        }
        return List.copyOf(items);
    }

    private <R extends Record> Map<String, R> map(Class<R> valueType, Tree tree, KeyPath path) {
        if (!(tree instanceof Tree.Mapping mapping) || mapping.entries().isEmpty()) {
            problems.add(tree.origin(), path, "expected a mapping with at least one entry, got " + empty(tree));
            return Map.of();
        }
        Map<String, R> values = new LinkedHashMap<>();
        mapping.entries().forEach((key, entry) -> values.put(key, bind(valueType, entry, path.key(key))));
        return Collections.unmodifiableMap(values);
    }

    private static String empty(Tree tree) {
        return tree instanceof Tree.Scalar ? tree.described() : "none";
    }

    private Object scalar(ScalarKey key, Tree tree, KeyPath path) {
        if (tree == null) {
            return key.defaultValue();
        }
        try {
            return parse(key, tree);
        } catch (BadValueException e) {
            problems.add(tree.origin(), path, e.getMessage());
            return key.defaultValue();
        }
    }

    private Object parse(ScalarKey key, Tree tree) throws BadValueException {
        if (!(tree instanceof Tree.Scalar scalar) || scalar.missing()) {
            throw new BadValueException("expected " + key.expected() + ", got " + tree.described());
        }
        String text = environment.resolve(scalar.text());
        return key.parse(text)
                .orElseThrow(() -> new BadValueException("expected " + key.expected() + ", got '" + text + "'"));
    }

    private static Class<? extends Record> typeArgument(RecordComponent component, int index) {
        ParameterizedType type = (ParameterizedType) component.getGenericType();
        return ((Class<?>) type.getActualTypeArguments()[index]).asSubclass(Record.class);
    }

    private static <R extends Record> R construct(Class<R> type, RecordComponent[] components, Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type, e);
        }
    }
}
