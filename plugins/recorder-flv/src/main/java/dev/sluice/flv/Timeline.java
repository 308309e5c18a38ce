package dev.sluice.flv;

import dev.sluice.api.MediaMessage;
import dev.sluice.api.MediaMessage.Kind;
import java.util.List;

/**
 * The time of a file, which begins at 0 and goes on whatever the publisher's timestamps do: they start anywhere, wrap at
 * 2^32, and start anew with the next publisher. Audio and video may be stamped by different clocks. FLV has 31 bits for it.
 */
final class Timeline {
    /** From the last frame before a break to the first one after it. */
    static final int STEP_MILLIS = 20;

    /** How far a frame may be behind another one that was sent before it, such as audio behind video. */
    private static final int MAX_BACK_MILLIS = 10_000;

    private static final int MAX_AHEAD_MILLIS = 3_600_000;

    private final Clock video = new Clock();
    private final Clock audio = new Clock();
    /** Of a stream that has neither of them. */
    private final Clock data = new Clock();

    private long floor;
    private long highest;

    /** What a timestamp means, going by the last frame of that kind. */
    private static final class Clock {
        private boolean set;
        private int timestamp;
        private long position;

        boolean covers(int newTimestamp) {
            int delta = newTimestamp - timestamp;
            return set && delta >= -MAX_BACK_MILLIS && delta <= MAX_AHEAD_MILLIS;
        }

        long at(int newTimestamp) {
            return position + (newTimestamp - timestamp);
        }

        void set(int newTimestamp, long newPosition) {
            set = true;
            timestamp = newTimestamp;
            position = newPosition;
        }
    }

    /** For the next message of the same file, in milliseconds. */
    long timeOf(MediaMessage message) {
        int timestamp = (int) message.timestamp();
        boolean text = message.kind() == Kind.DATA;
        boolean moves = !message.header() && !(text && (video.set || audio.set));
        Clock own = text ? data : message.kind() == Kind.VIDEO ? video : audio;
        long position = position(timestamp, own, moves);
        long time = Math.max(floor, position);
        if (moves) {
            own.set(timestamp, position);
            highest = Math.max(highest, time);
        }
        return time;
    }

    private long position(int timestamp, Clock own, boolean moves) {
        for (Clock clock : List.of(own, video, audio)) {
            if (clock.covers(timestamp)) {
                return clock.at(timestamp);
            }
        }
        // the clock was set anew; but some stamp headers and data with 0 all the time
        boolean begun = video.set || audio.set || data.set;
        return begun && moves ? highest + STEP_MILLIS : Math.max(floor, highest);
    }

    /** Of the frame that is last to be seen. */
    long highest() {
        return highest;
    }

    /** Timestamps start anew while the file goes on. */
    void goOn() {
        if (video.set || audio.set || data.set) {
            floor = highest + STEP_MILLIS;
            unset();
        }
    }

    /** A file begins. */
    void restart() {
        unset();
        floor = 0;
        highest = 0;
    }

    private void unset() {
        video.set = false;
        audio.set = false;
        data.set = false;
    }
}
