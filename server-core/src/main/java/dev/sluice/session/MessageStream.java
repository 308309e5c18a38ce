package dev.sluice.session;

import dev.sluice.stream.Lease;

/** A message stream of one connection (RTMP 1.0, 7.2.1.3): idle, publishing or playing. */
final class MessageStream {
    private final int id;
    private Lease lease;
    private PublishSide publishing;
    private PlaySide playing;

    MessageStream(int id) {
        this.id = id;
    }

    int id() {
        return id;
    }

    boolean isIdle() {
        return lease == null && playing == null;
    }

    PublishSide publishing() {
        return publishing;
    }

    PlaySide playing() {
        return playing;
    }

    /** Holds the stream from the moment it is decided to publish or play it. */
    void hold(Lease newLease) {
        lease = newLease;
    }

    void publish(PublishSide side) {
        publishing = side;
    }

    /** From now on the side has the lease. */
    void play(PlaySide side) {
        playing = side;
        lease = null;
    }

    /**
     * Ends what goes on here.
     *
     * @param reason for listeners
     */
    void end(boolean graceful, String reason) {
        if (publishing != null) {
            publishing.end(graceful, reason);
            publishing = null;
        }
        if (playing != null) {
            playing.end(reason);
            playing = null;
        }
        if (lease != null) {
            lease.close();
            lease = null;
        }
    }
}
