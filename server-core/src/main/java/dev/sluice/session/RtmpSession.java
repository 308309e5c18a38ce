package dev.sluice.session;

import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.Decision;
import dev.sluice.chunk.ChunkReader;
import dev.sluice.chunk.MessageSink;
import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.handshake.Handshake;
import dev.sluice.message.Abort;
import dev.sluice.message.AggregateReader;
import dev.sluice.message.Command;
import dev.sluice.message.MessageType;
import dev.sluice.message.RtmpMessage;
import dev.sluice.message.RtmpMessageReader;
import dev.sluice.message.SetChunkSize;
import dev.sluice.message.UserControl;
import dev.sluice.message.WindowAckSize;
import dev.sluice.net.Connection;
import dev.sluice.net.ConnectionHandler;
import dev.sluice.net.Signal;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.session.Applications.Located;
import dev.sluice.stream.Lease;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.StreamLoop;
import dev.sluice.stream.StreamPath;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** One connection's conversation. */
public final class RtmpSession implements ConnectionHandler {
    /** A read may hold a hundred thousand of the smallest messages. */
    private static final int MAX_MESSAGES_IN_PIECE = 2_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Connection connection;
    private final SessionServices services;
    private final Replies replies;
    private final Acknowledger acknowledger;
    private final Commands commands;
    private final PublishStarter publishing = new PublishStarter(this);
    private final PlayStarter playing = new PlayStarter(this);
    private final Authorization authorization = new Authorization(this);
    private final MessageStreams streams = new MessageStreams();
    private final ChunkReader reader;
    private final SessionLog log;
    private final SessionClock clock;
    private final Signal readOn = new Signal(this::onReadOn);
    private final Signal shutdown = new Signal(this::onShutdown);
    private final MessageSink sink = this::onMessage;
    private Handshake handshake;
    private SessionState state = SessionState.HANDSHAKE;
    private ClientIdentity identity;
    private Runnable onArrival;
    private boolean hasPublished;
    private long stallNanos;
    private int messagesInPiece;

    public RtmpSession(Connection connection, SessionServices services) {
        this.connection = connection;
        this.services = services;
        this.replies = new Replies(connection);
        this.acknowledger = new Acknowledger(replies::acknowledge);
        this.commands = new Commands(this, replies);
        this.reader = new ChunkReader(limits(), services.reassembly());
        this.log = new SessionLog(connection, services);
        this.clock = new SessionClock(this);
        this.handshake = new Handshake((int) (System.nanoTime() / 1_000_000), RandomGenerator.getDefault());
        this.identity = ClientIdentity.unknown(connection.id(), connection.remote());
        services.sessions().add(this);
    }

    /** Ends the session with the statuses its client understands. Any thread. */
    public void requestShutdown() {
        connection.loop().raise(shutdown);
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
        if (state == SessionState.HANDSHAKE) {
            if (!handshake.read(in, connection::send)) {
                return true;
            }
            handshake = null;
            state = state.to(SessionState.UNCONNECTED);
            clock.onHandshake();
        }
        messagesInPiece = 0;
        boolean all = reader.read(in, sink);
        if (!all && !isSuspended()) {
            // others have a turn before the rest of so many
            connection.loop().raise(readOn);
        }
        acknowledger.onBytes(connection.bytesIn());
        streams.endBatch();
        return all;
    }

    @Override
    public void onFailure(Throwable failure) {
        String reason = log.failed(failure);
        if (failure instanceof ProtocolException && !streams.areIdle()) {
            refuseAll(reason);
        } else {
            connection.close(reason);
        }
    }

    @Override
    public void onClosed(String reason) {
        state = SessionState.CLOSED;
        clock.stop();
        authorization.forget();
        try {
            streams.endAll(false);
        } finally {
            reader.close();
            services.sessions().remove(this);
            log.closed(reason);
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
        return state;
    }

    ClientIdentity identity() {
        return identity;
    }

    MessageStreams streams() {
        return streams;
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

    void onPublishing(StreamPath path) {
        hasPublished = true;
        reader.limits(limits());
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

    ClientRequest request(Action action, StreamPath path, ClientUrl url, String publishType) {
        return new ClientRequest(
                action, path.application(), path.name(), url.query(), url.parameters(), publishType, identity);
    }

    /** The stream that a publish, play or FCUnpublish names, if it is a valid name. */
    Optional<StreamPath> pathOf(Command command) {
        return ClientUrl.of(identity.app(), command.argument(0).asString().orElse(""))
                .path()
                .flatMap(applications()::locate)
                .map(Located::path);
    }

    /** The stream that the decision says; empty when the name it gives is none. */
    Optional<Located> renamed(Located located, Decision decision) {
        return decision.streamName().isEmpty()
                ? Optional.of(located)
                : decision.streamName()
                        .filter(ClientUrl::isValid)
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
        // the chunk reader may hold the first bytes of the next message, which come before those that the connection
        // keeps
        messagesInPiece = 0;
        if (!isSuspended() && reader.read(NOTHING, sink)) {
            streams.endBatch();
            connection.resume();
        }
    }

    void connect(Command command) {
        if (state != SessionState.UNCONNECTED) {
            fail(command.transactionId(), StatusCode.CONNECT_REJECTED, "Connected already.");
            return;
        }
        state = state.to(SessionState.CONNECTING);
        identity = identity.connected(command.commandObject());
        log.identity(identity);
        ClientUrl url = ClientUrl.of(identity.app(), "");
        String path = url.path().orElse("");
        if (!applications().leadsSomewhere(path)) {
            fail(command.transactionId(), StatusCode.CONNECT_INVALID_APP, "No such application.");
            return;
        }
        ClientRequest request = request(Action.CONNECT, new StreamPath(path, ""), url, "");
        authorization.ask(request, decision -> onConnectDecision(decision, command));
    }

    /** Refuses a call and ends the session. */
    void fail(double transactionId, StatusCode code, String description) {
        if (state != SessionState.CONNECTED) {
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
        streams.cutPublishing();
        connection.closeAfterFlush(reason);
    }

    /** A stream that is played here has ended; all of it was sent. */
    void onStreamEnded(MessageStream stream) {
        replies.status(stream.id(), StatusCode.PLAY_UNPUBLISH_NOTIFY, "The stream has ended.");
        replies.streamEof(stream.id());
        stream.end(true);
        if (streams.isAlone(stream)) {
            connection.closeAfterFlush("stream ended");
        }
        connection.flush();
    }

    void onTick(long now) {
        reader.limits(limits());
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

    /** Tells publisher and player, which else would come back as if the connection had broken. */
    private void refuseAll(String reason) {
        for (MessageStream stream : streams.all()) {
            if (stream.publishing() != null) {
                replies.status(stream.id(), StatusCode.PUBLISH_DENIED, reason);
            } else if (stream.playing() != null) {
                replies.status(stream.id(), StatusCode.PLAY_FAILED, reason);
            }
        }
        streams.endAll(false);
        connection.closeAfterFlush(reason);
    }

    /** Also of a player that has left in the middle of a message and is on no message stream any more. */
    private boolean hasStalled(long now) {
        return connection.hasSources() && connection.isBlocked() && now - connection.lastWriteAtNanos() > stallNanos;
    }

    private Limits limits() {
        Limits limits = settings().limits();
        return hasPublished ? limits : limits.withoutMedia();
    }

    private boolean isSuspended() {
        return authorization.isPending() || onArrival != null;
    }

    private void onConnectDecision(Decision decision, Command command) {
        if (decision.verdict() != Decision.Verdict.ALLOW) {
            fail(command.transactionId(), StatusCode.CONNECT_REJECTED, reasonOf(decision));
            return;
        }
        state = state.to(SessionState.CONNECTED);
        replies.connected(command, settings());
    }

    private boolean onMessage(int type, int messageStreamId, int timestamp, ByteBuffer payload) {
        switch (type) {
            case MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA_AMF0, MessageType.DATA_AMF3 ->
                onMedia(type, messageStreamId, timestamp, payload);
            case MessageType.AGGREGATE -> AggregateReader.split(messageStreamId, timestamp, payload, sink);
            default -> onControl(RtmpMessageReader.decode(type, payload), messageStreamId);
        }
        return connection.isOpen() && !isSuspended() && ++messagesInPiece < MAX_MESSAGES_IN_PIECE;
    }

    private void onMedia(int type, int messageStreamId, int timestamp, ByteBuffer payload) {
        MessageStream stream = streams.find(messageStreamId);
        PublishSide side = stream == null ? null : stream.publishing();
        if (side == null) {
            counters().increment(Counter.MEDIA_UNEXPECTED);
        } else if (type == MessageType.AUDIO || type == MessageType.VIDEO) {
            side.onMedia(type, timestamp, payload);
        } else {
            side.onData(type, timestamp, payload);
        }
    }

    private void onControl(RtmpMessage message, int messageStreamId) {
        if (message instanceof Command command) {
            commands.on(command, messageStreamId);
        } else if (message instanceof SetChunkSize size) {
            reader.chunkSize(size.chunkSize());
        } else if (message instanceof Abort abort) {
            reader.abort(abort.chunkStreamId());
        } else if (message instanceof WindowAckSize window) {
            acknowledger.window(window.windowBytes());
        } else if (message instanceof UserControl control && control.event() == UserControl.PING_REQUEST) {
            replies.pong(control.value());
        } else if (message instanceof RtmpMessage.Unknown) {
            counters().increment(Counter.MESSAGES_IGNORED);
        }
    }

    private void onReadOn() {
        if (connection.loop().isCurrent()) {
            connection.guard(this::resumeIfFree);
        } else {
            connection.loop().raise(readOn);
        }
    }

    private void onShutdown() {
        if (!connection.loop().isCurrent()) {
            // it has moved since
            requestShutdown();
            return;
        }
        connection.guard(() -> {
            for (MessageStream stream : streams.all()) {
                if (stream.publishing() != null) {
                    replies.status(stream.id(), StatusCode.UNPUBLISH_SUCCESS, "The server is shutting down.");
                    stream.end(true);
                } else if (stream.playing() != null) {
                    replies.status(stream.id(), StatusCode.PLAY_UNPUBLISH_NOTIFY, "The server is shutting down.");
                    replies.streamEof(stream.id());
                }
            }
            connection.closeAfterFlush("server shutdown");
        });
    }
}
