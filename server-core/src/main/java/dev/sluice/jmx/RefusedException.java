package dev.sluice.jmx;

/** What somebody asks for cannot be done; the message says why. It leaves as an {@link IllegalStateException}. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean secret;

    RefusedException(String reason) {
        this(reason, false);
    }

    /** @param secret whether the reason may quote what must not be logged */
    RefusedException(String reason, boolean secret) {
        super(reason);
        this.secret = secret;
    }

    boolean isSecret() {
        return secret;
    }
}
