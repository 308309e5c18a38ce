package dev.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/**
 * A stream's path as it is typed and shown: percent-encoded where it has to be. It is read as the server reads what a
 * client sends, so what is shown can be typed, and so can what a publisher has in its URL.
 */
final class WrittenPath {
    private static final String UNRESERVED = "-_.~/";

    private WrittenPath() {}

    /** In one word that shows all there is: neither blanks nor what a terminal would hide or obey. */
    static String of(String path) {
        return encoded(path, c -> ShownText.isPlain(c) && !Character.isSpaceChar(c) && c != '?' && c != '%');
    }

    /** As a part of a URL. */
    static String inUrl(String path) {
        return encoded(
                path,
                c -> c >= '0' && c <= '9'
                        || c >= 'A' && c <= 'Z'
                        || c >= 'a' && c <= 'z'
                        || UNRESERVED.indexOf(c) >= 0);
    }

    private static String encoded(String path, IntPredicate plain) {
        StringBuilder out = new StringBuilder();
        path.codePoints().forEach(c -> {
            if (plain.test(c)) {
                out.appendCodePoint(c);
            } else {
                for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                    out.append(String.format("%%%02X", b & 0xff));
                }
            }
        });
        return out.toString();
    }

    /**
     * The path; a percent sign that begins no escape stands for itself.
     *
     * @throws IllegalArgumentException when what the escapes say is not UTF-8
     */
    static String read(String text) {
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream();
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            out.write(low >= 0 ? high << 4 | low : in[i]);
            i += low >= 0 ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(out.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new IllegalArgumentException("'" + text + "' is not UTF-8; a percent sign of a name is written %25");
        }
    }
}
