package dev.sluice.stream;

import dev.sluice.counter.Counters;
import dev.sluice.protocol.MemoryBudget;
import java.util.function.LongSupplier;

/**
 * What all streams share.
 *
 * @param headerMemory for the metadata and sequence headers of all streams, which are on the heap
 * @param nanoTime the clock, as {@link System#nanoTime}
 * @param loops how many event loops there are
 * @param chunkSize the server's outgoing chunk size, which is part of what the logs hold
 */
public record StreamEnvironment(
        SegmentPool pool,
        MemoryBudget headerMemory,
        Counters counters,
        LongSupplier nanoTime,
        int loops,
        int chunkSize) {

    /** With an eighth of the heap for headers. */
    public StreamEnvironment(SegmentPool pool, Counters counters, LongSupplier nanoTime, int loops, int chunkSize) {
        this(pool, new MemoryBudget(Runtime.getRuntime().maxMemory() / 8), counters, nanoTime, loops, chunkSize);
    }
}
