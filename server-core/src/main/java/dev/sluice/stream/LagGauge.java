package dev.sluice.stream;

/**
 * How far behind a player is, not counting what it was behind when it joined. What it makes up of that it does not get
 * back.
 */
final class LagGauge {
    private long allowedBytes;
    private long allowedNanos;

    void joined(long behindBytes, long behindNanos) {
        allowedBytes = behindBytes;
        allowedNanos = behindNanos;
    }

    boolean isOver(StreamSettings settings, long behindBytes, long behindNanos) {
        allowedBytes = Math.min(allowedBytes, behindBytes);
        allowedNanos = Math.min(allowedNanos, behindNanos);
        return behindBytes - allowedBytes > settings.maxLagBytes()
                || behindNanos - allowedNanos > settings.maxLagNanos();
    }
}
