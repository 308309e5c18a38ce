package dev.sluice.hooks;

import dev.sluice.hooks.HooksSettings.Format;
import dev.sluice.hooks.HooksSettings.Method;
import dev.sluice.hooks.HooksSettings.Retries;
import dev.sluice.hooks.HooksSettings.WhenUnavailable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Settings for tests: nothing is called, no pause is long, and nothing takes too long. */
final class Settings {
    private final Map<String, Object> values = new HashMap<>(Map.of(
            "method",
            Method.POST,
            "timeout",
            Duration.ofSeconds(60),
            "connectTimeout",
            Duration.ofSeconds(60),
            "whenUnavailable",
            WhenUnavailable.DENY,
            "concurrency",
            32,
            "queueSize",
            10_000,
            "retries",
            new Retries(3, Duration.ofMillis(10)),
            "updateInterval",
            Duration.ofMillis(100),
            "updateStrict",
            false,
            "headers",
            Map.of()));

    private Settings() {}

    static Settings nginx() {
        return new Settings().with("format", Format.NGINX_RTMP);
    }

    static Settings json() {
        return new Settings().with("format", Format.JSON);
    }

    /** @param key a component of {@link HooksSettings} */
    Settings with(String key, Object value) {
        values.put(key, value);
        return this;
    }

    HooksSettings build() {
        RecordComponent[] components = HooksSettings.class.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] arguments = Arrays.stream(components)
                .map(component -> values.getOrDefault(component.getName(), ""))
                .toArray();
        try {
            return HooksSettings.class.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw (RuntimeException) refused.getCause();
        } catch (ReflectiveOperationException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
