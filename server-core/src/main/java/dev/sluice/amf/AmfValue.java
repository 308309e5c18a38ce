package dev.sluice.amf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One AMF0 value. The accessors are tolerant: a value of another kind than asked for is an absent one, so that a peer's
 * odd argument becomes a default instead of an error.
 */
public sealed interface AmfValue {
    Null NULL = new Null();
    Undefined UNDEFINED = new Undefined();

    /** Keeps the bits of a NaN, so that a transaction id is echoed as it came. */
    record Number(double value) implements AmfValue {}

    record Bool(boolean value) implements AmfValue {}

    /** A string, a long string, or the text of an XML document. */
    record Str(String value) implements AmfValue {}

    /** An anonymous object, or a typed one without its class name. */
    record Obj(Map<String, AmfValue> properties) implements AmfValue {}

    record EcmaArray(Map<String, AmfValue> entries) implements AmfValue {}

    record StrictArray(List<AmfValue> items) implements AmfValue {}

    /**
     * @param millis since the epoch, UTC
     * @param zone reserved, should be 0 (AMF0, 2.13)
     */
    record Date(double millis, int zone) implements AmfValue {}

    /**
     * Null, or a reference. Only {@link AmfValue#NULL} exists: were the constructor open, two threads could deadlock in
     * the initialisation of this class and of the interface that holds the constant.
     */
    final class Null implements AmfValue {
        private Null() {}

        @Override
        public String toString() {
            return "null";
        }
    }

    /** Undefined, or the marker "unsupported". Only {@link AmfValue#UNDEFINED} exists. */
    final class Undefined implements AmfValue {
        private Undefined() {}

        @Override
        public String toString() {
            return "undefined";
        }
    }

    static Number of(double value) {
        return new Number(value);
    }

    static Str of(String value) {
        return new Str(value);
    }

    static Bool of(boolean value) {
        return new Bool(value);
    }

    /** @param namesAndValues names (String) and values (AmfValue) in turn */
    static Obj object(Object... namesAndValues) {
        return new Obj(properties(namesAndValues));
    }

    /** @param namesAndValues names (String) and values (AmfValue) in turn */
    static EcmaArray ecmaArray(Object... namesAndValues) {
        return new EcmaArray(properties(namesAndValues));
    }

    private static Map<String, AmfValue> properties(Object... namesAndValues) {
        Map<String, AmfValue> properties = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put((String) namesAndValues[i], (AmfValue) namesAndValues[i + 1]);
        }
        return properties;
    }

    /** May be NaN or infinite. */
    default OptionalDouble asNumber() {
        return this instanceof Number number ? OptionalDouble.of(number.value()) : OptionalDouble.empty();
    }

    default Optional<String> asString() {
        return this instanceof Str string ? Optional.of(string.value()) : Optional.empty();
    }

    /** A number counts as well: play's reset argument comes as either. */
    default Optional<Boolean> asBoolean() {
        if (this instanceof Number number) {
            return Optional.of(number.value() != 0 && !Double.isNaN(number.value()));
        }
        return this instanceof Bool bool ? Optional.of(bool.value()) : Optional.empty();
    }

    default Optional<Map<String, AmfValue>> asProperties() {
        if (this instanceof EcmaArray array) {
            return Optional.of(array.entries());
        }
        return this instanceof Obj object ? Optional.of(object.properties()) : Optional.empty();
    }

    /** The named property; {@link #UNDEFINED} where there is none or this is no object. */
    default AmfValue property(String name) {
        return asProperties().map(properties -> properties.get(name)).orElse(UNDEFINED);
    }
}
