package dev.sluice.net;

import java.io.IOException;
import java.nio.channels.GatheringByteChannel;

/** Bytes that a connection sends beside its own replies; in messages that must not be torn apart. */
public interface ByteSource {
    /** Whether {@link #writeTo} would write something now. */
    boolean hasBytes();

    /** Whether all that was written are whole messages, so that something else may follow. */
    boolean isBetweenMessages();

    /**
     * Writes once or more until {@code maxBytes} are out, nothing is left, or the channel takes no more.
     *
     * @param oneMessage to stop at the end of a message because others wait for their turn
     * @return the bytes written
     */
    long writeTo(GatheringByteChannel channel, long maxBytes, boolean oneMessage) throws IOException;

    /** The connection is gone, whether or not a message was begun. */
    void onClosed();
}
