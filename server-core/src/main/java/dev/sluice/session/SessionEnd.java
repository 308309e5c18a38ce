package dev.sluice.session;

import dev.sluice.net.Connection;
import dev.sluice.net.Signal;

/** Ends a session from the server's side, with the statuses that its client understands. */
final class SessionEnd {
    private final RtmpSession session;
    private final Connection connection;
    private final Signal shutdown = new Signal(this::onShutdown);
    private final Signal drop = new Signal(this::onDrop);
    private volatile String dropReason;

    SessionEnd(RtmpSession session) {
        this.session = session;
        this.connection = session.connection();
    }

    /** The server stops. Any thread. */
    void requestShutdown() {
        connection.loop().raise(shutdown);
    }

    /** Any thread. */
    void requestDrop(String reason) {
        dropReason = reason;
        connection.loop().raise(drop);
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

    private void onDrop() {
        if (connection.loop().isCurrent()) {
            connection.guard(() -> refuseAll(dropReason));
        } else {
            // it has moved since
            connection.loop().raise(drop);
        }
    }

    private void onShutdown() {
        if (connection.loop().isCurrent()) {
            connection.guard(this::sayGoodbye);
        } else {
            connection.loop().raise(shutdown);
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
