package dev.sluice.stream;

/**
 * How far behind the live edge a player is that does not keep up. What the kernel's buffers hold for it counts as taken.
 *
 * @param bytes of the log that it has not taken
 * @param nanos the age of the oldest message that it has not taken whole
 */
public record Lag(long bytes, long nanos) {
    public static final Lag NONE = new Lag(0, 0);
}
