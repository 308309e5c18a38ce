package dev.sluice.plugin;

import java.util.List;

/**
 * How the opinions of authenticators become a decision.
 *
 * @param allowByDefault what holds when all of them abstain
 * @param timeoutNanos from the question to the decision
 * @param order plugin ids that are asked first, in this order; each of them is required
 * @param unanimous whether every opinion must allow; else the first one decides
 * @param maxFailures denials of one address and action after which it is blocked; 0 = never
 * @param failureWindowNanos within which they count
 * @param blockNanos for how long it is blocked
 */
public record AuthSettings(
        boolean allowByDefault,
        long timeoutNanos,
        List<String> order,
        boolean unanimous,
        int maxFailures,
        long failureWindowNanos,
        long blockNanos) {

    public AuthSettings {
        order = List.copyOf(order);
    }
}
