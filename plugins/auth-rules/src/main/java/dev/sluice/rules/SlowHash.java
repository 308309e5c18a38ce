package dev.sluice.rules;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** A token as PBKDF2 with HMAC-SHA256 made it (RFC 8018, 5.2): slow to compare, so that a stolen file tells little. */
final class SlowHash {
    static final String PREFIX = "pbkdf2:";

    private static final Pattern FORM = Pattern.compile("pbkdf2:([1-9][0-9]{3,6}):([A-Za-z0-9+/=]+):([A-Za-z0-9+/=]+)");
    private static final int MIN_ITERATIONS = 1_000;
    private static final int MAX_ITERATIONS = 1_000_000;
    private static final int MIN_BYTES = 8;
    private static final int MIN_HASH_BYTES = 16;
    private static final int MAX_BYTES = 64;
    private static final String ALGORITHM = "PBKDF2WithHmacSHA256";

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    /** Of this process only: what is kept of a token that has fitted is worth nothing elsewhere. */
    private final byte[] nonce = new byte[32];

    /** A quick digest of the last token that fitted, which costs the next client with it nothing; null before the first. */
    private volatile byte[] fitted;

    private SlowHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
        new SecureRandom().nextBytes(nonce);
    }

    /** @throws IllegalArgumentException without the text in its message */
    static SlowHash of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected pbkdf2:ITERATIONS:SALT:HASH, salt and hash in Base64");
        }
        int iterations = Integer.parseInt(form.group(1));
        if (iterations < MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            throw new IllegalArgumentException(
                    "expected " + MIN_ITERATIONS + ".." + MAX_ITERATIONS + " iterations, got " + iterations);
        }
        return new SlowHash(
                iterations, bytes("salt", form.group(2), MIN_BYTES), bytes("hash", form.group(3), MIN_HASH_BYTES));
    }

    int iterations() {
        return iterations;
    }

    /** Whether it is a token that has fitted before; quick, and says nothing of other tokens. */
    boolean hasFitted(String token) {
        byte[] known = fitted;
        return known != null && MessageDigest.isEqual(known, quickDigest(token));
    }

    /** Takes up to a second. */
    boolean fits(String token) {
        boolean fits = MessageDigest.isEqual(hash, derived(token));
        if (fits) {
            fitted = quickDigest(token);
        }
        return fits;
    }

    private byte[] derived(String token) {
        PBEKeySpec spec = new PBEKeySpec(token.toCharArray(), salt, iterations, hash.length * 8);
        try {
            return SecretKeyFactory.getInstance(ALGORITHM).generateSecret(spec).getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            spec.clearPassword();
        }
    }

    private byte[] quickDigest(String token) {
        return Sha256.of(nonce, token);
    }

    private static byte[] bytes(String what, String base64, int min) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the " + what + " is no Base64");
        }
        if (bytes.length < min || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("the " + what + " has " + min + ".." + MAX_BYTES + " bytes");
        }
        return bytes;
    }
}
