package dev.sluice.session;

/** Makes text of a peer fit for a log line: it can neither begin a new line nor fill the disk. */
final class PrintableText {
    private static final int MAX_CHARS = 160;

    private PrintableText() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints()
                .limit(MAX_CHARS)
                .forEach(c -> out.appendCodePoint(Character.isISOControl(c) || !Character.isDefined(c) ? '?' : c));
        return text.length() > MAX_CHARS ? out + "..." : out.toString();
    }
}
