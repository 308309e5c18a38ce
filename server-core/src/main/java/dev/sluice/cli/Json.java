package dev.sluice.cli;

import java.lang.reflect.Array;
import java.time.Instant;
import java.util.Date;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

/** Open data as JSON, on one line: composites are objects, tables and arrays arrays, dates texts of ISO 8601. */
final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    static String of(Object data) {
        var json = new Json();
        json.value(data);
        return json.out.toString();
    }

    private void value(Object data) {
        if (data == null || data instanceof Boolean) {
            out.append(data);
        } else if (data instanceof Number number) {
            number(number);
        } else if (data instanceof Date date) {
            string(Instant.ofEpochMilli(date.getTime()).toString());
        } else if (data instanceof CompositeData composite) {
            object(composite.getCompositeType().keySet().stream()
                    .map(key -> Map.entry(key, new Value(composite.get(key)))));
        } else if (data instanceof TabularData table) {
            array(table.values().iterator());
        } else if (data instanceof Map<?, ?> map) {
            object(map.entrySet().stream()
                    .map(entry -> Map.entry(String.valueOf(entry.getKey()), new Value(entry.getValue()))));
        } else if (data instanceof Iterable<?> list) {
            array(list.iterator());
        } else if (data.getClass().isArray()) {
            array(Stream.iterate(0, i -> i < Array.getLength(data), i -> i + 1)
                    .map(i -> Array.get(data, i))
                    .iterator());
        } else {
            string(data.toString());
        }
    }

    /** Maybe null. */
    private record Value(Object data) {}

    private void number(Number number) {
        boolean finite =
                !(number instanceof Double || number instanceof Float) || Double.isFinite(number.doubleValue());
        // JSON has no word for the others
        out.append(finite ? number.toString() : "null");
    }

    private void object(Stream<Map.Entry<String, Value>> members) {
        out.append('{');
        Iterator<Map.Entry<String, Value>> iterator = members.iterator();
        while (iterator.hasNext()) {
            Map.Entry<String, Value> member = iterator.next();
            string(member.getKey());
            out.append(':');
            value(member.getValue().data());
            out.append(iterator.hasNext() ? "," : "");
        }
        out.append('}');
    }

    private void array(Iterator<?> elements) {
        out.append('[');
        while (elements.hasNext()) {
            value(elements.next());
            out.append(elements.hasNext() ? "," : "");
        }
        out.append(']');
    }

    /** What a terminal could obey is escaped too, although JSON would not ask for it. */
    private void string(String text) {
        out.append('"');
        text.codePoints().forEach(c -> {
            if (c == '"' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (ShownText.isPlain(c)) {
                out.appendCodePoint(c);
            } else {
                for (char unit : Character.toChars(c)) {
                    out.append(String.format("\\u%04x", (int) unit));
                }
            }
        });
        out.append('"');
    }
}
