package dev.sluice.session;

import java.util.function.IntConsumer;

/** Acknowledges what a peer sends, if it asked for that by announcing a window (RTMP 1.0, 5.4.3). */
final class Acknowledger {
    private final IntConsumer sender;
    private long windowBytes;
    private long acknowledged;

    /** @param sender is given the sequence number, which wraps at 2^32 */
    Acknowledger(IntConsumer sender) {
        this.sender = sender;
    }

    /** 0 is no window. */
    void window(int bytes) {
        windowBytes = bytes;
    }

    /**
     * Twice per window, so that a peer which waits for it never has to.
     *
     * @param received all bytes of the connection so far
     */
    void onBytes(long received) {
        if (windowBytes > 0 && received - acknowledged >= Math.max(1, windowBytes / 2)) {
            acknowledged = received;
            sender.accept((int) received);
        }
    }
}
