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

/** From a publish command to a publisher: name, authorization, home loop, claim (RTMP 1.0, 7.2.2.6). */
final class PublishStarter {
    private final RtmpSession session;

    PublishStarter(RtmpSession session) {
        this.session = session;
    }

    void begin(Command command, int messageStreamId) {
        MessageStream messageStream = session.streams().find(messageStreamId);
        if (messageStream == null) {
            refuse(messageStreamId, StatusCode.PUBLISH_BAD_NAME, "There is no such message stream.");
            return;
        }
        if (!messageStream.isIdle()) {
            session.counters().increment(Counter.PUBLISHES_REFUSED);
            session.replies().status(messageStream.id(), StatusCode.PUBLISH_BAD_NAME, "This message stream is in use.");
            return;
        }
        ClientUrl url = ClientUrl.of(
                session.identity().app(), command.argument(0).asString().orElse(""));
        Optional<Located> located = url.path().flatMap(session.applications()::locate);
        if (located.isEmpty()) {
            refuse(messageStream.id(), StatusCode.PUBLISH_BAD_NAME, "No valid stream name.");
            return;
        }
        ClientRequest request = session.request(
                Action.PUBLISH, located.get().path(), url, Commands.publishType(command), PlayRange.EVERYTHING);
        session.authorization().ask(request, decision -> onDecision(decision, messageStream, located.get()));
    }

    private void onDecision(Decision decision, MessageStream messageStream, Located located) {
        Optional<Located> target = session.renamed(located, decision);
        if (decision.verdict() != Decision.Verdict.ALLOW || target.isEmpty()) {
            refuse(messageStream.id(), StatusCode.PUBLISH_DENIED, RtmpSession.reasonOf(decision));
            return;
        }
        Lease lease = session.lease(target.get());
        LiveStream stream = lease.stream();
        messageStream.hold(lease);
        boolean movable = session.isMovable(messageStream);
        if (session.isAtHomeOf(stream)) {
            claim(messageStream, stream, target.get().settings());
        } else if (movable) {
            session.moveTo(
                    stream.home(),
                    () -> claim(messageStream, stream, target.get().settings()));
        } else {
            // a connection lives on one loop, and its other streams hold it where it is
            refuse(messageStream.id(), StatusCode.PUBLISH_BAD_NAME, "Use another connection for this stream.");
        }
    }

    private void claim(MessageStream messageStream, LiveStream stream, ApplicationSettings settings) {
        PublishSide side = new PublishSide(session, messageStream, stream, settings);
        switch (stream.claim(side)) {
            case GRANTED -> {
                stream.settings(settings.stream());
                start(messageStream, side);
            }
            case BUSY -> refuse(messageStream.id(), StatusCode.PUBLISH_BAD_NAME, "The stream is being published.");
            case NO_MEMORY -> {
                session.warn(Counter.POOL_SPENT, "limits.directMemory is spent, publish refused");
                refuse(messageStream.id(), StatusCode.PUBLISH_DENIED, "The server is out of memory.");
            }
        }
    }

    private void start(MessageStream messageStream, PublishSide side) {
        messageStream.publish(side);
        session.onPublishing(side.stream().path());
        session.counters().increment(Counter.PUBLISHES_STARTED);
        session.log("publish started");
        session.replies().streamBegin(messageStream.id());
        session.replies().status(messageStream.id(), StatusCode.PUBLISH_START, "Publishing has started.");
    }

    private void refuse(int messageStreamId, StatusCode code, String description) {
        session.counters().increment(Counter.PUBLISHES_REFUSED);
        session.refuse(messageStreamId, code, description, "publish refused: " + description);
    }
}
