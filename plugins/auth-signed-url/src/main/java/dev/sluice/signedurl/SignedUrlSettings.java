package dev.sluice.signedurl;

import dev.sluice.api.Setting;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * {@code plugins.settings.auth-signed-url}. {@code sluice sign} reads the same keys in dev.sluice.cli.SigningSettings.
 *
 * @param keys any of them may have signed
 * @param action what needs a signature
 * @param streams patterns for {@code application/name}: what needs a signature; of anything else it has no opinion
 * @param clockSkew how far the signer's clock may be behind or ahead
 * @param maxLifetime how far ahead an expiry may lie; 0 = as far as it likes
 * @param expiresParameter names in the query
 */
record SignedUrlSettings(
        @Setting(required = true) List<KeySettings> keys,
        @Setting("publish,play") List<GuardedAction> action,
        @Setting("**") List<String> streams,
        @Setting(value = "30s", max = "1h") Duration clockSkew,
        @Setting(value = "1d", max = "36500d") Duration maxLifetime,
        @Setting("expires") String expiresParameter,
        @Setting("sig") String signatureParameter,
        @Setting("key") String keyParameter,
        @Setting("ip") String addressParameter) {

    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

    /** What can need a signature. A connect cannot: clients show their query only when they name the stream. */
    enum GuardedAction {
        PUBLISH,
        PLAY
    }

    /** @throws IllegalArgumentException naming the key */
    SignedUrlSettings {
        if (action.isEmpty() || streams.isEmpty()) {
            throw new IllegalArgumentException(
                    (action.isEmpty() ? "action" : "streams") + ": an empty list would guard nothing");
        }
        Set<String> ids = new HashSet<>();
        for (KeySettings key : keys) {
            if (!ids.add(key.id())) {
                throw new IllegalArgumentException("keys: the id '" + key.id() + "' occurs twice");
            }
        }
        streams.forEach(SignedUrlSettings::checkPattern);
        checkNames(List.of(expiresParameter, signatureParameter, keyParameter, addressParameter));
    }

    private static void checkNames(List<String> parameters) {
        if (!parameters.stream().allMatch(name -> PARAMETER.matcher(name).matches())) {
            throw new IllegalArgumentException("a parameter of the query has letters, digits, '_', '.' and '-'");
        }
        if (Set.copyOf(parameters).size() < parameters.size()) {
            throw new IllegalArgumentException("two parameters of the query have the same name");
        }
    }

    private static void checkPattern(String pattern) {
        if (!pattern.contains("/") && !pattern.contains("**")) {
            throw new IllegalArgumentException(
                    "streams: '" + pattern + "' matches nothing, expected a pattern such as live/*");
        }
        try {
            NamePattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("streams: '" + pattern + "': " + e.getMessage());
        }
    }
}
