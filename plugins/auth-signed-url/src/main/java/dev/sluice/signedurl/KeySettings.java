package dev.sluice.signedurl;

import dev.sluice.api.Setting;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One key.
 *
 * @param id what the query names it by
 * @param secret plain text, or {@code base64:} and bytes
 * @param notAfter when it ends, such as {@code 2027-01-01T00:00:00Z}; empty = never
 */
record KeySettings(
        @Setting(required = true) String id,
        @Setting(required = true, secret = true) String secret,
        @Setting String notAfter) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MIN_SECRET_BYTES = 16;

    /** @throws IllegalArgumentException naming the key */
    KeySettings {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("id: expected 1..64 letters, digits, '_', '.' and '-'");
        }
        if (SignedText.secretBytes(secret).length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("secret: expected at least " + MIN_SECRET_BYTES + " bytes");
        }
        try {
            end(notAfter);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("notAfter: expected a time such as 2027-01-01T00:00:00Z");
        }
    }

    Optional<Instant> end() {
        return end(notAfter);
    }

    private static Optional<Instant> end(String time) {
        return time.isEmpty()
                ? Optional.empty()
                : Optional.of(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(time, Instant::from));
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return id;
    }
}
