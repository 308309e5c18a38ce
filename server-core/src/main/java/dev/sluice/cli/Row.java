package dev.sluice.cli;

import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.management.openmbean.CompositeData;

/** A row of a bean's table, or its attributes, read by name. What a server of another version lacks is empty or 0. */
record Row(Object data, Function<String, Object> items) {
    static Row of(CompositeData data) {
        return new Row(data, item -> data.containsKey(item) ? data.get(item) : null);
    }

    static Row of(Map<String, Object> data) {
        return new Row(data, data::get);
    }

    /** Fit to be shown. */
    String text(String item) {
        return ShownText.of(raw(item));
    }

    /** As it is. */
    String raw(String item) {
        Object value = items.apply(item);
        return value == null ? "" : value.toString();
    }

    List<String> texts(String item) {
        return items.apply(item) instanceof String[] texts ? List.of(texts) : List.of();
    }

    long number(String item) {
        return items.apply(item) instanceof Number number ? number.longValue() : 0;
    }

    double decimal(String item) {
        return items.apply(item) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean is(String item) {
        return Boolean.TRUE.equals(items.apply(item));
    }

    /** In milliseconds since 1970, UTC; 0 when it is not known. */
    long time(String item) {
        return items.apply(item) instanceof Date date ? date.getTime() : 0;
    }

    /** Of a row about a stream; fit to be shown, and to be typed. */
    String streamPath() {
        return WrittenPath.of(raw("application") + "/" + raw("name"));
    }
}
