package dev.sluice.session;

/** Makes text of a peer fit for a log line: it can neither begin a new line nor fill the disk. */
final class PrintableText {
    private static final int MAX_CHARS = 160;

    private PrintableText() {}

    static String of(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().limit(MAX_CHARS).forEach(c -> out.appendCodePoint(isVisible(c) ? c : '?'));
        return text.codePointCount(0, text.length()) > MAX_CHARS ? out + "..." : out.toString();
    }

    /** Formats are not: they turn the direction of writing, or hide. */
    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
