package dev.sluice.signedurl;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Authenticator;
import dev.sluice.api.Decision;
import dev.sluice.signedurl.SignedUrlSettings.GuardedAction;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Lets in whom a signature lets in. What a signature fails of is told only to who shows one that a key has made; an unknown
 * key takes as long as a wrong signature and is told the same. Any thread.
 */
final class SignedUrlAuthenticator implements Authenticator {
    private static final Decision NONE = Decision.deny("A signature is needed.");
    private static final Decision MALFORMED = Decision.deny("The signature is incomplete or malformed.");
    private static final Decision WRONG = Decision.deny("The signature does not fit.");
    private static final Decision EXPIRED = Decision.deny("The signature has expired.");
    private static final Decision TOO_LONG = Decision.deny("The signature expires too late.");
    private static final Decision KEY_ENDED = Decision.deny("The key of the signature has ended.");

    private final SignedUrlSettings settings;
    private final List<NamePattern> streams;
    private final Map<String, SigningKey> keys = new LinkedHashMap<>();
    private final SigningKey unknown = new SigningKey(new byte[32], Optional.empty());
    private final InstantSource clock;

    private record SigningKey(byte[] secret, Optional<Instant> end) {}

    SignedUrlAuthenticator(SignedUrlSettings settings, InstantSource clock) {
        this.settings = settings;
        this.streams = settings.streams().stream().map(NamePattern::of).toList();
        this.clock = clock;
        for (KeySettings key : settings.keys()) {
            keys.put(key.id(), new SigningKey(SignedText.secretBytes(key.secret()), key.end()));
        }
        new SecureRandom().nextBytes(unknown.secret);
    }

    @Override
    public CompletionStage<Decision> authenticate(AccessRequest request) {
        return CompletableFuture.completedFuture(decide(request));
    }

    private Decision decide(AccessRequest request) {
        String path = request.application() + "/" + request.stream();
        if (!guards(request, path)) {
            return Decision.abstain();
        }
        if (!request.parameters().containsKey(settings.signatureParameter())) {
            return NONE;
        }
        return SignedQuery.of(request.parameters(), settings)
                .map(query -> decide(request, path, query))
                .orElse(MALFORMED);
    }

    private boolean guards(AccessRequest request, String path) {
        boolean action = switch (request.action()) {
            case PUBLISH -> settings.action().contains(GuardedAction.PUBLISH);
            case PLAY -> settings.action().contains(GuardedAction.PLAY);
            default -> false;
        };
        return action && streams.stream().anyMatch(pattern -> pattern.matches(path));
    }

    private Decision decide(AccessRequest request, String path, SignedQuery query) {
        String action = request.action() == AccessRequest.Action.PUBLISH ? "publish" : "play";
        String address =
                query.bound() ? SignedText.addressField(request.remoteAddress().getAddress()) : "";
        SignedText text = new SignedText(action, path, query.expires(), query.keyId(), address);
        SigningKey key = keyOf(query);
        boolean fits = MessageDigest.isEqual(text.signature(key.secret), query.signature());
        return fits && key != unknown ? decide(key, Instant.ofEpochSecond(Long.parseLong(query.expires()))) : WRONG;
    }

    private SigningKey keyOf(SignedQuery query) {
        if (query.keyId().isEmpty() && keys.size() == 1) {
            return keys.values().iterator().next();
        }
        return keys.getOrDefault(query.keyId(), unknown);
    }

    private Decision decide(SigningKey key, Instant expires) {
        Instant now = clock.instant();
        if (now.isAfter(expires.plus(settings.clockSkew()))) {
            return EXPIRED;
        }
        boolean tooLong = !settings.maxLifetime().isZero()
                && expires.isAfter(now.plus(settings.maxLifetime()).plus(settings.clockSkew()));
        if (tooLong) {
            return TOO_LONG;
        }
        return key.end.filter(now::isAfter).isPresent() ? KEY_ENDED : Decision.allow();
    }
}
