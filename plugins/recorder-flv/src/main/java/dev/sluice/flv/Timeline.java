package dev.sluice.flv;

import dev.sluice.api.MediaMessage;

/**
 * The time of a file, which begins at 0 and goes on whatever the publisher's timestamps do: they start anywhere, wrap at
 * 2^32, and start anew with the next publisher. FLV has 31 bits for it.
 */
final class Timeline {
    /** From the last frame before a break to the first one after it. */
    static final int STEP_MILLIS = 20;

    /** How far a frame may be behind another one that was sent before it, such as audio behind video. */
    private static final int MAX_BACK_MILLIS = 10_000;

    private static final int MAX_AHEAD_MILLIS = 3_600_000;

    private boolean anchored;
    private int lastTimestamp;
    private long position;
    private long floor;
    private long highest;

    /** For the next message of the same file, in milliseconds. */
    long timeOf(MediaMessage message) {
        int timestamp = (int) message.timestamp();
        boolean frame = !message.header();
        if (!anchored) {
            if (!frame) {
                return floor;
            }
            anchored = true;
            lastTimestamp = timestamp;
            position = floor;
        }
        int delta = timestamp - lastTimestamp;
        if (isPlausible(delta)) {
            return at(timestamp, position + delta, frame);
        }
        // the clock was set anew; but some stamp headers and data with 0 all the time
        boolean jump = frame && message.kind() != MediaMessage.Kind.DATA;
        return jump ? at(timestamp, highest + STEP_MILLIS, true) : Math.max(floor, position);
    }

    private long at(int timestamp, long newPosition, boolean moves) {
        long time = Math.max(floor, newPosition);
        if (moves) {
            lastTimestamp = timestamp;
            position = newPosition;
            highest = Math.max(highest, time);
        }
        return time;
    }

    private static boolean isPlausible(int delta) {
        return delta >= -MAX_BACK_MILLIS && delta <= MAX_AHEAD_MILLIS;
    }

    /** Timestamps start anew while the file goes on. */
    void goOn() {
        if (anchored) {
            anchored = false;
            floor = highest + STEP_MILLIS;
        }
    }

    /** Of the frame that is last to be seen. */
    long highest() {
        return highest;
    }

    /** A file begins. */
    void restart() {
        anchored = false;
        position = 0;
        floor = 0;
        highest = 0;
    }
}
