package dev.sluice.jmx;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.management.remote.JMXAuthenticator;
import javax.security.auth.Subject;

/** Lets in who could read the credential. The name that comes with it is for the log. */
final class LocalAuthenticator implements JMXAuthenticator {
    private final byte[] credential;

    LocalAuthenticator(String credential) {
        this.credential = credential.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Subject authenticate(Object given) {
        if (given instanceof String[] pair && pair.length == 2 && pair[0] != null && isRight(pair[1])) {
            return new Subject(true, Set.of(new LocalUser(pair[0])), Set.of(), Set.of());
        }
        throw new SecurityException("wrong credential");
    }

    /** In the same time whatever is wrong with it. */
    private boolean isRight(String given) {
        return given != null && MessageDigest.isEqual(credential, given.getBytes(StandardCharsets.UTF_8));
    }
}
