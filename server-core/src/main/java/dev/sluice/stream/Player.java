package dev.sluice.stream;

/** Who watches through a {@link Cursor}. Called on the cursor's loop. */
public interface Player {
    /** The cursor has a place in the log. */
    void onStarted();

    /** The log has grown, or the cursor may go on: write what can be written. */
    void onGrowth();

    /** Headers in wire form, to be sent before the cursor's next message; others may be sent the same array. */
    void onHeaders(byte[] encoded);

    /** Whether bytes wait that the peer does not take. */
    boolean isBlocked();

    /** The cursor was moved forward because the player was too far behind. */
    void onSkipped();

    /** The player is too far behind and cannot be moved, or shall not be. The cursor must be closed. */
    void onLaggedOut();

    /** The stream has ended and all of it was written. The cursor must be closed. */
    void onEnded();
}
