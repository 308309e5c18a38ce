package dev.sluice.flv;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes file names of what a publisher may have chosen to do harm. Different texts give different names; plain ones stay
 * as they are, everything else is percent-encoded.
 */
final class SafeName {
    /** What file systems allow, less room for {@code -9999999} and {@code .damaged}. */
    static final int MAX_BYTES = 255 - 8 - 8;

    /** Deeper names become one part of the path, so that no publisher grows trees of folders. */
    private static final int MAX_DEPTH = 8;

    private static final int DIGEST_DIGITS = 32;
    /** Stands for nothing, as between two slashes; nothing else gives a single percent sign. */
    private static final String EMPTY = "%";
    /** Names of devices on Windows, whatever follows the dot. */
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?", Pattern.CASE_INSENSITIVE);
    /** Names that a folder must not have, since another stream's file may have it. */
    private static final Pattern RECORDING = Pattern.compile(".*\\.(flv|part|damaged)", Pattern.CASE_INSENSITIVE);

    private SafeName() {}

    /** Slashes stay, and part folders. */
    static String encode(String value) {
        List<String> parts = new ArrayList<>();
        for (String part : value.split("/", MAX_DEPTH)) {
            parts.add(encodePart(part));
        }
        return String.join("/", parts);
    }

    /** Slashes are encoded too. */
    static String encodePart(String part) {
        if (part.isEmpty()) {
            return EMPTY;
        }
        boolean device = DEVICE.matcher(part).matches();
        int lastDot = RECORDING.matcher(part).matches() ? part.lastIndexOf('.') : -1;
        var encoded = new StringBuilder();
        for (int at = 0; at < part.length(); ) {
            int c = part.codePointAt(at);
            boolean edge = at == 0 || at == part.length() - 1 || at == lastDot;
            if (isPlain(c) && !(device && at == 0) || c == '.' && !edge) {
                encoded.appendCodePoint(c);
            } else {
                appendEncoded(encoded, c);
            }
            at += Character.charCount(c);
        }
        return encoded.toString();
    }

    private static boolean isPlain(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_';
    }

    private static void appendEncoded(StringBuilder encoded, int codePoint) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            encoded.append("%u").append(Integer.toHexString(codePoint));
            return;
        }
        for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
            encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
        }
    }

    /** The name if it is short enough, else its start and a digest of all of it, before the suffix. */
    static String bounded(String name, String suffix) {
        if (bytes(name) <= MAX_BYTES) {
            return name;
        }
        String stem = name.substring(0, name.length() - suffix.length());
        String end = "~" + digest(name) + suffix;
        int length = Math.min(stem.length(), MAX_BYTES);
        while (bytes(stem.substring(0, length)) + bytes(end) > MAX_BYTES) {
            length--;
        }
        return stem.substring(0, length) + end;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String digest(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_DIGITS);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
