package dev.sluice.session;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.message.Command;
import dev.sluice.net.Connection;
import dev.sluice.net.ConnectionHandler;
import dev.sluice.net.Signal;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.session.Applications.Located;
import dev.sluice.session.ClientRequest.PlayRange;
import dev.sluice.stream.Lease;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamLoop;
import dev.sluice.stream.StreamPath;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One connection's conversation. */
public final class RtmpSession implements ConnectionHandler {
    private final Connection connection;
    private final SessionServices services;
    private final Replies replies;
    private final SessionView view;
    private final PublishStarter publishing = new PublishStarter(this);
    private final PlayStarter playing = new PlayStarter(this);
    private final Authorization authorization = new Authorization(this);
    private final MessageStreams streams = new MessageStreams();
    private final SessionInput input;
    private final SessionLog log;
    private final SessionClock clock;
    private final Signal readOn = new Signal(this::onReadOn);
    private final SessionEvents events = new SessionEvents(this);
    private final SessionEnd end;
    private Runnable onArrival;
    private long stallNanos;

    public RtmpSession(Connection connection, SessionServices services) {
        this.connection = connection;
        this.services = services;
        this.replies = new Replies(connection);
        this.view = new SessionView(connection);
        this.input = new SessionInput(this);
        this.log = new SessionLog(connection, services);
        this.clock = new SessionClock(this);
        this.end = new SessionEnd(this);
        services.sessions().add(this);
    }

    /** Any thread. */
    public SessionFigures figures() {
        return view.figures();
    }

    SessionView view() {
        return view;
    }

    /** What ends this session from outside. */
    SessionEnd end() {
        return end;
    }

    @Override
    public void onAttached() {
        clock.start();
        if (onArrival != null) {
            Runnable arrived = onArrival;
            onArrival = null;
            arrived.run();
            resumeIfFree();
        }
    }

    @Override
    public void onDetached() {
        clock.stop();
    }

    @Override
    public boolean onBytes(ByteBuffer in) {
        log.opened();
        boolean all = input.read(in);
        if (!all && !isSuspended()) {
            // others have a turn before the rest of so many
            connection.loop().raise(readOn);
        }
        return all;
    }

    @Override
    public void onFailure(Throwable failure) {
        String reason = log.failed(failure);
        boolean broken = failure instanceof ProtocolException;
        if (broken) {
            events.broken(reason);
        }
        if (broken && !streams.areIdle()) {
            end.refuseAll(reason);
        } else {
            connection.close(reason);
        }
    }

    @Override
    public void onClosed(String reason) {
        view.closed();
        clock.stop();
        authorization.forget();
        try {
            streams.endAll(false, reason);
        } finally {
            input.close();
            log.closed(reason);
            events.closed(reason);
            services.sessions().remove(this);
        }
    }

    Connection connection() {
        return connection;
    }

    SessionServices services() {
        return services;
    }

    /** What holds now; a reload may change it at any time. */
    SessionSettings settings() {
        return services.settings().get();
    }

    Counters counters() {
        return services.counters();
    }

    Applications applications() {
        return services.applications().get();
    }

    Replies replies() {
        return replies;
    }

    SessionState state() {
        return view.state();
    }

    ClientIdentity identity() {
        return view.identity();
    }

    MessageStreams streams() {
        return streams;
    }

    SessionEvents events() {
        return events;
    }

    Authorization authorization() {
        return authorization;
    }

    PublishStarter publishing() {
        return publishing;
    }

    PlayStarter playing() {
        return playing;
    }

    StreamLoop streamLoop() {
        return services.streamLoop(connection.loop());
    }

    void log(String event) {
        log.event(event);
    }

    void warn(Counter kind, String text) {
        log.warn(kind, text);
    }

    void onHandshake() {
        view.to(SessionState.UNCONNECTED);
        clock.onHandshake();
    }

    /** Whether a further message may be handed to this session now. */
    boolean isListening() {
        return connection.isOpen() && !isSuspended();
    }

    void onPublishing(StreamPath path) {
        input.onPublishing();
        onActive(path);
    }

    void onPlaying(StreamPath path, long newStallNanos) {
        stallNanos = newStallNanos;
        onActive(path);
    }

    private void onActive(StreamPath path) {
        log.stream(path);
        clock.onActive();
    }

    ClientRequest request(Action action, StreamPath path, ClientUrl url, String publishType, PlayRange range) {
        return new ClientRequest(
                action, path.application(), path.name(), url.query(), url.parameters(), publishType, range, identity());
    }

    /** The stream that a publish, play or FCUnpublish names, if it is a valid name. */
    Optional<StreamPath> pathOf(Command command) {
        return ClientUrl.of(identity().app(), command.argument(0).asString().orElse(""))
                .path()
                .flatMap(applications()::locate)
                .map(Located::path);
    }

    /** The stream that the decision says; empty when the name it gives is none. */
    Optional<Located> renamed(Located located, Decision decision) {
        return decision.streamName().isEmpty()
                ? Optional.of(located)
                : decision.streamName()
                        .filter(StreamPath::isValid)
                        .map(name ->
                                new Located(new StreamPath(located.path().application(), name), located.settings()));
    }

    static String reasonOf(Decision decision) {
        return decision.reason().isEmpty() ? "Not allowed." : decision.reason();
    }

    Lease lease(Located located) {
        return services.registry().acquire(located.path(), located.settings().stream(), streamLoop());
    }

    boolean isAtHomeOf(LiveStream stream) {
        return stream.home().index() == connection.loop().index();
    }

    /** Whether nothing but {@code stream} holds this connection on its loop: what was played before may not be all out. */
    boolean isMovable(MessageStream stream) {
        return streams.isAlone(stream) && !connection.hasSources();
    }

    /** Goes on with {@code then} on another loop; nothing is read before that. */
    void moveTo(StreamLoop loop, Runnable then) {
        onArrival = then;
        connection.moveTo(services.eventLoop(loop));
    }

    void resumeIfFree() {
        // what the input holds comes before what the connection keeps
        if (isListening() && input.readHeld()) {
            connection.resume();
        }
    }

    void connect(Command command) {
        if (state() != SessionState.UNCONNECTED) {
            fail(command.transactionId(), StatusCode.CONNECT_REJECTED, "Connected already.");
            return;
        }
        view.to(SessionState.CONNECTING);
        ClientIdentity identity = identity().connected(command.commandObject());
        view.identity(identity);
        log.identity(identity);
        ClientUrl url = ClientUrl.of(identity.app(), "");
        String path = url.path().orElse("");
        view.application(path);
        ClientRequest request = request(Action.CONNECT, new StreamPath(path, ""), url, "", PlayRange.EVERYTHING);
        if (applications().leadsSomewhere(path)) {
            authorization.ask(request, decision -> onConnectDecision(decision, command, request));
        } else {
            refuseConnect(command, StatusCode.CONNECT_INVALID_APP, request, "No such application.");
        }
    }

    private void refuseConnect(Command command, StatusCode code, ClientRequest request, String reason) {
        events.connectRefused(request.application(), request.query(), reason);
        fail(command.transactionId(), code, reason);
    }

    /** Refuses a call and ends the session. */
    void fail(double transactionId, StatusCode code, String description) {
        if (state() != SessionState.CONNECTED) {
            counters().increment(Counter.CONNECTS_REFUSED);
        }
        replies.error(transactionId, code, description);
        leave(description);
    }

    /** Refuses or ends what goes on on a message stream, and the session with it. */
    void refuse(int messageStreamId, StatusCode code, String description, String reason) {
        replies.status(messageStreamId, code, description);
        leave(reason);
    }

    /** Nothing is published any more while the peer reads the last words: the names are free at once. */
    private void leave(String reason) {
        streams.cutPublishing(reason);
        finish(reason);
    }

    /** Closes when what was said is sent; until then nothing begins here any more. */
    void finish(String reason) {
        authorization.forget();
        onArrival = null;
        connection.closeAfterFlush(reason);
    }

    /** A stream that is played here has ended; all of it was sent. */
    void onStreamEnded(MessageStream stream) {
        replies.status(stream.id(), StatusCode.PLAY_UNPUBLISH_NOTIFY, "The stream has ended.");
        replies.streamEof(stream.id());
        stream.end(true, "stream ended");
        if (streams.isAlone(stream)) {
            finish("stream ended");
        }
        connection.flush();
    }

    void onTick(long now) {
        input.applyLimits();
        if (hasStalled(now)) {
            counters().increment(Counter.PLAYERS_STALLED);
            connection.reset("player stalled");
            return;
        }
        authorization.onTick(now);
        for (MessageStream stream : streams.all()) {
            if (stream.publishing() != null) {
                stream.publishing().onTick(now);
            } else if (stream.playing() != null) {
                stream.playing().onTick(now);
            }
        }
    }

    /** Also of a player that has left in the middle of a message and is on no message stream any more. */
    private boolean hasStalled(long now) {
        return connection.hasSources()
                && connection.isBlocked()
                && now - connection.traffic().lastWriteAtNanos() > stallNanos;
    }

    private boolean isSuspended() {
        return authorization.isPending() || onArrival != null;
    }

    private void onConnectDecision(Decision decision, Command command, ClientRequest request) {
        if (decision.verdict() != Decision.Verdict.ALLOW) {
            refuseConnect(command, StatusCode.CONNECT_REJECTED, request, reasonOf(decision));
            return;
        }
        view.to(SessionState.CONNECTED);
        events.connected(request);
        replies.connected(command, settings());
    }

    private void onReadOn() {
        if (connection.loop().isCurrent()) {
            connection.guard(this::resumeIfFree);
        } else {
            connection.loop().raise(readOn);
        }
    }
}
