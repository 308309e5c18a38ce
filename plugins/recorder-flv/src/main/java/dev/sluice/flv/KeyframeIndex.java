package dev.sluice.flv;

import java.util.Arrays;

/** Where keyframes are, for players that seek. When it is full, every second one goes, so that it spans any file. */
final class KeyframeIndex {
    static final int MAX_ENTRIES = 3_100;

    private final int[] times = new int[MAX_ENTRIES];
    private final long[] positions = new long[MAX_ENTRIES];
    private int size;
    private int skip;
    private int every = 1;

    /**
     * @param timeMillis in the file
     * @param position of the tag, in bytes from the start of the file
     */
    void add(int timeMillis, long position) {
        if (skip > 0) {
            skip--;
            return;
        }
        if (size == MAX_ENTRIES) {
            thin();
        }
        times[size] = timeMillis;
        positions[size] = position;
        size++;
        skip = every - 1;
    }

    private void thin() {
        for (int i = 0; i < size / 2; i++) {
            times[i] = times[2 * i];
            positions[i] = positions[2 * i];
        }
        size /= 2;
        every *= 2;
    }

    /** Forgets what lies at or behind {@code end}. */
    void cut(long end) {
        while (size > 0 && positions[size - 1] >= end) {
            size--;
        }
    }

    int size() {
        return size;
    }

    double[] seconds() {
        return Arrays.stream(times, 0, size).mapToDouble(time -> time / 1_000.0).toArray();
    }

    double[] positions() {
        return Arrays.stream(positions, 0, size).asDoubleStream().toArray();
    }
}
