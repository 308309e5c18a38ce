package dev.sluice.hooks;

/** A backend has not said yes or no. The message is for logs: it holds nothing that the backend or a client has sent. */
final class NoDecisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean outage;

    private NoDecisionException(String message, boolean outage) {
        super(message, null, false, false);
        this.outage = outage;
    }

    /** The backend is not there, or not well. */
    static NoDecisionException outage(String message) {
        return new NoDecisionException(message, true);
    }

    /** The backend wants what Sluice cannot do, so nobody is let in. */
    static NoDecisionException unsupported(String message) {
        return new NoDecisionException(message, false);
    }

    /** Whether {@code whenUnavailable} applies. */
    boolean isOutage() {
        return outage;
    }
}
