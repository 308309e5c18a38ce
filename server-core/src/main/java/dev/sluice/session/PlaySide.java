package dev.sluice.session;

import dev.sluice.counter.Counter;
import dev.sluice.net.ByteSource;
import dev.sluice.session.SessionEvents.Ongoing;
import dev.sluice.session.SessionFigures.Activity;
import dev.sluice.session.SessionView.Active;
import dev.sluice.stream.Cursor;
import dev.sluice.stream.Lag;
import dev.sluice.stream.Lease;
import dev.sluice.stream.LiveStream;
import dev.sluice.stream.Player;
import dev.sluice.stream.StreamLoop;
import java.io.IOException;
import java.nio.channels.GatheringByteChannel;

/** A connection that watches a stream. */
final class PlaySide implements Player, ByteSource, Active {
    private final RtmpSession session;
    private final MessageStream messageStream;
    private final Lease lease;
    private final LiveStream stream;
    private final ApplicationSettings settings;
    private final ClientRequest request;
    private volatile Cursor cursor;
    private final long startedAt = System.nanoTime();
    private long lastMediaAt = startedAt;
    private Ongoing playing;
    private long bytesOut;
    private boolean started;
    private boolean paused;
    private boolean ending;
    private boolean audio = true;
    private boolean video = true;

    PlaySide(
            RtmpSession session,
            MessageStream messageStream,
            Lease lease,
            ApplicationSettings settings,
            ClientRequest request,
            StreamLoop loop) {
        this.session = session;
        this.messageStream = messageStream;
        this.lease = lease;
        this.stream = lease.stream();
        this.settings = settings;
        this.request = request;
        this.cursor = stream.readerOn(loop).attach(this, messageStream.id());
        session.connection().sendBuffer(settings.sendBufferBytes());
        session.connection().addSource(this);
    }

    @Override
    public Activity activity() {
        Lag lag = cursor.lag();
        return new Activity(false, stream.path(), lag.bytes(), lag.nanos() / 1_000_000);
    }

    /** Tells of it. */
    void start() {
        session.view().began(this);
        playing = session.events().playStarted(stream.path(), request);
    }

    int messageStreamId() {
        return messageStream.id();
    }

    /** Stops after the message that is being sent. */
    void pause() {
        paused = true;
        leaveWhenDone();
    }

    void unpause(StreamLoop loop) {
        paused = false;
        if (cursor.isClosed()) {
            cursor = stream.readerOn(loop).attach(this, messageStream.id(), cursor.position());
            cursor.deliver(audio, video);
        }
    }

    void receiveAudio(boolean wanted) {
        audio = wanted;
        cursor.deliver(audio, video);
    }

    void receiveVideo(boolean wanted) {
        video = wanted;
        cursor.deliver(audio, video);
    }

    /** When the player's socket last took media. */
    long lastMediaAtNanos() {
        return lastMediaAt;
    }

    @Override
    public void onStarted() {
        started = true;
        // with others that join now: all that they are behind, in one turn, would hold up those who watch already
        session.connection().flushLater();
    }

    @Override
    public void onGrowth() {
        session.connection().flush();
    }

    @Override
    public void onHeaders(byte[] encoded) {
        session.connection().sendShared(encoded);
    }

    @Override
    public boolean isBlocked() {
        return session.connection().isBlocked();
    }

    @Override
    public void onSkipped() {
        session.counters().increment(Counter.PLAYER_SKIPS);
        session.warn(Counter.PLAYER_SKIPS, "too slow, skips forward");
        session.events().slow(stream.path());
    }

    @Override
    public void onLaggedOut() {
        session.counters().increment(Counter.PLAYERS_LAGGED_OUT);
        session.connection().reset("player too slow");
    }

    @Override
    public void onEnded() {
        session.onStreamEnded(messageStream);
    }

    @Override
    public boolean hasBytes() {
        return cursor.hasBytes();
    }

    @Override
    public boolean isBetweenMessages() {
        return cursor.isBetweenMessages();
    }

    @Override
    public long writeTo(GatheringByteChannel channel, long maxBytes, boolean oneMessage) throws IOException {
        long written = cursor.writeTo(channel, maxBytes, oneMessage || paused || ending);
        bytesOut += written;
        leaveWhenDone();
        if (written > 0) {
            lastMediaAt = System.nanoTime();
        }
        return written;
    }

    /** Ends playing, after the message that is being sent: what follows on the connection would else be unreadable. */
    void end(String reason) {
        session.view().ended(this);
        session.counters().increment(Counter.PLAYS_ENDED);
        session.log("play ended");
        ending = true;
        leaveWhenDone();
        session.events().playStopped(playing, reason, bytesOut);
    }

    @Override
    public void onClosed() {
        ending = true;
        leaveWhenDone();
    }

    private void leaveWhenDone() {
        boolean whole = cursor.isBetweenMessages();
        if (ending && (whole || session.connection().isClosed())) {
            cursor.close();
            session.connection().removeSource(this);
            lease.close();
        } else if (paused && whole) {
            cursor.close();
        }
    }

    void onTick(long now) {
        boolean onAir = stream.isOnAir();
        boolean waitedLong = settings.waitNanos() > 0 && now - startedAt > settings.waitNanos();
        if (paused && started && !onAir) {
            // its cursor is gone, so the stream cannot tell
            session.onStreamEnded(messageStream);
        } else if (!started && !onAir && (settings.rejectMissing() || waitedLong)) {
            session.counters().increment(Counter.PLAYERS_WAITED_OUT);
            session.refuse(
                    messageStream.id(), StatusCode.PLAY_STREAM_NOT_FOUND, "No such stream.", "no publisher came");
        }
    }
}
