package dev.sluice.chunk;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Bytes as the tests write them: hex, where {@code ab*128} is one byte 128 times. */
final class Wire {
    private static final int SHORTEST_RUN = 8;

    private Wire() {}

    static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String word : text.trim().split("[ |]+")) {
            int star = word.indexOf('*');
            int times = star < 0 ? 1 : Integer.parseInt(word.substring(star + 1));
            byte[] bytes = HexFormat.of().parseHex(star < 0 ? word : word.substring(0, star));
            for (int i = 0; i < times; i++) {
                out.writeBytes(bytes);
            }
        }
        return out.toByteArray();
    }

    /** The same in its shortest form, with {@code +} around the runs instead of spaces. */
    static String text(ByteBuffer payload) {
        StringBuilder text = new StringBuilder();
        boolean afterRun = false;
        for (int at = payload.position(); at < payload.limit(); ) {
            int end = at + 1;
            while (end < payload.limit() && payload.get(end) == payload.get(at)) {
                end++;
            }
            String hex = HexFormat.of().toHexDigits(payload.get(at));
            boolean run = end - at >= SHORTEST_RUN;
            text.append(afterRun || run && !text.isEmpty() ? "+" : "");
            text.append(run ? hex + "*" + (end - at) : hex.repeat(end - at));
            afterRun = run;
            at = end;
        }
        return text.toString();
    }
}
