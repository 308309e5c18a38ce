package dev.sluice.codec;

/**
 * How a codec is called on the wire.
 *
 * @param legacy 0 to 15, or {@link #NONE}
 * @param fourCc the first letter in the highest byte, or {@link #NONE}
 */
record Ids(int legacy, int fourCc) {
    /** What also stands for "no codec yet". */
    static final int NONE = -1;

    private static final int MAX_LEGACY = 15;
    private static final String READABLE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_ ";

    /** @param letters those of a FourCC; anything else is none */
    static Ids of(int legacy, String letters) {
        return new Ids(legacy, fourCc(letters));
    }

    boolean contain(int id) {
        return id != NONE && (id == legacy || id == fourCc);
    }

    /** {@link #NONE} if there are not just four, of ASCII. */
    static int fourCc(String letters) {
        if (letters.length() != 4 || letters.chars().anyMatch(letter -> letter > '~')) {
            return NONE;
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            code = code << 8 | letters.charAt(i);
        }
        return code;
    }

    /** Of a FourCC that nobody knows. A peer may send any four bytes: empty unless people can read them. */
    static String letters(int fourCc) {
        if (fourCc >= 0 && fourCc <= MAX_LEGACY) {
            return "";
        }
        var text = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            char letter = (char) (fourCc >>> shift & 0xff);
            if (READABLE.indexOf(letter) < 0) {
                return "";
            }
            text.append(letter);
        }
        return text.toString().strip();
    }
}
