package dev.sluice.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A {@link Tree} to a record: a component is a key, a record a mapping, a {@code List} or {@code Map} what it says,
 * everything else a {@link ScalarKey}. A fault is reported and nothing made of the record around it, but its other keys
 * are looked at, so that all faults are found. A record type that cannot be bound is an IllegalArgumentException.
 */
final class RecordBinder {
    /** Deeper than any file is: a record that holds itself. */
    private static final int MAX_DEPTH = 50;

    private final Environment environment;
    private final Problems problems;
    private final List<String> secrets = new ArrayList<>();

    RecordBinder(Environment environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /** Null after a fault. */
    <R extends Record> R bind(Class<R> type, Tree tree, KeyPath path) {
        return record(type, Place.of(tree, path));
    }

    private <R extends Record> R record(Class<R> type, Place place) {
        if (place.path().steps().size() > MAX_DEPTH) {
            throw new IllegalArgumentException("record " + type.getName() + " holds itself");
        }
        int before = problems.count();
        Map<String, Tree> entries = entriesOf(type, place);
        List<Key> keys = Key.of(type);
        Object[] values = new Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            String name = keys.get(i).name();
            values[i] = value(keys.get(i), place.key(name, entries.get(name)));
        }
        List<String> known = keys.stream().map(Key::name).toList();
        entries.forEach((key, entry) -> {
            if (!known.contains(key)) {
                report(place.key(key, entry), "unknown key" + Suggestion.of(key, known));
            }
        });
        return problems.count() == before ? construct(type, values, place) : null;
    }

    private Map<String, Tree> entriesOf(Class<?> type, Place place) {
        if (place.tree() instanceof Tree.Mapping mapping) {
            return mapping.entries();
        }
        if (!place.isEmpty()) {
            report(place, "expected a mapping, got " + place.described(Key.holdsSecret(type)));
        }
        return Map.of();
    }

    private Object value(Key key, Place place) {
        if (key.type().isRecord()) {
            if (key.isRequired() && place.isEmpty()) {
                report(place, "expected a mapping, got nothing");
                return null;
            }
            return record(key.type().asSubclass(Record.class), place);
        }
        if (key.type() == List.class) {
            Class<?> itemType = key.typeArgument(0);
            return itemType.isRecord() ? records(key, itemType.asSubclass(Record.class), place) : scalars(key, place);
        }
        return key.type() == Map.class ? map(key, place) : scalar(ScalarKey.of(key), place);
    }

    private List<?> records(Key key, Class<? extends Record> itemType, Place place) {
        return items(key, place, item -> record(itemType, item));
    }

    private List<?> scalars(Key key, Place place) {
        ScalarKey itemKey = ScalarKey.ofElement(key, key.typeArgument(0));
        List<Object> byDefault = splitAtCommas(key.setting().value()).stream()
                .map(itemKey::valueOf)
                .toList();
        if (place.isEmpty() && !key.isRequired()) {
            return byDefault;
        }
        if (place.tree() instanceof Tree.Scalar scalar && !scalar.missing()) {
            return commaSeparated(itemKey, scalar, place);
        }
        return items(key, place, item -> scalar(itemKey, item));
    }

    private List<?> items(Key key, Place place, Function<Place, Object> bind) {
        int before = problems.count();
        List<Object> values = new ArrayList<>();
        if (place.tree() instanceof Tree.Sequence sequence
                && !(key.isRequired() && sequence.items().isEmpty())) {
            place.items(sequence.items()).forEach(item -> values.add(bind.apply(item)));
        } else if (key.isRequired() || !place.isEmpty()) {
            report(place, "expected a list" + (key.isRequired() ? " with at least one item" : "") + got(key, place));
        }
        return problems.count() == before ? List.copyOf(values) : List.of();
    }

    /** A whole list in one text, as its default is written, so that it can come from the environment. */
    private List<?> commaSeparated(ScalarKey itemKey, Tree.Scalar scalar, Place place) {
        int before = problems.count();
        List<Object> values = new ArrayList<>();
        try {
            List<String> texts = splitAtCommas(environment.resolve(scalar.text()));
            for (String text : texts) {
                Place item = new Place(scalar, scalar.origin(), place.path().item(values.size()));
                values.add(parse(itemKey, text, item));
            }
            if (texts.isEmpty() && itemKey.key().isRequired()) {
                report(place, "expected a list with at least one item, got none");
            }
        } catch (BadValueException e) {
            report(place, e.getMessage());
        }
        return problems.count() == before ? List.copyOf(values) : List.of();
    }

    private static List<String> splitAtCommas(String text) {
        return text.isBlank()
                ? List.of()
                : Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    }

    private Map<String, ?> map(Key key, Place place) {
        if (key.typeArgument(0) != String.class) {
            throw key.unsupported(key.component().getGenericType());
        }
        Function<Place, Object> bind = entryBinder(key, key.typeArgument(1));
        Map<String, Object> values = new LinkedHashMap<>();
        if (place.tree() instanceof Tree.Mapping mapping
                && !(key.isRequired() && mapping.entries().isEmpty())) {
            mapping.entries().forEach((name, entry) -> values.put(name, bind.apply(place.key(name, entry))));
        } else if (key.isRequired() || !place.isEmpty()) {
            report(
                    place,
                    "expected a mapping" + (key.isRequired() ? " with at least one entry" : "") + got(key, place));
        }
        return Collections.unmodifiableMap(values);
    }

    private Function<Place, Object> entryBinder(Key key, Class<?> type) {
        if (type == PluginSettings.class) {
            return this::pluginSettings;
        }
        if (type.isRecord()) {
            return entry -> record(type.asSubclass(Record.class), entry);
        }
        ScalarKey entryKey = ScalarKey.ofElement(key, type);
        if (!key.setting().value().isEmpty()) {
            throw key.misuse("a map has no default");
        }
        return entry -> scalar(entryKey, entry);
    }

    private PluginSettings pluginSettings(Place place) {
        if (!place.isEmpty() && !(place.tree() instanceof Tree.Mapping)) {
            report(place, "expected a mapping, got " + place.described(true));
        }
        return new PluginSettings(place.tree(), place.path(), environment);
    }

    private Object scalar(ScalarKey key, Place place) {
        if (!place.isWritten() && !key.key().isRequired()) {
            return key.defaultValue();
        }
        if (!(place.tree() instanceof Tree.Scalar scalar) || scalar.missing()) {
            report(place, "expected " + key.expected() + ", got " + place.described(false));
            return null;
        }
        try {
            return parse(key, environment.resolve(scalar.text()), place);
        } catch (BadValueException e) {
            report(place, e.getMessage());
            return null;
        }
    }

    private Object parse(ScalarKey key, String text, Place place) {
        boolean secret = key.key().isSecret();
        if (secret && !text.isBlank()) {
            secrets.add(text);
        }
        return key.parse(text).orElseGet(() -> {
            report(place, "expected " + key.expected() + ", got '" + (secret && !text.isEmpty() ? "***" : text) + "'");
            return null;
        });
    }

    private static String got(Key key, Place place) {
        boolean nothingInIt = place.tree() instanceof Tree.Sequence sequence
                        && sequence.items().isEmpty()
                || place.tree() instanceof Tree.Mapping mapping
                        && mapping.entries().isEmpty();
        return ", got " + (nothingInIt ? "none" : place.described(key.isHidden()));
    }

    private <R extends Record> R construct(Class<R> type, Object[] values, Place place) {
        Class<?>[] types = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(types);
            // a plugin's record need not be public
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refusal) {
                report(place, withoutSecrets(String.valueOf(refusal.getMessage())));
                return null;
            }
            throw new IllegalStateException("record " + type.getName() + " cannot be made", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("record " + type.getName() + " cannot be made", e);
        }
    }

    private String withoutSecrets(String message) {
        String shown = message;
        for (String secret : secrets) {
            shown = shown.replace(secret, "***");
        }
        return shown;
    }

    private void report(Place place, String text) {
        problems.add(place.origin(), place.path(), text);
    }
}
