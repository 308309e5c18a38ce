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

    /** How far a frame may be behind one of another kind that was sent before it, such as audio behind video. */
    private static final int MAX_INTERLEAVE_MILLIS = 10_000;

    /** How far a frame may be behind the one before it of its own kind; farther back, the clock was set anew. */
    private static final int MAX_BACK_MILLIS = 1_000;

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
        /** Of the latest frame in the file. */
        private long time;

        boolean covers(int newTimestamp, int maxBackMillis) {
            int delta = newTimestamp - timestamp;
            return set && delta >= -maxBackMillis && delta <= MAX_AHEAD_MILLIS;
        }

        /** Whether it may be there that a frame of this kind goes on when its timestamp says nothing. */
        boolean allows(long newPosition) {
            return !set || newPosition >= position - MAX_BACK_MILLIS;
        }

        long at(int newTimestamp) {
            return position + (newTimestamp - timestamp);
        }

        void set(int newTimestamp, long newPosition, long newTime) {
            set = true;
            timestamp = newTimestamp;
            position = newPosition;
            time = newTime;
        }

        void unset() {
            set = false;
            time = 0;
        }
    }

    /** For the next message of the same file, in milliseconds. Each kind's frames have times that never go back. */
    long timeOf(MediaMessage message) {
        int timestamp = (int) message.timestamp();
        if (message.kind() == Kind.DATA && (video.set || audio.set)) {
            return textTime(timestamp);
        }
        Clock own = message.kind() == Kind.DATA ? data : message.kind() == Kind.VIDEO ? video : audio;
        boolean frame = !message.header();
        long position = position(timestamp, own, frame);
        long time = Math.max(Math.max(floor, own.time), position);
        if (frame) {
            own.set(timestamp, position, time);
            highest = Math.max(highest, time);
        }
        return time;
    }

    /** Text goes by the media, and moves nothing. */
    private long textTime(int timestamp) {
        for (Clock clock : List.of(video, audio)) {
            if (clock.covers(timestamp, MAX_BACK_MILLIS)) {
                return Math.max(floor, clock.at(timestamp));
            }
        }
        return Math.max(floor, highest);
    }

    private long position(int timestamp, Clock own, boolean frame) {
        if (own.covers(timestamp, MAX_BACK_MILLIS)) {
            return own.at(timestamp);
        }
        for (Clock other : List.of(video, audio)) {
            if (other != own && other.covers(timestamp, MAX_INTERLEAVE_MILLIS) && own.allows(other.at(timestamp))) {
                return other.at(timestamp);
            }
        }
        // the clock was set anew; but some stamp headers with 0 all the time
        boolean begun = video.set || audio.set || data.set;
        return begun && frame ? highest + STEP_MILLIS : Math.max(floor, own.set ? own.time : highest);
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
        video.unset();
        audio.unset();
        data.unset();
    }
}
