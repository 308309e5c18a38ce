package dev.sluice.hooks;

import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs a body with HMAC-SHA256. The signed text is the time in seconds since 1970, a full stop and the body, so that a
 * receiver can tell a request from one that is repeated by somebody else later.
 */
final class Signature {
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final LongSupplier epochSeconds;

    /** @param secret empty for no signature */
    Signature(String secret, LongSupplier epochSeconds) {
        this.key = secret.isEmpty() ? null : new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.epochSeconds = epochSeconds;
    }

    /** Adds the headers, if there is a secret. */
    void sign(HttpRequest.Builder request, byte[] body) {
        if (key != null) {
            String time = Long.toString(epochSeconds.getAsLong());
            request.setHeader("X-Sluice-Timestamp", time);
            request.setHeader("X-Sluice-Signature", "sha256=" + HexFormat.of().formatHex(mac(time, body)));
        }
    }

    private byte[] mac(String time, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, missing);
        }
    }
}
