package dev.sluice.hooks;

/** A backend has not said yes or no. The message is for logs: it holds nothing that the backend or a client has sent. */
final class NoDecisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    private enum Kind {
        OUTAGE,
        UNUSABLE,
        OVERLOAD
    }

    private NoDecisionException(String message, Kind kind) {
        super(message, null, false, false);
        this.kind = kind;
    }

    /** The backend is not there, or not well. */
    static NoDecisionException outage(String message) {
        return new NoDecisionException(message, Kind.OUTAGE);
    }

    /** The backend is there, but nothing can be made of what it says. */
    static NoDecisionException unusable(String message) {
        return new NoDecisionException(message, Kind.UNUSABLE);
    }

    /** The server itself has not got round to it. That says nothing of the backend. */
    static NoDecisionException overload(String message) {
        return new NoDecisionException(message, Kind.OVERLOAD);
    }

    /** Whether {@code whenUnavailable} applies: a client must not be able to bring it about. */
    boolean isOutage() {
        return kind == Kind.OUTAGE;
    }

    /** Whether it says nothing of the backend. */
    boolean isOverload() {
        return kind == Kind.OVERLOAD;
    }
}
