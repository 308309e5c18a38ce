package dev.sluice.stream;

import java.nio.charset.StandardCharsets;

/**
 * A stream's identity.
 *
 * @param application the configured application it belongs to
 * @param name the rest of its path; may hold slashes
 */
public record StreamPath(String application, String name) {
    private static final int MAX_PATH_BYTES = 512;

    /** Whether a stream, an application, or the two together may be called that. */
    public static boolean isValid(String path) {
        if (path.isEmpty() || path.getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                return false;
            }
        }
        return path.codePoints().noneMatch(c -> Character.isISOControl(c) || c == '\\' || c == 0xfffd);
    }

    @Override
    public String toString() {
        return application + "/" + name;
    }
}
