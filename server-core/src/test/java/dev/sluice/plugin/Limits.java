package dev.sluice.plugin;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Limits that no machine exceeds, however busy it is, but for those that a test wants to see exceeded; and what comes by
 * itself does not, unless a test waits for it.
 */
final class Limits {
    enum Limit {
        START,
        STOP,
        THREADS,
        EVENT,
        OPEN,
        WRITE,
        STATISTICS,
        RETRY
    }

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SCAN = Duration.ofMillis(50);

    private final Map<Limit, Duration> wanted = new EnumMap<>(Limit.class);

    private Limits() {
        wanted.put(Limit.STATISTICS, NEVER);
        wanted.put(Limit.RETRY, NEVER);
    }

    static Limits patient() {
        return new Limits();
    }

    Limits with(Limit limit, Duration duration) {
        wanted.put(limit, duration);
        return this;
    }

    private Duration of(Limit limit) {
        return wanted.getOrDefault(limit, LONG);
    }

    Deadlines deadlines() {
        return new Deadlines(
                of(Limit.START),
                of(Limit.STOP),
                of(Limit.THREADS),
                of(Limit.EVENT),
                of(Limit.OPEN),
                of(Limit.WRITE),
                of(Limit.STATISTICS),
                SCAN,
                of(Limit.RETRY));
    }
}
