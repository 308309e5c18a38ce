package dev.sluice.session;

import dev.sluice.net.Connection;

/** Acknowledges what a peer sends, if it asked for that by announcing a window (RTMP 1.0, 5.4.3). */
final class Acknowledger {
    private final Connection connection;
    private final Replies replies;
    private long windowBytes;
    private long acknowledged;

    Acknowledger(Connection connection, Replies replies) {
        this.connection = connection;
        this.replies = replies;
    }

    /** 0 is no window. */
    void window(int bytes) {
        windowBytes = bytes;
    }

    /** Twice per window, so that a peer which waits for it never has to. */
    void onBytes() {
        long received = connection.bytesIn();
        if (windowBytes > 0 && received - acknowledged >= Math.max(1, windowBytes / 2)) {
            acknowledged = received;
            replies.acknowledge((int) received);
        }
    }
}
