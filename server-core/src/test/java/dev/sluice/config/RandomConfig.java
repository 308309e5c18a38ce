package dev.sluice.config;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/** Configurations whose values are each in range, without secrets, and with text of all kinds. */
final class RandomConfig {
    private static final List<String> SNIPPETS = List.of(
            "a",
            "Z",
            "7",
            " ",
            "-",
            ".",
            "/",
            ":",
            ": ",
            " #",
            "\"",
            "'",
            "\\",
            "\n",
            "\t",
            "${",
            "$${",
            "$",
            "}",
            "*",
            "&",
            "!",
            "%",
            "@",
            "`",
            "[",
            "]",
            "{",
            "}",
            ",",
            "|",
            ">",
            "?",
            "=",
            "~",
            "null",
            "ü",
            "\u65e5",
            "\u0000",
            "\u0085",
            "\u2028",
            "\uFEFF",
            "\uD83D\uDE00",
            "\uD800");

    private final Random random;

    RandomConfig(Random random) {
        this.random = random;
    }

    SluiceConfig next() {
        return record(SluiceConfig.class);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            text.append(SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        }
        return text.toString().isBlank() ? "b" : text.toString();
    }

    /** Up to {@code depth} levels; a scalar may be any text or none. */
    Tree tree(int depth) {
        int kind = random.nextInt(depth > 0 ? 4 : 2);
        if (kind == 2) {
            return new Tree.Sequence("", List.copyOf(several(0, () -> tree(depth - 1))));
        }
        if (kind == 3) {
            Map<String, Tree> entries = new LinkedHashMap<>();
            several(0, this::text).forEach(key -> entries.put(key, tree(depth - 1)));
            return new Tree.Mapping("", entries);
        }
        return random.nextInt(8) == 0 ? new Tree.Scalar("", "", random.nextBoolean()) : scalar(text());
    }

    private <R extends Record> R record(Class<R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = Key.of(type).stream().map(this::value).toArray();
        try {
            return type.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Object value(Key key) {
        if (key.type() == List.class || key.type() == Map.class) {
            return many(key);
        }
        return key.isSecret() ? "" : one(key, key.type());
    }

    private Object many(Key key) {
        int least = key.isRequired() ? 1 : 0;
        if (key.type() == List.class) {
            return several(least, () -> one(key, key.typeArgument(0)));
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        for (String name : several(least, this::text)) {
            entries.put(
                    name, key.typeArgument(1) == PluginSettings.class ? plugin(name) : one(key, key.typeArgument(1)));
        }
        return entries;
    }

    private Object one(Key key, Class<?> type) {
        if (type.isRecord()) {
            return record(type.asSubclass(Record.class));
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[random.nextInt(type.getEnumConstants().length)];
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == String.class) {
            return text();
        }
        return amount(key, type);
    }

    private Object amount(Key key, Class<?> type) {
        if (type == Duration.class) {
            return Duration.ofMillis(within(key, Quantity.MILLIS));
        }
        boolean auto = random.nextBoolean();
        if (type == OptionalLong.class) {
            return auto ? OptionalLong.empty() : OptionalLong.of(within(key, Quantity.BYTES));
        }
        if (type == OptionalInt.class) {
            return auto ? OptionalInt.empty() : OptionalInt.of((int) within(key, Quantity.NUMBER));
        }
        return type == int.class ? (Object) (int) within(key, Quantity.NUMBER) : (Object) within(key, Quantity.BYTES);
    }

    /** Often a round number, as people have them. */
    private long within(Key key, Quantity quantity) {
        String min = key.setting().min();
        long least = min.isEmpty() ? 0 : quantity.parse(min).orElseThrow();
        long greatest = quantity.parse(key.setting().max()).orElseThrow();
        long amount = random.nextLong(least, greatest + 1);
        long round = amount - amount % 86_400_000;
        return random.nextBoolean() && round >= least ? round : amount;
    }

    private Object plugin(String id) {
        Map<String, Tree> entries = new LinkedHashMap<>();
        entries.put("name", scalar(text().replace("${", "$${")));
        entries.put("items", new Tree.Sequence("", several(0, () -> scalar(text().replace("${", "$${")))));
        Tree tree = random.nextInt(4) == 0 ? new Tree.Scalar("", "", true) : new Tree.Mapping("", entries);
        var settings = new PluginSettings(
                tree, KeyPath.ROOT.key("plugins").key("settings").key(id), new Environment(name -> null));
        try {
            settings.bind(EffectiveConfigTest.Plain.class);
        } catch (ConfigException impossible) {
            throw new AssertionError(impossible);
        }
        return settings;
    }

    private static Tree scalar(String text) {
        return new Tree.Scalar("", text, false);
    }

    private <T> List<T> several(int least, Supplier<T> one) {
        List<T> items = new ArrayList<>();
        int count = least + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            items.add(one.get());
        }
        return items;
    }
}
