package dev.sluice.api;

import java.util.Objects;
import java.util.Optional;

/** The answer to an {@link AccessRequest}. Immutable. */
public final class Decision {
    private static final Decision ALLOW = new Decision(Verdict.ALLOW, null);
    private static final Decision ABSTAIN = new Decision(Verdict.ABSTAIN, null);

    private final Verdict verdict;
    private final String text;

    private Decision(Verdict verdict, String text) {
        this.verdict = verdict;
        this.text = text;
    }

    /** What was decided. */
    public enum Verdict {
        /** The client gets what it asks for. */
        ALLOW,
        /** It does not; its connection ends. Counts against its address ({@code limits.authFailures}). */
        DENY,
        /** No opinion: somebody else decides, or {@code auth.default}. */
        ABSTAIN
    }

    /** Allows what was asked for. */
    public static Decision allow() {
        return ALLOW;
    }

    /**
     * Allows, under another stream name than the client knows, so that a secret key can stand for a public name. For a
     * connect the name is not looked at.
     *
     * @param streamName the name within the application; one that no stream may have denies
     */
    public static Decision allowAs(String streamName) {
        return new Decision(Verdict.ALLOW, Objects.requireNonNull(streamName, "streamName"));
    }

    /**
     * Denies.
     *
     * @param reason for the client's eyes and the log; must not hold a secret
     */
    public static Decision deny(String reason) {
        return new Decision(Verdict.DENY, Objects.requireNonNull(reason, "reason"));
    }

    /** Has no opinion. */
    public static Decision abstain() {
        return ABSTAIN;
    }

    /** What was decided. */
    public Verdict verdict() {
        return verdict;
    }

    /** The name to use instead of the client's, if it is allowed under another one. */
    public Optional<String> streamName() {
        return verdict == Verdict.ALLOW ? Optional.ofNullable(text) : Optional.empty();
    }

    /** Why it is denied; empty unless it is. */
    public String reason() {
        return verdict == Verdict.DENY ? text : "";
    }

    /** The verdict and the reason; not the stream name, which may be a secret. */
    @Override
    public String toString() {
        return verdict == Verdict.DENY ? "DENY: " + text : verdict.toString();
    }
}
