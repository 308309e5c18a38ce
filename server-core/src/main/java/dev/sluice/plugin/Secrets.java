package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Keeps what clients send as secrets out of the log, even when a plugin repeats it. */
final class Secrets {
    private static final String MASK = "***";
    /** Shorter values are no secrets, and would blot out half a sentence. */
    private static final int MIN_CHARS = 4;

    private Secrets() {}

    /** The text on one line, without any value of the request's query. */
    static String mask(String text, AccessRequest request) {
        // the longest first: one may hold another
        List<String> secrets = secretsOf(request)
                .filter(secret -> secret.length() >= MIN_CHARS)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return printable(masked);
    }

    /** The query, and each value as it was sent and as it was meant. */
    private static Stream<String> secretsOf(AccessRequest request) {
        Stream<String> sent =
                Stream.of(request.query().split("[&;]")).map(pair -> pair.substring(pair.indexOf('=') + 1));
        return Stream.concat(Stream.of(request.query()), Stream.concat(sent, request.parameters().values().stream()));
    }

    /** Line breaks and the like would forge log lines. */
    static String printable(String text) {
        String shortened = text.length() > 500 ? text.substring(0, 500) + "..." : text;
        return shortened
                .codePoints()
                .map(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029 ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
