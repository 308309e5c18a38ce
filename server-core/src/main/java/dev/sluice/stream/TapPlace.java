package dev.sluice.stream;

/**
 * Where a tap goes on.
 *
 * @param start null when the stream has ended for this tap
 * @param number the number of the next message there, or of the one after the last
 * @param epoch whose message that is
 */
record TapPlace(StartPoint start, long number, int epoch) {
    static TapPlace at(StartPoint start, int epoch) {
        return new TapPlace(start, start.number(), epoch);
    }

    static TapPlace end(long number) {
        return new TapPlace(null, number, 0);
    }

    boolean isEnd() {
        return start == null;
    }

    /** The log position from which on the log must stay. */
    long oldestNeeded() {
        return isEnd() ? Long.MAX_VALUE : start.segment().base;
    }

    long position() {
        return isEnd() ? Long.MAX_VALUE : start.position();
    }
}
