package dev.sluice.session;

import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.net.Connection;
import dev.sluice.stream.StreamPath;

/** What listeners are told of one session, in order; of each start once, and of its stop once. */
final class SessionEvents {
    private static final StreamPath UNKNOWN = new StreamPath("", "");

    private final RtmpSession session;
    private Ongoing connection;

    SessionEvents(RtmpSession session) {
        this.session = session;
    }

    /**
     * Something that listeners know to have started.
     *
     * @param publishType empty unless it is a publication
     */
    record Ongoing(long subject, StreamPath path, String query, String publishType, long startedAtNanos) {}

    void connected(ClientRequest connect) {
        Connection socket = session.connection();
        StreamPath path = new StreamPath(connect.application(), "");
        connection = new Ongoing(
                socket.id(), path, connect.query(), "", socket.traffic().openedAtNanos());
        send(about(Type.CONNECTION_OPENED, connection));
    }

    void connectRefused(String application, String query, String reason) {
        send(event(Type.CONNECTION_REJECTED).stream(application, "")
                .query(query)
                .reason(reason));
    }

    /** The last event of the session. */
    void closed(String reason) {
        if (connection != null) {
            Ongoing ended = connection;
            connection = null;
            send(about(Type.CONNECTION_CLOSED, ended)
                    .reason(reason)
                    .detail("bytesIn", session.connection().traffic().bytesIn())
                    .detail("bytesOut", session.connection().traffic().bytesOut())
                    .detail("millis", millisSince(ended)));
        }
    }

    /** @param path where it is published, which need not be what was asked for */
    Ongoing publishStarted(StreamPath path, ClientRequest publish) {
        Ongoing publication = started(path, publish);
        send(about(Type.PUBLISH_STARTED, publication).detail("publishType", publication.publishType));
        return publication;
    }

    void publishStopped(Ongoing publication, String reason, long payloadBytes, long messages) {
        send(about(Type.PUBLISH_STOPPED, publication)
                .reason(reason)
                .detail("publishType", publication.publishType)
                .detail("bytesIn", payloadBytes)
                .detail("messagesIn", messages)
                .detail("millis", millisSince(publication)));
    }

    Ongoing playStarted(StreamPath path, ClientRequest play) {
        Ongoing playing = started(path, play);
        send(about(Type.PLAY_STARTED, playing));
        return playing;
    }

    void playStopped(Ongoing playing, String reason, long bytes) {
        send(about(Type.PLAY_STOPPED, playing)
                .reason(reason)
                .detail("bytesOut", bytes)
                .detail("millis", millisSince(playing)));
    }

    /**
     * A publish or play was refused.
     *
     * @param path null when what the client named is no stream
     */
    void refused(Type type, StreamPath path, String query, String reason) {
        send(on(event(type), path == null ? UNKNOWN : path).query(query).reason(reason));
    }

    void stalled(StreamPath path, long silentNanos) {
        send(on(event(Type.STREAM_STALLED), path).detail("millis", silentNanos / 1_000_000));
    }

    void slow(StreamPath path) {
        send(on(event(Type.PLAYER_SLOW), path));
    }

    void broken(String reason) {
        send(event(Type.PROTOCOL_ERROR).reason(reason));
    }

    private Ongoing started(StreamPath path, ClientRequest request) {
        long subject = session.services().sessions().nextSubject();
        return new Ongoing(subject, path, request.query(), request.publishType(), System.nanoTime());
    }

    private static long millisSince(Ongoing started) {
        return (System.nanoTime() - started.startedAtNanos) / 1_000_000;
    }

    private ServerEvent.Builder about(Type type, Ongoing subject) {
        return on(event(type), subject.path).subject(subject.subject).query(subject.query);
    }

    private ServerEvent.Builder event(Type type) {
        return ServerEvent.of(type).connection(session.identity());
    }

    private static ServerEvent.Builder on(ServerEvent.Builder event, StreamPath path) {
        return event.stream(path.application(), path.name());
    }

    /** What a listener throws is its own affair. */
    private void send(ServerEvent.Builder event) {
        try {
            session.services().events().accept(event.build());
        } catch (Throwable failure) {
            session.counters().increment(Counter.LOOP_ERRORS);
            session.warn(Counter.LOOP_ERRORS, "an event was not taken: " + failure);
        }
    }
}
