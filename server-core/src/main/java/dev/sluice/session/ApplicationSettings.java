package dev.sluice.session;

import dev.sluice.stream.StreamSettings;

/**
 * How one application treats its publishers and players.
 *
 * @param firstMediaNanos from publish to the first message
 * @param publishIdleNanos between two messages of a publisher
 * @param rejectMissing whether a player of a stream without publisher is refused; else it waits
 * @param waitNanos how long it waits; 0 = for ever
 * @param stallNanos a player that takes nothing for that long is reset
 * @param sendBufferBytes what the kernel may hold for a player
 */
public record ApplicationSettings(
        long firstMediaNanos,
        long publishIdleNanos,
        boolean rejectMissing,
        long waitNanos,
        long stallNanos,
        int sendBufferBytes,
        StreamSettings stream) {}
