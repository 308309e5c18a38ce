package dev.sluice.signedurl;

import java.util.Arrays;

/**
 * A pattern for a whole path: {@code *} is any run without a slash, {@code **} any run, {@code ?} one character that is no
 * slash. The work for one name is bounded by its length times the pattern's, whatever both are.
 */
final class NamePattern {
    private static final int MAX_CHARS = 512;
    private static final int ONE = -1;
    private static final int RUN = -2;
    private static final int RUN_OVER_SLASHES = -3;

    /** Code points, and the negative numbers above. */
    private final int[] parts;

    private NamePattern(int[] parts) {
        this.parts = parts;
    }

    /** @throws IllegalArgumentException when no name can match */
    static NamePattern of(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARS) {
            throw new IllegalArgumentException("expected a pattern of 1.." + MAX_CHARS + " characters");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("no name has control characters");
        }
        if (text.startsWith("/") || text.endsWith("/") || text.contains("//")) {
            throw new IllegalArgumentException("no name begins or ends with a slash, or has two in a row");
        }
        int[] points = text.codePoints().toArray();
        int[] parts = new int[points.length];
        int count = 0;
        for (int i = 0; i < points.length; i++) {
            boolean twoStars = points[i] == '*' && i + 1 < points.length && points[i + 1] == '*';
            parts[count++] = twoStars ? RUN_OVER_SLASHES : points[i] == '*' ? RUN : points[i] == '?' ? ONE : points[i];
            i += twoStars ? 1 : 0;
        }
        return new NamePattern(Arrays.copyOf(parts, count));
    }

    boolean matches(String name) {
        boolean[] reached = new boolean[parts.length + 1];
        reached[0] = true;
        passEmptyRuns(reached);
        for (int character : name.codePoints().toArray()) {
            reached = after(character, reached);
        }
        return reached[parts.length];
    }

    /** Which parts can come next when {@code character} has come. */
    private boolean[] after(int character, boolean[] reached) {
        boolean[] next = new boolean[reached.length];
        for (int i = 0; i < parts.length; i++) {
            if (reached[i]) {
                boolean fits = parts[i] == character
                        || parts[i] == RUN_OVER_SLASHES
                        || character != '/' && (parts[i] == RUN || parts[i] == ONE);
                next[isRun(i) ? i : i + 1] |= fits;
            }
        }
        passEmptyRuns(next);
        return next;
    }

    private void passEmptyRuns(boolean[] reached) {
        for (int i = 0; i < parts.length; i++) {
            reached[i + 1] |= reached[i] && isRun(i);
        }
    }

    private boolean isRun(int part) {
        return parts[part] == RUN || parts[part] == RUN_OVER_SLASHES;
    }
}
