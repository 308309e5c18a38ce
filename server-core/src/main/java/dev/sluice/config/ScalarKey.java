package dev.sluice.config;

import dev.sluice.api.Setting;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** One record component with a {@link Setting}: text to the component's type, within its range. */
record ScalarKey(Class<?> type, Setting setting) {
    private static final String AUTO = "auto";

    static ScalarKey of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " has no @Setting");
        }
        return new ScalarKey(component.getType(), setting);
    }

    Object defaultValue() {
        return parse(setting.value()).orElseThrow(() -> new IllegalStateException("bad default in " + setting));
    }

    /** Empty when the text is not what {@link #expected()} says. */
    Optional<Object> parse(String text) {
        if (type == String.class) {
            return text.isBlank() ? Optional.empty() : Optional.of(text);
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
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(ScalarKey::written)
                    .collect(Collectors.joining(" | "));
        }
        return (mayBeAuto() ? AUTO + " or " : "") + quantity().expected(setting.min(), setting.max());
    }

    private OptionalLong inRange(String text) {
        OptionalLong amount = quantity().parse(text);
        if (amount.isEmpty()
                || amount.getAsLong() < bound(setting.min())
                || amount.getAsLong() > bound(setting.max())) {
            return OptionalLong.empty();
        }
        return amount;
    }

    private long bound(String text) {
        return quantity().parse(text).orElseThrow(() -> new IllegalStateException("bad range in " + setting));
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

    private Quantity quantity() {
        if (type == Duration.class) {
            return Quantity.MILLIS;
        }
        if (type == int.class || type == OptionalInt.class) {
            return Quantity.NUMBER;
        }
        if (type == long.class || type == OptionalLong.class) {
            return Quantity.BYTES;
        }
        throw new IllegalStateException("no way to write a " + type);
    }

    private boolean mayBeAuto() {
        return type == OptionalInt.class || type == OptionalLong.class;
    }

    private static String written(Object constant) {
        return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT);
    }
}
