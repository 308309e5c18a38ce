package dev.sluice.config;

import dev.sluice.api.Setting;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A record component as a key of the configuration.
 *
 * @param setting null when the component has none, which only records and what holds records may
 */
record Key(RecordComponent component, Setting setting) {

    static List<Key> of(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> new Key(component, component.getAnnotation(Setting.class)))
                .toList();
    }

    /** Whether there is a secret anywhere in what a record of this type is bound from. */
    static boolean holdsSecret(Class<?> type) {
        return holdsSecret(type, new HashSet<>());
    }

    private static boolean holdsSecret(Class<?> type, Set<Class<?>> seen) {
        return type.isRecord()
                && seen.add(type)
                && of(type).stream()
                        .anyMatch(key -> key.isSecret() || key.types().anyMatch(part -> holdsSecret(part, seen)));
    }

    String name() {
        return setting == null || setting.name().isEmpty() ? component.getName() : setting.name();
    }

    Class<?> type() {
        return component.getType();
    }

    boolean isRequired() {
        return setting != null && setting.required();
    }

    boolean isSecret() {
        return setting != null && setting.secret();
    }

    /** Whether text found in the place of this key must not be shown. */
    boolean isHidden() {
        return isSecret() || types().anyMatch(Key::holdsSecret);
    }

    Class<?> typeArgument(int index) {
        if (component.getGenericType() instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments()[index] instanceof Class<?> argument) {
            return argument;
        }
        throw unsupported(component.getGenericType());
    }

    /** The component's value in a record. */
    Object read(Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    IllegalArgumentException unsupported(Type type) {
        return misuse(type.getTypeName() + " is no type of a setting");
    }

    /** An author's fault, not an operator's. */
    IllegalArgumentException misuse(String why) {
        return new IllegalArgumentException("record %s, component %s: %s"
                .formatted(component.getDeclaringRecord().getName(), component.getName(), why));
    }

    private Stream<Class<?>> types() {
        Stream<Class<?>> arguments = component.getGenericType() instanceof ParameterizedType parameterized
                ? Arrays.stream(parameterized.getActualTypeArguments())
                        .filter(Class.class::isInstance)
                        .map(argument -> (Class<?>) argument)
                : Stream.empty();
        return Stream.concat(Stream.of(type()), arguments);
    }
}
