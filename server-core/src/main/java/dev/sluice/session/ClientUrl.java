package dev.sluice.session;

import dev.sluice.stream.StreamPath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a client named, in two parts that clients split differently: the app of its connect and the stream name of its
 * publish or play. Both may carry a query.
 */
final class ClientUrl {
    private static final String DEFAULT_INSTANCE = "/_definst_";

    private final String path;
    private final String query;

    private ClientUrl(String path, String query) {
        this.path = path;
        this.query = query;
    }

    /** @param name empty for a connect */
    static ClientUrl of(String app, String name) {
        String head = strip(withoutQuery(app));
        if (head.endsWith(DEFAULT_INSTANCE)) {
            head = head.substring(0, head.length() - DEFAULT_INSTANCE.length());
        }
        String tail = strip(withoutFormat(strip(withoutQuery(name))));
        String joined = head.isEmpty() || tail.isEmpty() ? head + tail : head + '/' + tail;
        return new ClientUrl(joined, join(queryOf(app), queryOf(name)));
    }

    /** The canonical path, percent-decoded once; empty when it is no path that a stream may have. */
    Optional<String> path() {
        return decode(path, false).filter(StreamPath::isValid);
    }

    /** As sent, without the question mark; may hold secrets. */
    String query() {
        return query;
    }

    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            String value = equals < 0 ? "" : pair.substring(equals + 1);
            if (!name.isEmpty()) {
                parameters.put(
                        decode(name, true).orElse(name), decode(value, true).orElse(value));
            }
        }
        return parameters;
    }

    private static String withoutQuery(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    private static String queryOf(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? "" : text.substring(mark + 1);
    }

    private static String join(String first, String second) {
        return first.isEmpty() || second.isEmpty() ? first + second : first + '&' + second;
    }

    /** Players of the Flash family name the container in front of the key; ffmpeg does so for {@code .mp4} and the like. */
    private static String withoutFormat(String name) {
        for (String format : new String[] {"mp4:", "flv:", "live:"}) {
            if (name.startsWith(format)) {
                return name.substring(format.length());
            }
        }
        return name;
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == '/') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(start, end);
    }

    /** Empty when what the escapes say is not UTF-8; a percent sign that begins no escape stands for itself. */
    private static Optional<String> decode(String text, boolean plusIsSpace) {
        if (text.indexOf('%') < 0 && (!plusIsSpace || text.indexOf('+') < 0)) {
            return Optional.of(text);
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.put((byte) (high << 4 | low));
                i += 2;
            } else {
                out.put(plusIsSpace && in[i] == '+' ? (byte) ' ' : in[i]);
            }
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
        } catch (CharacterCodingException malformed) {
            return Optional.empty();
        }
    }
}
