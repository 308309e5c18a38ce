package dev.sluice.session;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.counter.Counter;
import dev.sluice.message.Command;
import dev.sluice.session.Applications.Located;
import dev.sluice.session.ClientRequest.PlayRange;
import dev.sluice.stream.Lease;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamPath;
import java.util.Optional;

/** From a play command to a player: name, authorization, loop, cursor (RTMP 1.0, 7.2.2.1). Start and duration are for
 * recorded streams and mean nothing here. */
final class PlayStarter {
    /** A stream with no more players than this keeps them all on its home loop, and so needs no wake-up of another. */
    private static final int SMALL_STREAM_PLAYERS = 32;

    private final RtmpSession session;

    PlayStarter(RtmpSession session) {
        this.session = session;
    }

    void begin(Command command, int messageStreamId) {
        ClientUrl url = ClientUrl.of(
                session.identity().app(), command.argument(0).asString().orElse(""));
        Optional<Located> located = url.path().flatMap(session.applications()::locate);
        StreamPath path = located.map(Located::path).orElse(null);
        MessageStream messageStream = session.streams().find(messageStreamId);
        if (messageStream == null) {
            refuse(messageStreamId, StatusCode.PLAY_FAILED, path, url.query(), "There is no such message stream.");
            return;
        }
        if (!messageStream.isIdle()) {
            String reason = "This message stream is in use.";
            onRefused(path, url.query(), reason);
            session.replies().status(messageStream.id(), StatusCode.PLAY_FAILED, reason);
            return;
        }
        if (located.isEmpty()) {
            refuse(messageStream.id(), StatusCode.PLAY_STREAM_NOT_FOUND, path, url.query(), "No valid stream name.");
            return;
        }
        ClientRequest request = session.request(Action.PLAY, path, url, "", PlayRange.of(command));
        session.authorization().ask(request, decision -> onDecision(decision, messageStream, located.get(), request));
    }

    private void onDecision(Decision decision, MessageStream messageStream, Located located, ClientRequest request) {
        Optional<Located> target = session.renamed(located, decision);
        if (decision.verdict() != Decision.Verdict.ALLOW || target.isEmpty()) {
            String reason = RtmpSession.reasonOf(decision);
            refuse(messageStream.id(), StatusCode.PLAY_FAILED, located.path(), request.query(), reason);
            return;
        }
        ApplicationSettings settings = target.get().settings();
        boolean movable = session.isMovable(messageStream);
        Lease lease = session.lease(target.get());
        LiveStream stream = lease.stream();
        messageStream.hold(lease);
        if (settings.rejectMissing() && !stream.isOnAir()) {
            StatusCode code = StatusCode.PLAY_STREAM_NOT_FOUND;
            refuse(messageStream.id(), code, stream.path(), request.query(), "No such stream.");
        } else if (!session.isAtHomeOf(stream) && movable && stream.playersAtHome() < SMALL_STREAM_PLAYERS) {
            session.moveTo(stream.home(), () -> start(messageStream, lease, settings, request));
        } else {
            start(messageStream, lease, settings, request);
        }
    }

    private void start(MessageStream messageStream, Lease lease, ApplicationSettings settings, ClientRequest request) {
        int id = messageStream.id();
        session.replies().streamBegin(id);
        session.replies().status(id, StatusCode.PLAY_RESET, "Playing and resetting.");
        session.replies().status(id, StatusCode.PLAY_START, "Playing has started.");
        PlaySide side = new PlaySide(session, messageStream, lease, settings, request, session.streamLoop());
        messageStream.play(side);
        side.start();
        session.onPlaying(lease.stream().path(), settings.stallNanos());
        session.counters().increment(Counter.PLAYS_STARTED);
        session.log("play started");
    }

    private void onRefused(StreamPath path, String query, String reason) {
        session.counters().increment(Counter.PLAYS_REFUSED);
        session.events().refused(Type.PLAY_REJECTED, path, query, reason);
    }

    private void refuse(int messageStreamId, StatusCode code, StreamPath path, String query, String description) {
        onRefused(path, query, description);
        session.refuse(messageStreamId, code, description, "play refused: " + description);
    }
}
