package dev.sluice.hooks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Parameters in the form {@code application/x-www-form-urlencoded}, with a space as {@code %20}, so that they also fit a
 * query.
 */
final class Form {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final StringBuilder text = new StringBuilder();
    private final Set<String> taken;

    /** @param reserved names, in lower case, that no client may use, whether they are added or not */
    Form(Set<String> reserved) {
        taken = new HashSet<>(reserved);
    }

    /** Adds a parameter of ours, whose name no client may use then. */
    Form add(String name, Object value) {
        taken.add(name);
        append(name.getBytes(StandardCharsets.UTF_8), String.valueOf(value).getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Reserves the names in a URL's query. */
    Form reserve(String query) {
        for (String pair : query.split("&")) {
            taken.addAll(readings(decoded(nameOf(pair))));
        }
        return this;
    }

    /**
     * Adds what a client has sent as its query, encoded anew, but for parameters that a backend might read as one of
     * ours. Comes last.
     */
    Form addClients(String query) {
        for (String pair : query.split("&")) {
            byte[] name = decoded(nameOf(pair));
            if (name.length > 0 && Collections.disjoint(taken, readings(name))) {
                int equals = pair.indexOf('=');
                append(name, equals < 0 ? new byte[0] : decoded(pair.substring(equals + 1)));
            }
        }
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static String nameOf(String pair) {
        int equals = pair.indexOf('=');
        return equals < 0 ? pair : pair.substring(0, equals);
    }

    /**
     * What backends may take a name for: case does not count in ASP.NET; PHP ends it at NUL, drops spaces before it and
     * reads a full stop, a space and a bracket that is not closed as an underscore; in PHP, Rack and node's qs {@code
     * name[]}, {@code name[x]} or {@code [name]} can stand for {@code name}.
     */
    private static Set<String> readings(byte[] name) {
        String text = new String(name, StandardCharsets.UTF_8);
        return Set.copyOf(List.of(
                read(text, true, true), read(text, true, false), read(text, false, true), read(text, false, false)));
    }

    /**
     * @param endsAtBracket whether a bracket ends the name or is an underscore
     * @param dropsBlanks whether blanks within it do not count or are underscores
     */
    private static String read(String name, boolean endsAtBracket, boolean dropsBlanks) {
        StringBuilder read = new StringBuilder();
        for (char c : name.toCharArray()) {
            boolean bracket = c == '[' || c == ']';
            boolean begun = read.length() > 0;
            if (begun && (c == 0 || bracket && endsAtBracket)) {
                break;
            }
            if (c > ' ' && c != '.' && !bracket) {
                read.append(c);
            } else if (c == '.' || bracket && !endsAtBracket || c > 0 && c <= ' ' && begun && !dropsBlanks) {
                read.append('_');
            }
        }
        return read.toString().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private void append(byte[] name, byte[] value) {
        if (text.length() > 0) {
            text.append('&');
        }
        encode(name);
        text.append('=');
        encode(value);
    }

    private void encode(byte[] bytes) {
        for (byte b : bytes) {
            boolean plain = b >= '0' && b <= '9' || b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z';
            if (plain || b == '-' || b == '_' || b == '.' || b == '~') {
                text.append((char) b);
            } else {
                text.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
            }
        }
    }

    /** Bytes, since a client may send what is no UTF-8. A percent sign that begins nothing stands for itself. */
    private static byte[] decoded(String part) {
        byte[] raw = part.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length);
        for (int i = 0; i < raw.length; i++) {
            int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
            int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
            if (raw[i] == '%' && high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.write(raw[i] == '+' ? ' ' : raw[i]);
            }
        }
        return bytes.toByteArray();
    }
}
