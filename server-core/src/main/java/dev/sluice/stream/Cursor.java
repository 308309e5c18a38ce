package dev.sluice.stream;

import dev.sluice.counter.Gauge;
import java.io.IOException;
import java.nio.channels.GatheringByteChannel;

/**
 * A player's place in a stream's log. It writes straight from the log and holds no data of its own. All calls are for
 * the loop of its {@link StreamReader}.
 */
public final class Cursor implements AutoCloseable {
    private static final long NOT_WAITING = Long.MIN_VALUE;

    /** Messages written one by one, or passed over, in one call: it is they that cost time, not their bytes. */
    private static final int MAX_STEPS = 32;

    private final StreamReader reader;
    private final Player player;
    private final int messageStreamId;
    private final long notBefore;
    private final byte[] messageStreamIdBytes;
    private final LogPosition at = new LogPosition();
    private final LagGauge lag = new LagGauge();
    private final Delivery delivery = new Delivery();
    private final Gauge publishedPosition = new Gauge(0);
    private final Gauge publishedEnd = new Gauge(Long.MAX_VALUE);
    /** When the oldest message came that waits after a write, or {@link #NOT_WAITING}. */
    private final Gauge waitingSince = new Gauge(NOT_WAITING);

    private boolean placed;
    private boolean closed;
    private boolean mustSkip;
    private int epoch;
    /** Where this player has to go, once its stream has ended. */
    private long endPosition = Long.MAX_VALUE;

    Cursor(StreamReader reader, Player player, int messageStreamId, long notBefore) {
        this.reader = reader;
        this.player = player;
        this.messageStreamId = messageStreamId;
        this.notBefore = notBefore;
        this.messageStreamIdBytes = new byte[] {
            (byte) messageStreamId,
            (byte) (messageStreamId >> 8),
            (byte) (messageStreamId >> 16),
            (byte) (messageStreamId >> 24)
        };
    }

    /** Whether {@link #writeTo} has something to do. */
    public boolean hasBytes() {
        return placed && !closed && at.position() < limit();
    }

    /** Whether everything written so far are whole messages. */
    public boolean isBetweenMessages() {
        return !at.isTorn();
    }

    /** How far behind this player is; {@link Lag#NONE} for one that takes all it is offered. Any thread. */
    public Lag lag() {
        long since = waitingSince.get();
        if (since == NOT_WAITING) {
            return Lag.NONE;
        }
        // the position first: what it has to take does not end before it then
        long position = publishedPosition.get();
        long end = Math.min(reader.committed(), publishedEnd.get());
        return new Lag(Math.max(0, end - position), Math.max(0, reader.nowNanos() - since));
    }

    private long lagBytes() {
        return placed ? reader.committed() - at.position() : 0;
    }

    /**
     * Writes until {@code maxBytes} are out, nothing is left, the channel takes no more, the cursor was moved, or many
     * messages were looked at.
     *
     * @param oneMessage to stop after the current message
     * @return the bytes written
     */
    public long writeTo(GatheringByteChannel channel, long maxBytes, boolean oneMessage) throws IOException {
        long written = 0;
        for (int steps = 0; steps < MAX_STEPS && written < maxBytes && hasBytes(); steps++) {
            if (mustSkip && !at.isTorn()) {
                // what the skip has the player send goes out before the next message
                skip();
                break;
            }
            if (!at.isTorn() && !beginMessage()) {
                continue;
            }
            long taken = writeOnce(channel, maxBytes - written, oneMessage);
            written += taken;
            if (taken < reader.gather().bytes() || oneMessage && !at.isTorn()) {
                break;
            }
        }
        reader.onWritten(written);
        publishLag();
        if (hasEnded()) {
            // nobody else wakes the reader any more
            reader.raise();
        }
        return written;
    }

    /** Which kinds the player wants. Its headers are delivered all the same, and video wanted again starts decodably. */
    public void deliver(boolean audio, boolean video) {
        delivery.kinds(audio, video);
    }

    /** Leaves the log. May be called more than once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            waitingSince.set(NOT_WAITING);
            reader.remove(this);
        }
    }

    Player player() {
        return player;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /** Its place in the stream's log; 0 before it has one. */
    public long position() {
        return at.position();
    }

    /** The log position from which on the log must stay for this cursor. */
    long oldestNeeded() {
        return at.oldestNeeded();
    }

    /** Gives the cursor its place; the headers go out first. */
    void place(StartPoint start, int inEpoch) {
        epoch = inEpoch;
        placed = true;
        at.moveTo(start);
        delivery.awaitKeyframe(!start.decodable());
        if (start.position() < notBefore) {
            sendHeaders(skipToEdge(), reader.lastTimestamp());
        } else {
            joined(start.arrivalNanos());
            sendHeaders(start.headers(), start.timestamp());
        }
        player.onStarted();
    }

    /** Whether this cursor has come to where players of its epoch have to go. */
    boolean hasEnded() {
        return placed && at.position() >= endPosition();
    }

    /**
     * Looks whether the player keeps up, after it has been given the chance to write.
     *
     * @param floor a position below which no cursor may stay
     */
    void enforceLag(StreamSettings settings, long floor) {
        judgeLag(settings, floor);
        if (player.isBlocked()) {
            // else it has just written, and has published it
            publishLag();
        }
    }

    private void judgeLag(StreamSettings settings, long floor) {
        boolean below = at.position() < floor;
        // what is left of a stream that has ended cannot be skipped
        boolean over = endPosition() != Long.MAX_VALUE;
        if (!below && (over || !lag.isOver(settings, lagBytes(), lagNanos()))) {
            return;
        }
        if (over || !settings.skipOnLag() || below && at.isTorn()) {
            player.onLaggedOut();
        } else if (at.isTorn()) {
            mustSkip = true;
        } else {
            skip();
        }
    }

    /** For {@link #lag}. */
    private void publishLag() {
        boolean waits = hasBytes() && at.load(reader.committed());
        publishedPosition.set(at.position());
        publishedEnd.set(endPosition);
        waitingSince.set(waits ? at.arrivalNanos() : NOT_WAITING);
    }

    private long limit() {
        // in this order: who sees the messages of a later publisher then sees that there was an end before them
        long committed = reader.committed();
        return Math.min(committed, endPosition());
    }

    /** Only the first end counts; the stream may begin and end again while this player still takes the rest. */
    private long endPosition() {
        Phase phase = reader.phase();
        if (endPosition == Long.MAX_VALUE && phase.endedEpoch() >= epoch) {
            endPosition = phase.endPosition();
        }
        return endPosition;
    }

    /** Returns false when the message at hand is passed over: look again. */
    private boolean beginMessage() {
        long committed = reader.committed();
        at.load(committed);
        if (delivery.isPlain() || delivery.admits(at.kind(), at.role())) {
            return true;
        }
        at.advance(at.messageEnd() - at.position(), committed);
        return false;
    }

    private long writeOnce(GatheringByteChannel channel, long maxBytes, boolean oneMessage) throws IOException {
        long limit = limit();
        boolean own = messageStreamId != StreamLog.MESSAGE_STREAM_ID;
        boolean single = own || oneMessage || mustSkip || !delivery.isPlain();
        long end = single ? at.messageEnd() : limit;
        long length = Math.min(end - at.position(), maxBytes);
        long taken = own
                ? reader.gather().writeAs(channel, at, length, limit, messageStreamIdBytes)
                : reader.gather().write(channel, at, length, limit);
        at.advance(taken, limit);
        return taken;
    }

    private long lagNanos() {
        return player.isBlocked() && at.load(reader.committed()) ? reader.nowNanos() - at.arrivalNanos() : 0;
    }

    /** Moves forward to the newest keyframe, or to the live edge when none is newer. */
    private void skip() {
        mustSkip = false;
        long committed = reader.committed();
        if (!at.load(committed)) {
            return;
        }
        int heldVersion = at.headerVersion();
        StartPoint keyframe = reader.newestStart();
        HeaderSet headers;
        int timestamp = reader.lastTimestamp();
        if (keyframe != null && keyframe.position() > at.position()) {
            at.moveTo(keyframe);
            delivery.awaitKeyframe(!keyframe.decodable());
            joined(keyframe.arrivalNanos());
            headers = keyframe.headers();
            timestamp = keyframe.timestamp();
        } else {
            headers = skipToEdge();
        }
        if (headers.version() != heldVersion) {
            sendHeaders(headers, timestamp);
        }
        reader.onSkipped();
        player.onSkipped();
    }

    private HeaderSet skipToEdge() {
        HeaderSet headers = reader.headers();
        long edge = reader.committed();
        while (headers != reader.headers()) {
            // a header came in between: which of the two fits the edge is known only when nothing changes meanwhile
            headers = reader.headers();
            edge = reader.committed();
        }
        at.advance(edge - at.position(), edge);
        delivery.awaitKeyframe(reader.hasVideo());
        joined(reader.nowNanos());
        return headers;
    }

    private void joined(long arrivalNanos) {
        lag.joined(reader.committed() - at.position(), reader.nowNanos() - arrivalNanos);
    }

    private void sendHeaders(HeaderSet headers, int timestamp) {
        if (headers.isEmpty()) {
            return;
        }
        byte[] encoded = messageStreamId == StreamLog.MESSAGE_STREAM_ID
                ? reader.encodeShared(headers, timestamp)
                : headers.encode(messageStreamId, timestamp, reader.chunkSize());
        player.onHeaders(encoded);
    }
}
