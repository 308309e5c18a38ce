package dev.sluice.signedurl;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a signature says, and how it is made: docs/plugins/auth-signed-url.md. {@code sluice sign} has the same code in
 * dev.sluice.cli.SignedText, since the server sees no plugin; the tests of both hold it against the same vectors.
 *
 * @param action {@code publish} or {@code play}
 * @param path application, slash, stream name
 * @param expires Unix time in seconds, in decimal digits
 * @param keyId as in the query; empty when the query names none
 * @param address of the client, as {@link #addressField} writes it; empty when any may use the signature
 */
record SignedText(String action, String path, String expires, String keyId, String address) {
    private static final String VERSION = "sluice-url-v1";
    private static final String ALGORITHM = "HmacSHA256";
    private static final String BASE64 = "base64:";

    /** No field holds a line feed, so no two requests have the same text. */
    byte[] signature(byte[] secret) {
        String text = String.join("\n", VERSION, action, path, expires, keyId, address);
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The address's bytes in hexadecimal digits: 8 of IPv4, also when it is written as IPv6, 32 of IPv6. */
    static String addressField(InetAddress address) {
        byte[] bytes = address.getAddress();
        String digits = HexFormat.of().formatHex(bytes);
        boolean mapped = bytes.length == 16 && digits.startsWith("00000000000000000000ffff");
        return mapped ? HexFormat.of().formatHex(Arrays.copyOfRange(bytes, 12, 16)) : digits;
    }

    /** @throws IllegalArgumentException without the secret in its message */
    static byte[] secretBytes(String text) {
        if (!text.startsWith(BASE64)) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return Base64.getDecoder().decode(text.substring(BASE64.length()));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("secret: what follows base64: is no Base64");
        }
    }
}
