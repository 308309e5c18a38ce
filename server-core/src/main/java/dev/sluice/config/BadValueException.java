package dev.sluice.config;

/** A value that cannot be used; the message says why and is completed with the key by who catches it. */
final class BadValueException extends Exception {
    private static final long serialVersionUID = 1L;

    BadValueException(String message) {
        super(message, null, false, false);
    }
}
