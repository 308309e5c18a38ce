package dev.sluice.net;

import java.nio.ByteBuffer;

/** What a connection's bytes mean. Every method is called on the connection's event loop. */
public interface ConnectionHandler {
    /** The connection has arrived on an event loop: at first, and again after each {@link Connection#moveTo}. */
    void onAttached();

    /** The connection is about to leave its loop for another: timers and signals of the old loop must go. */
    void onDetached();

    /**
     * Bytes came, or the connection was resumed and has kept some.
     *
     * @param in the loop's own buffer, valid during the call only
     * @return false to be called with the rest of {@code in} and anything further only after
     *     {@link Connection#resume}
     */
    boolean onBytes(ByteBuffer in);

    /** Something was thrown while this connection was worked on; it is closed by the handler or else right after. */
    void onFailure(Throwable failure);

    /** The connection is closed; nothing is called after this. */
    void onClosed(String reason);
}
