package dev.sluice.net;

/**
 * What can be told of one event loop. Each figure is of its own moment; sums are since the start.
 *
 * @param connections that live on it now
 * @param turns rounds of work, from the first thing there was to do to the next wait
 * @param busyNanos the time that all turns took together
 * @param stalls turns of more than 20 ms
 * @param longestTurnNanos the longest of them all
 * @param backlog connections that wait for a further share of a turn, as the last turn left them
 * @param waitingHeapBytes bytes on the heap that wait to be sent or to be read on
 */
public record LoopFigures(
        int index,
        int connections,
        long turns,
        long busyNanos,
        long stalls,
        long longestTurnNanos,
        int backlog,
        long waitingHeapBytes) {}
