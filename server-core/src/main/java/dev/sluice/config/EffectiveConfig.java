package dev.sluice.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A configuration as text that is read back as the same. Secrets, and the settings of a plugin that has not said yet which
 * of them are secret, are {@code "***"}; references to environment variables are what they stood for.
 */
public final class EffectiveConfig {
    private EffectiveConfig() {}

    /** Any thread. */
    public static String print(SluiceConfig config) {
        return YamlWriter.write(section(config));
    }

    private static Tree.Mapping section(Record section) {
        Map<String, Tree> entries = new LinkedHashMap<>();
        for (Key key : Key.of(section.getClass())) {
            Tree value = value(key.read(section));
            entries.put(key.name(), key.isSecret() ? masked(value) : value);
        }
        return new Tree.Mapping("", entries);
    }

    /** An empty one hides nothing: it says that there is no secret. */
    static Tree masked(Tree value) {
        boolean empty = value instanceof Tree.Scalar scalar
                        && (scalar.missing() || scalar.text().isEmpty())
                || value instanceof Tree.Sequence sequence && sequence.items().isEmpty()
                || value instanceof Tree.Mapping mapping && mapping.entries().isEmpty();
        return empty ? value : new Tree.Scalar("", "***", false);
    }

    private static Tree value(Object value) {
        if (value instanceof Record section) {
            return section(section);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, Tree> entries = new LinkedHashMap<>();
            map.forEach((name, entry) -> entries.put(name.toString(), value(entry)));
            return new Tree.Mapping("", entries);
        }
        if (value instanceof List<?> items) {
            return new Tree.Sequence(
                    "", items.stream().map(EffectiveConfig::value).toList());
        }
        return value instanceof PluginSettings settings ? settings.shown() : new Tree.Scalar("", written(value), false);
    }

    private static String written(Object value) {
        if (value instanceof Duration duration) {
            return Quantity.millis(duration.toMillis());
        }
        if (value instanceof Long bytes) {
            return Quantity.bytes(bytes);
        }
        if (value instanceof OptionalLong bytes) {
            return bytes.isPresent() ? Quantity.bytes(bytes.getAsLong()) : ScalarKey.AUTO;
        }
        if (value instanceof OptionalInt number) {
            return number.isPresent() ? Integer.toString(number.getAsInt()) : ScalarKey.AUTO;
        }
        return value instanceof Enum<?> constant ? ScalarKey.written(constant) : value.toString();
    }
}
