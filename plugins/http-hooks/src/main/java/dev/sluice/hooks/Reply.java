package dev.sluice.hooks;

/**
 * A backend's answer.
 *
 * @param location the header of that name, else empty
 * @param body empty unless it was to be read
 */
record Reply(int status, String location, byte[] body) {
    /** Whether the backend has done what it was asked to. */
    boolean ok() {
        return status >= 200 && status < 300;
    }

    boolean redirects() {
        return status >= 300 && status < 400;
    }

    /** Whether the backend says no; 408 and 429 are about the server's requests and not about the client. */
    boolean refuses() {
        return status >= 400 && status < 500 && status != 408 && status != 429;
    }

    /** Why it is neither yes nor no. */
    NoDecisionException noDecision() {
        return status >= 500 && status < 600
                ? NoDecisionException.outage(toString())
                : NoDecisionException.unusable(toString());
    }

    /** Without the body. */
    @Override
    public String toString() {
        return "HTTP " + status;
    }
}
