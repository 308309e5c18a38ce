package dev.sluice.cli;

import dev.sluice.api.Setting;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code plugins.settings.auth-signed-url} as the signer needs it. The plugin has the same keys in
 * dev.sluice.signedurl.SignedUrlSettings, with their meaning; the documentation's examples are bound to both by tests.
 */
record SigningSettings(
        @Setting(required = true) List<Key> keys,
        @Setting("publish,play") List<SignedAction> action,
        @Setting("**") List<String> streams,
        @Setting(value = "30s", max = "1h") Duration clockSkew,
        @Setting(value = "1d", max = "36500d") Duration maxLifetime,
        @Setting("expires") String expiresParameter,
        @Setting("sig") String signatureParameter,
        @Setting("key") String keyParameter,
        @Setting("ip") String addressParameter) {
    static final String PLUGIN = "auth-signed-url";

    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final int MIN_SECRET_BYTES = 16;

    SigningSettings {
        Stream.of(expiresParameter, signatureParameter, keyParameter, addressParameter)
                .forEach(SigningSettings::checkSafe);
    }

    /** What a signature can allow. */
    enum SignedAction {
        PUBLISH,
        PLAY;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** One key. */
    record Key(
            @Setting(required = true) String id,
            @Setting(required = true, secret = true) String secret,
            @Setting String notAfter) {
        Key {
            checkSafe(id);
            checkSecret(secret);
            if (!notAfter.isEmpty()) {
                time(notAfter);
            }
        }

        Optional<Instant> end() {
            return notAfter.isEmpty() ? Optional.empty() : Optional.of(time(notAfter));
        }

        @Override
        public String toString() {
            return id;
        }
    }

    /** For a key outside of any configuration. */
    static SigningSettings of(Key key) {
        return new SigningSettings(
                List.of(key),
                List.of(SignedAction.values()),
                List.of("**"),
                Duration.ZERO,
                Duration.ZERO,
                "expires",
                "sig",
                "key",
                "ip");
    }

    /** @throws IllegalArgumentException when a query cannot hold it as it is */
    static void checkSafe(String name) {
        if (!SAFE.matcher(name).matches()) {
            throw new IllegalArgumentException("'" + name + "': expected 1..64 letters, digits, '_', '.' and '-'");
        }
    }

    /** @throws IllegalArgumentException without the secret in its message */
    static void checkSecret(String secret) {
        if (SignedText.secretBytes(secret).length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("secret: expected at least " + MIN_SECRET_BYTES + " bytes");
        }
    }

    /** @throws IllegalArgumentException when it is none */
    static Instant time(String text) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "': expected a time such as 2027-01-01T00:00:00Z");
        }
    }
}
