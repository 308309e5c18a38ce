package dev.sluice.session;

import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/** Acknowledges what a peer sends, if it asked for that by announcing a window (RTMP 1.0, 5.4.3). */
final class Acknowledger {
    private final LongSupplier bytesReceived;
    private final IntConsumer acknowledge;
    private long windowBytes;
    private long acknowledged;

    /** @param acknowledge takes the sequence number, which is the low 32 bits of the bytes received */
    Acknowledger(LongSupplier bytesReceived, IntConsumer acknowledge) {
        this.bytesReceived = bytesReceived;
        this.acknowledge = acknowledge;
    }

    /** 0 is no window. */
    void window(int bytes) {
        windowBytes = bytes;
    }

    /** Twice per window, so that a peer which waits for it never has to. */
    void onBytes() {
        long received = bytesReceived.getAsLong();
        if (windowBytes > 0 && received - acknowledged >= Math.max(1, windowBytes / 2)) {
            acknowledged = received;
            acknowledge.accept((int) received);
        }
    }
}
