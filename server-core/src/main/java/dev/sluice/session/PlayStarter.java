package dev.sluice.session;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.counter.Counter;
import dev.sluice.message.Command;
import dev.sluice.session.Applications.Located;
import dev.sluice.session.ClientRequest.PlayRange;
import dev.sluice.stream.Lease;
import dev.sluice.stream.LiveStream;
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
        MessageStream messageStream = session.streams().find(messageStreamId);
        if (messageStream == null) {
            refuse(messageStreamId, StatusCode.PLAY_FAILED, "There is no such message stream.");
            return;
        }
        if (!messageStream.isIdle()) {
            session.counters().increment(Counter.PLAYS_REFUSED);
            session.replies().status(messageStream.id(), StatusCode.PLAY_FAILED, "This message stream is in use.");
            return;
        }
        ClientUrl url = ClientUrl.of(
                session.identity().app(), command.argument(0).asString().orElse(""));
        Optional<Located> located = url.path().flatMap(session.applications()::locate);
        if (located.isEmpty()) {
            refuse(messageStream.id(), StatusCode.PLAY_STREAM_NOT_FOUND, "No valid stream name.");
            return;
        }
        ClientRequest request = session.request(Action.PLAY, located.get().path(), url, "", PlayRange.of(command));
        session.authorization().ask(request, decision -> onDecision(decision, messageStream, located.get()));
    }

    private void onDecision(Decision decision, MessageStream messageStream, Located located) {
        Optional<Located> target = session.renamed(located, decision);
        if (decision.verdict() != Decision.Verdict.ALLOW || target.isEmpty()) {
            refuse(messageStream.id(), StatusCode.PLAY_FAILED, RtmpSession.reasonOf(decision));
            return;
        }
        ApplicationSettings settings = target.get().settings();
        boolean movable = session.isMovable(messageStream);
        Lease lease = session.lease(target.get());
        LiveStream stream = lease.stream();
        messageStream.hold(lease);
        if (settings.rejectMissing() && !stream.isOnAir()) {
            refuse(messageStream.id(), StatusCode.PLAY_STREAM_NOT_FOUND, "No such stream.");
        } else if (!session.isAtHomeOf(stream) && movable && stream.playersAtHome() < SMALL_STREAM_PLAYERS) {
            session.moveTo(stream.home(), () -> start(messageStream, lease, settings));
        } else {
            start(messageStream, lease, settings);
        }
    }

    private void start(MessageStream messageStream, Lease lease, ApplicationSettings settings) {
        int id = messageStream.id();
        session.replies().streamBegin(id);
        session.replies().status(id, StatusCode.PLAY_RESET, "Playing and resetting.");
        session.replies().status(id, StatusCode.PLAY_START, "Playing has started.");
        messageStream.play(new PlaySide(session, messageStream, lease, settings, session.streamLoop()));
        session.onPlaying(lease.stream().path(), settings.stallNanos());
        session.counters().increment(Counter.PLAYS_STARTED);
        session.log("play started");
    }

    private void refuse(int messageStreamId, StatusCode code, String description) {
        session.counters().increment(Counter.PLAYS_REFUSED);
        session.refuse(messageStreamId, code, description, "play refused: " + description);
    }
}
