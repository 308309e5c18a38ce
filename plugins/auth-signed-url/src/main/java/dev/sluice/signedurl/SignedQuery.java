package dev.sluice.signedurl;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The signature in a client's query, with what belongs to it. Each has one form only, so that no two queries are worth the
 * same, but for the two forms of a signature.
 *
 * @param expires decimal digits
 * @param keyId empty when the query names no key
 * @param bound whether the signature holds for the client's address only
 */
record SignedQuery(String expires, byte[] signature, String keyId, boolean bound) {
    private static final Pattern EXPIRES = Pattern.compile("[1-9][0-9]{0,11}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{64}");
    private static final Pattern BASE64_URL = Pattern.compile("[A-Za-z0-9_-]{43}=?");

    /** Empty when a part is missing or is none. */
    static Optional<SignedQuery> of(Map<String, String> parameters, SignedUrlSettings settings) {
        String expires = parameters.getOrDefault(settings.expiresParameter(), "");
        String keyId = parameters.getOrDefault(settings.keyParameter(), "");
        String bound = parameters.get(settings.addressParameter());
        Optional<byte[]> signature = signature(parameters.getOrDefault(settings.signatureParameter(), ""));
        if (!EXPIRES.matcher(expires).matches() || bound != null && !bound.equals("1")) {
            return Optional.empty();
        }
        return signature.map(bytes -> new SignedQuery(expires, bytes, keyId, bound != null));
    }

    private static Optional<byte[]> signature(String text) {
        if (HEX.matcher(text).matches()) {
            return Optional.of(HexFormat.of().parseHex(text));
        }
        if (!BASE64_URL.matcher(text).matches()) {
            return Optional.empty();
        }
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        // the last of the 43 characters has two bits that say nothing
        String canonical = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        return text.startsWith(canonical) ? Optional.of(bytes) : Optional.empty();
    }
}
