package dev.sluice.stream;

import dev.sluice.counter.Counters;
import java.util.function.LongSupplier;

/**
 * What all streams share.
 *
 * @param loops how many event loops there are
 * @param chunkSize the server's outgoing chunk size, which is part of what the logs hold
 * @param nanoTime the clock, as {@link System#nanoTime}
 */
public record StreamEnvironment(SegmentPool pool, Counters counters, LongSupplier nanoTime, int loops, int chunkSize) {}
