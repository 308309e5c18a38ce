package dev.sluice.session;

import dev.sluice.net.Connection;
import dev.sluice.net.Signal;
import dev.sluice.stream.StreamPath;

/**
 * Ends a session, or something in it, from the server's side, with the statuses that its client understands. What is
 * requested may be so by any thread; it is done soon, on the connection's loop.
 */
final class SessionEnd {
    private final RtmpSession session;
    private final Connection connection;
    private final Request shutdown = new Request(this::sayGoodbye);
    private final Request drop = new Request(() -> refuseAll(dropReason()));
    private volatile String dropReason;

    SessionEnd(RtmpSession session) {
        this.session = session;
        this.connection = session.connection();
    }

    /** Something to be done on whichever loop the connection lives on by then. */
    private final class Request {
        private final Runnable work;
        private final Signal signal = new Signal(this::run);

        Request(Runnable work) {
            this.work = work;
        }

        void raise() {
            connection.loop().raise(signal);
        }

        private void run() {
            if (connection.loop().isCurrent()) {
                connection.guard(work);
            } else {
                // it has moved since
                raise();
            }
        }
    }

    /** The server stops. */
    void requestShutdown() {
        shutdown.raise();
    }

    /** Everything ends, for that reason. */
    void requestDrop(String reason) {
        dropReason = reason;
        drop.raise();
    }

    /**
     * Everything ends, if the session still publishes that stream by then.
     *
     * @param graceful whether the stream's players are let go at once, instead of being kept for another publisher
     */
    void requestPublisherDrop(StreamPath path, String reason, boolean graceful) {
        new Request(() -> dropPublisher(path, reason, graceful)).raise();
    }

    /** What plays that stream ends, and the session with it if nothing else goes on there. */
    void requestPlayersDrop(StreamPath path, String reason) {
        new Request(() -> dropPlayers(path, reason)).raise();
    }

    /** As {@link #requestPlayersDrop}; at once, if called on the connection's loop. */
    void dropPlayersHere(StreamPath path, String reason) {
        new Request(() -> dropPlayers(path, reason)).run();
    }

    /** Tells publisher and player, which else would come back as if the connection had broken. */
    void refuseAll(String reason) {
        for (MessageStream stream : session.streams().all()) {
            if (stream.publishing() != null) {
                session.replies().status(stream.id(), StatusCode.PUBLISH_DENIED, reason);
            } else if (stream.playing() != null) {
                session.replies().status(stream.id(), StatusCode.PLAY_FAILED, reason);
            }
        }
        session.streams().endAll(false, reason);
        session.finish(reason);
    }

    private String dropReason() {
        return dropReason;
    }

    private void dropPublisher(StreamPath path, String reason, boolean graceful) {
        boolean found = false;
        for (MessageStream stream : session.streams().all()) {
            if (stream.publishing() != null && stream.publishing().activity().publishes(path)) {
                session.replies().status(stream.id(), StatusCode.PUBLISH_DENIED, reason);
                stream.end(graceful, reason);
                found = true;
            }
        }
        if (found) {
            refuseAll(reason);
        }
    }

    private void dropPlayers(StreamPath path, String reason) {
        boolean found = false;
        for (MessageStream stream : session.streams().all()) {
            if (stream.playing() != null && stream.playing().activity().plays(path)) {
                session.replies().status(stream.id(), StatusCode.PLAY_FAILED, reason);
                stream.end(true, reason);
                found = true;
            }
        }
        if (found && session.streams().areIdle() && !session.authorization().isPending()) {
            session.finish(reason);
        }
    }

    private void sayGoodbye() {
        for (MessageStream stream : session.streams().all()) {
            if (stream.publishing() != null) {
                session.replies().status(stream.id(), StatusCode.UNPUBLISH_SUCCESS, "The server is shutting down.");
                stream.end(true, "server shutdown");
            } else if (stream.playing() != null) {
                session.replies().status(stream.id(), StatusCode.PLAY_UNPUBLISH_NOTIFY, "The server is shutting down.");
                session.replies().streamEof(stream.id());
            }
        }
        session.finish("server shutdown");
    }
}
