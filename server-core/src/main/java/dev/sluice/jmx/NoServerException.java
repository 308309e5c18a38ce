package dev.sluice.jmx;

/** There is no server to talk to, or not for the one who asks; the message, one line for people, says why. */
public final class NoServerException extends Exception {
    private static final long serialVersionUID = 1L;

    NoServerException(String message) {
        super(message);
    }
}
