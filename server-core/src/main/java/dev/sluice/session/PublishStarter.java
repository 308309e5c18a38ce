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

/** From a publish command to a publisher: name, authorization, home loop, claim (RTMP 1.0, 7.2.2.6). */
final class PublishStarter {
    private final RtmpSession session;

    PublishStarter(RtmpSession session) {
        this.session = session;
    }

    void begin(Command command, int messageStreamId) {
        ClientUrl url = ClientUrl.of(
                session.identity().app(), command.argument(0).asString().orElse(""));
        Optional<Located> located = url.path().flatMap(session.applications()::locate);
        StreamPath path = located.map(Located::path).orElse(null);
        MessageStream messageStream = session.streams().find(messageStreamId);
        if (messageStream == null) {
            refuse(messageStreamId, StatusCode.PUBLISH_BAD_NAME, path, url.query(), "There is no such message stream.");
            return;
        }
        if (!messageStream.isIdle()) {
            String reason = "This message stream is in use.";
            onRefused(path, url.query(), reason);
            session.replies().status(messageStream.id(), StatusCode.PUBLISH_BAD_NAME, reason);
            return;
        }
        if (located.isEmpty()) {
            refuse(messageStream.id(), StatusCode.PUBLISH_BAD_NAME, path, url.query(), "No valid stream name.");
            return;
        }
        if (isBanned(messageStream, path, url.query())) {
            return;
        }
        ClientRequest request =
                session.request(Action.PUBLISH, path, url, Commands.publishType(command), PlayRange.EVERYTHING);
        session.authorization().ask(request, decision -> onDecision(decision, messageStream, located.get(), request));
    }

    private void onDecision(Decision decision, MessageStream messageStream, Located located, ClientRequest request) {
        Optional<Located> target = session.renamed(located, decision);
        if (decision.verdict() != Decision.Verdict.ALLOW || target.isEmpty()) {
            String reason = RtmpSession.reasonOf(decision);
            refuse(messageStream.id(), StatusCode.PUBLISH_DENIED, located.path(), request.query(), reason);
            return;
        }
        ApplicationSettings settings = target.get().settings();
        Lease lease = session.lease(target.get());
        LiveStream stream = lease.stream();
        messageStream.hold(lease);
        boolean movable = session.isMovable(messageStream);
        if (session.isAtHomeOf(stream)) {
            claim(messageStream, stream, settings, request);
        } else if (movable) {
            session.moveTo(stream.home(), () -> claim(messageStream, stream, settings, request));
        } else {
            // a connection lives on one loop, and its other streams hold it where it is
            refuse(messageStream, stream, request, "Use another connection for this stream.");
        }
    }

    private void claim(
            MessageStream messageStream, LiveStream stream, ApplicationSettings settings, ClientRequest request) {
        // since it was asked for, or under the name that it was given
        if (isBanned(messageStream, stream.path(), request.query())) {
            return;
        }
        PublishSide side = new PublishSide(session, messageStream, stream, settings, request);
        switch (side.claim()) {
            case GRANTED -> {
                stream.settings(settings.stream());
                if (isBanned(messageStream, stream.path(), request.query())) {
                    // just now, by somebody who may not have seen the claim
                    side.withdraw();
                } else {
                    start(messageStream, side);
                }
            }
            case BUSY -> refuse(messageStream, stream, request, "The stream is being published.");
            case NO_MEMORY -> {
                session.warn(Counter.POOL_SPENT, "limits.directMemory is spent, publish refused");
                String reason = "The server is out of memory.";
                refuse(messageStream.id(), StatusCode.PUBLISH_DENIED, stream.path(), request.query(), reason);
            }
        }
    }

    private boolean isBanned(MessageStream messageStream, StreamPath path, String query) {
        Optional<String> refusal = session.services().bans().refusal(path);
        refusal.ifPresent(reason -> refuse(messageStream.id(), StatusCode.PUBLISH_DENIED, path, query, reason));
        return refusal.isPresent();
    }

    private void start(MessageStream messageStream, PublishSide side) {
        messageStream.publish(side);
        side.start();
        session.onPublishing(side.stream().path());
        session.counters().increment(Counter.PUBLISHES_STARTED);
        session.log("publish started");
        session.replies().streamBegin(messageStream.id());
        session.replies().status(messageStream.id(), StatusCode.PUBLISH_START, "Publishing has started.");
    }

    private void refuse(MessageStream messageStream, LiveStream stream, ClientRequest request, String description) {
        refuse(messageStream.id(), StatusCode.PUBLISH_BAD_NAME, stream.path(), request.query(), description);
    }

    private void onRefused(StreamPath path, String query, String reason) {
        session.counters().increment(Counter.PUBLISHES_REFUSED);
        session.events().refused(Type.PUBLISH_REJECTED, path, query, reason);
    }

    private void refuse(int messageStreamId, StatusCode code, StreamPath path, String query, String description) {
        onRefused(path, query, description);
        session.refuse(messageStreamId, code, description, "publish refused: " + description);
    }
}
