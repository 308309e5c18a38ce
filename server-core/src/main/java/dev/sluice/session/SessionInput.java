package dev.sluice.session;

import dev.sluice.chunk.ChunkReader;
import dev.sluice.chunk.MessageSink;
import dev.sluice.counter.Counter;
import dev.sluice.handshake.Handshake;
import dev.sluice.message.Abort;
import dev.sluice.message.Acknowledgement;
import dev.sluice.message.AggregateReader;
import dev.sluice.message.Command;
import dev.sluice.message.MessageType;
import dev.sluice.message.RtmpMessage;
import dev.sluice.message.RtmpMessageReader;
import dev.sluice.message.SetChunkSize;
import dev.sluice.message.UserControl;
import dev.sluice.message.WindowAckSize;
import dev.sluice.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/** A session's bytes on their way in: handshake, then chunks, then messages, each handed to who answers it. */
final class SessionInput {
    /** A read may hold a hundred thousand of the smallest messages. */
    private static final int MAX_MESSAGES_IN_PIECE = 2_000;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final RtmpSession session;
    private final Commands commands;
    private final ChunkReader reader;
    private final Acknowledger acknowledger;
    private final MessageSink sink = this::onMessage;
    private final MessageSink partSink = this::onPart;
    private Handshake handshake = new Handshake((int) (System.nanoTime() / 1_000_000), RandomGenerator.getDefault());
    private boolean publishes;
    private int messagesInPiece;

    SessionInput(RtmpSession session) {
        this.session = session;
        this.commands = new Commands(session, session.replies());
        this.reader = new ChunkReader(limits(), session.services().reassembly());
        this.acknowledger = new Acknowledger(session.replies()::acknowledge);
    }

    /** Takes bytes; returns false when it stopped before the last of them. */
    boolean read(ByteBuffer in) {
        if (handshake != null) {
            if (!handshake.read(in, session.connection()::send)) {
                return true;
            }
            handshake = null;
            session.onHandshake();
        }
        boolean all = readMessages(in);
        acknowledger.onBytes(session.connection().traffic().bytesIn());
        return all;
    }

    /** Takes what the chunk reader may hold of its own: the first bytes of a message after the one it stopped at. */
    boolean readHeld() {
        return readMessages(NOTHING);
    }

    /** From now on media is wanted. */
    void onPublishing() {
        publishes = true;
        applyLimits();
    }

    /** A reload may have changed them. */
    void applyLimits() {
        reader.limits(limits());
    }

    void close() {
        reader.close();
    }

    private Limits limits() {
        Limits limits = session.settings().limits();
        return publishes ? limits : limits.withoutMedia();
    }

    private boolean readMessages(ByteBuffer in) {
        messagesInPiece = 0;
        boolean all = reader.read(in, sink);
        session.streams().endBatch();
        return all;
    }

    private boolean onMessage(int type, int messageStreamId, int timestamp, ByteBuffer payload) {
        if (type == MessageType.AGGREGATE) {
            AggregateReader.split(messageStreamId, timestamp, payload, partSink);
        } else {
            dispatch(type, messageStreamId, timestamp, payload);
        }
        return session.isListening() && ++messagesInPiece < MAX_MESSAGES_IN_PIECE;
    }

    /** What an aggregate is cut short of is lost, so there is no pause within one. */
    private boolean onPart(int type, int messageStreamId, int timestamp, ByteBuffer payload) {
        dispatch(type, messageStreamId, timestamp, payload);
        return session.isListening();
    }

    private void dispatch(int type, int messageStreamId, int timestamp, ByteBuffer payload) {
        switch (type) {
            case MessageType.AUDIO, MessageType.VIDEO, MessageType.DATA_AMF0, MessageType.DATA_AMF3 ->
                onMedia(type, messageStreamId, timestamp, payload);
            default -> onControl(RtmpMessageReader.decode(type, payload), messageStreamId);
        }
    }

    private void onMedia(int type, int messageStreamId, int timestamp, ByteBuffer payload) {
        MessageStream stream = session.streams().find(messageStreamId);
        PublishSide side = stream == null ? null : stream.publishing();
        if (side == null) {
            session.counters().increment(Counter.MEDIA_UNEXPECTED);
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
        } else if (message instanceof Acknowledgement received) {
            session.view().onAcknowledged(received.sequenceNumber());
        } else if (message instanceof UserControl control && control.event() == UserControl.PING_REQUEST) {
            session.replies().pong(control.value());
        } else if (message instanceof RtmpMessage.Unknown) {
            session.counters().increment(Counter.MESSAGES_IGNORED);
        }
    }
}
