package dev.sluice.session;

import dev.sluice.counter.Counter;
import dev.sluice.message.DataPeek;
import dev.sluice.message.MediaTag;
import dev.sluice.message.MessageType;
import dev.sluice.session.SessionEvents.Ongoing;
import dev.sluice.session.SessionFigures.Activity;
import dev.sluice.session.SessionView.Active;
import dev.sluice.stream.HeaderKey;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.LiveStream.Claim;
import dev.sluice.stream.MessageKind;
import dev.sluice.stream.MessageRole;
import dev.sluice.stream.Publisher;
import java.nio.ByteBuffer;

/** A connection that feeds a stream. It lives on the stream's home loop. */
final class PublishSide implements Publisher, Active {
    private static final int SEQUENCE_HEADER = 0;
    private static final int CONFIG = 1;
    private static final int ENHANCED_METADATA = 2;
    /** The largest legacy codec or sound format id; what is larger is a FourCC. */
    private static final int MAX_LEGACY_CODEC = 15;

    private final RtmpSession session;
    private final MessageStream messageStream;
    private final LiveStream stream;
    private final ApplicationSettings settings;
    private final ClientRequest request;
    private final MediaTag tag = new MediaTag();
    private final long startedAt = System.nanoTime();
    private long lastMediaAt;
    private boolean hasMedia;
    private boolean stallTold;
    private boolean ended;
    private Ongoing publication;
    private long messages;
    private long payloadBytes;

    PublishSide(
            RtmpSession session,
            MessageStream messageStream,
            LiveStream stream,
            ApplicationSettings settings,
            ClientRequest request) {
        this.session = session;
        this.messageStream = messageStream;
        this.stream = stream;
        this.settings = settings;
        this.request = request;
    }

    LiveStream stream() {
        return stream;
    }

    @Override
    public Activity activity() {
        return new Activity(true, stream.path(), 0, 0);
    }

    /** Wants to be the stream's publisher. It is shown before it is one: whoever sees the publisher can have it dropped. */
    Claim claim() {
        session.view().began(this);
        Claim claim = stream.claim(this);
        if (claim != Claim.GRANTED) {
            session.view().ended(this);
        }
        return claim;
    }

    /** Gives back what was claimed, of which nobody was told. */
    void withdraw() {
        session.view().ended(this);
        stream.release(this, true);
    }

    /** Tells of it. Nothing was appended yet. */
    void start() {
        publication = session.events().publishStarted(stream.path(), request);
    }

    @Override
    public long connectionId() {
        return session.connection().id();
    }

    @Override
    public long lastActivityNanos() {
        return session.connection().traffic().lastReadAtNanos();
    }

    @Override
    public void onReplaced() {
        ended = true;
        session.refuse(
                messageStream.id(), StatusCode.PUBLISH_BAD_NAME, "Another publisher has taken over.", "replaced");
    }

    /** Takes an audio or video message. */
    void onMedia(int type, int timestamp, ByteBuffer payload) {
        if (!payload.hasRemaining()) {
            session.counters().increment(Counter.MEDIA_EMPTY);
            return;
        }
        tag.parse(type, payload);
        MessageKind kind = type == MessageType.VIDEO ? MessageKind.VIDEO : MessageKind.AUDIO;
        noteFormat(kind, payload);
        append(kind, role(), headerKey(kind), timestamp, payload);
    }

    private void noteFormat(MessageKind kind, ByteBuffer payload) {
        if (!ended && (tag.codedFrame() || tag.sequenceHeader())) {
            boolean legacyAudio = kind == MessageKind.AUDIO && tag.codec() >= 0 && tag.codec() <= MAX_LEGACY_CODEC;
            stream.noteFormat(kind, tag.codec(), legacyAudio ? payload.get(payload.position()) & 0xff : -1);
        }
    }

    /** Takes a data message; what it says is relayed without the wish to keep it. */
    void onData(int type, int timestamp, ByteBuffer payload) {
        DataPeek data = DataPeek.of(type, payload);
        if (data.clearsMetadata()) {
            stream.forgetHeader(HeaderKey.METADATA);
            return;
        }
        payload.position(payload.position() + data.relayOffset());
        if (payload.hasRemaining()) {
            boolean metadata = data.setsMetadata();
            append(
                    MessageKind.DATA,
                    metadata ? MessageRole.HEADER : MessageRole.OTHER,
                    metadata ? HeaderKey.METADATA : null,
                    timestamp,
                    payload);
        }
    }

    void endBatch() {
        if (!ended) {
            stream.endBatch();
        }
    }

    void end(boolean graceful, String reason) {
        session.view().ended(this);
        if (!ended) {
            ended = true;
            stream.release(this, graceful);
        }
        session.counters().increment(Counter.PUBLISHES_ENDED);
        session.log("publish ended" + (graceful ? "" : " abruptly"));
        session.events().publishStopped(publication, reason, payloadBytes, messages);
    }

    void onTick(long now) {
        if (ended) {
            return;
        }
        long silentNanos = now - (hasMedia ? lastMediaAt : startedAt);
        if (silentNanos > (hasMedia ? settings.publishIdleNanos() : settings.firstMediaNanos())) {
            session.counters().increment(Counter.PUBLISHERS_IDLE);
            session.refuse(messageStream.id(), StatusCode.PUBLISH_IDLE, "No media came.", "publisher idle");
        } else if (hasMedia && !stallTold && silentNanos > settings.publishIdleNanos() / 2) {
            stallTold = true;
            session.events().stalled(stream.path(), silentNanos);
        }
    }

    private void append(MessageKind kind, MessageRole role, HeaderKey key, int timestamp, ByteBuffer payload) {
        if (ended) {
            return;
        }
        hasMedia |= kind != MessageKind.DATA;
        lastMediaAt = session.connection().traffic().lastReadAtNanos();
        stallTold = false;
        session.counters().increment(Counter.MESSAGES_IN);
        if (stream.append(kind, role, key, timestamp, payload)) {
            messages++;
            payloadBytes += payload.remaining();
        } else {
            session.warn(Counter.POOL_SPENT, "limits.directMemory is spent");
            session.refuse(
                    messageStream.id(), StatusCode.PUBLISH_DENIED, "The server is out of memory.", "log memory spent");
        }
    }

    private MessageRole role() {
        if (tag.keyframe()) {
            // the main track decides where players start; a multitrack message counts as the main one
            return tag.track() == 0 || tag.track() == MediaTag.SEVERAL_TRACKS
                    ? MessageRole.KEYFRAME
                    : MessageRole.FRAME;
        }
        if (tag.sequenceHeader() || tag.config() || tag.enhancedMetadata()) {
            return MessageRole.HEADER;
        }
        return tag.codedFrame() ? MessageRole.FRAME : MessageRole.OTHER;
    }

    private HeaderKey headerKey(MessageKind kind) {
        if (tag.sequenceHeader()) {
            return new HeaderKey(kind, SEQUENCE_HEADER, tag.track());
        }
        if (tag.config()) {
            return new HeaderKey(kind, CONFIG, tag.track());
        }
        return tag.enhancedMetadata() ? new HeaderKey(kind, ENHANCED_METADATA, tag.track()) : null;
    }
}
