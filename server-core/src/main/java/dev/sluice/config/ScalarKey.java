package dev.sluice.config;

import dev.sluice.api.Setting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One scalar of a {@link Key}: text to its type, within its range.
 *
 * @param type of the component, or of an item or entry of it
 * @param mayBeEmpty whether text may be empty
 */
record ScalarKey(Key key, Class<?> type, boolean mayBeEmpty) {
    static final String AUTO = "auto";

    private static final Set<Class<?>> TYPES = Set.of(
            int.class, long.class, boolean.class, String.class, Duration.class, OptionalInt.class, OptionalLong.class);

    private static final Map<Class<?>, Class<?>> UNBOXED =
            Map.of(Integer.class, int.class, Long.class, long.class, Boolean.class, boolean.class);

    ScalarKey {
        if (!type.isEnum() && !TYPES.contains(type)) {
            throw key.unsupported(key.component().getGenericType());
        }
        if (key.setting() == null) {
            throw key.misuse("it has no @Setting");
        }
    }

    static ScalarKey of(Key key) {
        boolean mayBeEmpty = key.setting() != null
                && !key.isRequired()
                && key.setting().value().isEmpty();
        ScalarKey scalar = new ScalarKey(key, key.type(), mayBeEmpty);
        scalar.checkRange();
        if (!key.isRequired()) {
            scalar.valueOf(key.setting().value());
        }
        return scalar;
    }

    /** For one item of a list, or one entry of a map. */
    static ScalarKey ofElement(Key key, Class<?> type) {
        ScalarKey element = new ScalarKey(key, UNBOXED.getOrDefault(type, type), false);
        element.checkRange();
        return element;
    }

    Object defaultValue() {
        return valueOf(setting().value());
    }

    /** Of text that the author of the record has written. */
    Object valueOf(String text) {
        return parse(text)
                .orElseThrow(() -> key.misuse("expected " + expected() + " as its default, got '" + text + "'"));
    }

    /** Empty when the text is not what {@link #expected()} says. */
    Optional<Object> parse(String text) {
        if (type == String.class) {
            return text.isBlank() && !mayBeEmpty ? Optional.empty() : Optional.of(text);
        }
        if (type == boolean.class) {
            return text.equals("true") || text.equals("false") ? Optional.of(text.equals("true")) : Optional.empty();
        }
        if (type.isEnum()) {
            return Arrays.<Object>stream(type.getEnumConstants())
                    .filter(constant -> written(constant).equals(text))
                    .findFirst();
        }
        if (mayBeAuto() && text.equals(AUTO)) {
            return Optional.of(type == OptionalInt.class ? OptionalInt.empty() : OptionalLong.empty());
        }
        OptionalLong amount = inRange(text);
        return amount.isEmpty() ? Optional.empty() : Optional.of(typed(amount.getAsLong()));
    }

    String expected() {
        if (type == String.class) {
            return "text";
        }
        if (type == boolean.class) {
            return "true | false";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(ScalarKey::written)
                    .collect(Collectors.joining(" | "));
        }
        return (mayBeAuto() ? AUTO + " or " : "")
                + quantity().expected(setting().min(), setting().max());
    }

    private void checkRange() {
        if (hasRange() && (least() > greatest() || greatest() > quantity().greatest())) {
            throw key.misuse("no range: " + setting().min() + ".." + setting().max());
        }
    }

    private OptionalLong inRange(String text) {
        OptionalLong amount = quantity().parse(text);
        return amount.isEmpty() || amount.getAsLong() < least() || amount.getAsLong() > greatest()
                ? OptionalLong.empty()
                : amount;
    }

    private long least() {
        return setting().min().isEmpty() ? 0 : bound(setting().min());
    }

    private long greatest() {
        return setting().max().isEmpty()
                ? quantity().greatest()
                : bound(setting().max());
    }

    private long bound(String text) {
        return quantity().parse(text).orElseThrow(() -> key.misuse("'" + text + "' is no bound of its range"));
    }

    private Object typed(long amount) {
        if (type == int.class) {
            return (int) amount;
        }
        if (type == OptionalInt.class) {
            return OptionalInt.of((int) amount);
        }
        if (type == OptionalLong.class) {
            return OptionalLong.of(amount);
        }
        return type == Duration.class ? (Object) Duration.ofMillis(amount) : (Object) amount;
    }

    private boolean hasRange() {
        return type != String.class && type != boolean.class && !type.isEnum();
    }

    private Quantity quantity() {
        if (type == Duration.class) {
            return Quantity.MILLIS;
        }
        return type == int.class || type == OptionalInt.class ? Quantity.NUMBER : Quantity.BYTES;
    }

    private boolean mayBeAuto() {
        return type == OptionalInt.class || type == OptionalLong.class;
    }

    private Setting setting() {
        return key.setting();
    }

    /** A constant of an enum as it stands in the file. */
    static String written(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
