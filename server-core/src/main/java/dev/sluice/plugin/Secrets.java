package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;

/** Keeps what clients send as secrets out of the log, even when a plugin repeats it. */
final class Secrets {
    private static final String MASK = "***";
    /** Shorter values are no secrets, and would blot out half a sentence. */
    private static final int MIN_CHARS = 4;

    private Secrets() {}

    /** The text on one line, without any value of the request's query. */
    static String mask(String text, AccessRequest request) {
        String masked = text;
        if (request.query().length() >= MIN_CHARS) {
            masked = masked.replace(request.query(), MASK);
        }
        for (String value : request.parameters().values()) {
            if (value.length() >= MIN_CHARS) {
                masked = masked.replace(value, MASK);
            }
        }
        return printable(masked);
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
