package dev.sluice.cli;

/** Text that others chose, made fit for a terminal, and how wide it is there. */
final class ShownText {
    private static final String ELLIPSIS = "…";

    /** First and last of the characters that take two columns, as far as they are common. */
    private static final int[][] WIDE = {
        {0x1100, 0x115f},
        {0x2e80, 0x303e},
        {0x3041, 0xa4cf},
        {0xac00, 0xd7a3},
        {0xf900, 0xfaff},
        {0xfe30, 0xfe6f},
        {0xff00, 0xff60},
        {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f},
        {0x1f900, 0x1faff},
        {0x20000, 0x3fffd}
    };

    private ShownText() {}

    /** On one line; what a terminal could obey, hide or turn around becomes a question mark. */
    static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.strip()
                .replace("\r\n", "\n")
                .replace("\n", "; ")
                .codePoints()
                .forEach(c -> out.appendCodePoint(isPlain(c) ? c : '?'));
        return out.toString();
    }

    /** Of one line. */
    static String keepingIndent(String line) {
        int indent = line.length() - line.stripLeading().length();
        return " ".repeat(indent) + of(line);
    }

    static boolean isPlain(int c) {
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

    /** In columns. */
    static int width(String text) {
        return text.codePoints().map(ShownText::width).sum();
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        for (int[] range : WIDE) {
            if (c >= range[0] && c <= range[1]) {
                return 2;
            }
        }
        return 1;
    }

    /** The beginning that fits into so many columns, with an ellipsis where something is missing. */
    static String cut(String text, int columns) {
        if (width(text) <= columns) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        int used = ELLIPSIS.length();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            used += width(c);
            if (used > columns) {
                break;
            }
            out.appendCodePoint(c);
            i += Character.charCount(c);
        }
        return columns < 1 ? "" : out.append(ELLIPSIS).toString();
    }
}
