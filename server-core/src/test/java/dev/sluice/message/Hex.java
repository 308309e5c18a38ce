package dev.sluice.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Payloads as the tests write them. */
final class Hex {
    private Hex() {}

    /** Not at position 0, and with something behind the limit, so that absolute indexes show. */
    static ByteBuffer payload(String hex) {
        byte[] bytes = HexFormat.of().parseHex("17" + hex.replaceAll("[ |]", "") + "17");
        return ByteBuffer.wrap(bytes).position(1).limit(bytes.length - 1);
    }

    static String of(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    static String of(ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        return of(bytes);
    }

    static String string(String text) {
        return "02" + "%04x".formatted(text.length()) + of(text.getBytes(StandardCharsets.UTF_8));
    }
}
