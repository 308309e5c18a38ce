package dev.sluice.stream;

import dev.sluice.counter.Counter;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.BiConsumer;

/**
 * One stream: its log, its publisher, and a reader for each loop with players. It lives as long as somebody holds a
 * {@link Lease} on it, with one home loop for all that time. For the home loop, but for what says otherwise.
 */
public final class LiveStream {
    private final StreamPath path;
    private volatile StreamSettings settings;
    private final StreamEnvironment environment;
    private final StreamLoop home;
    private final StreamLog log;
    private final StreamRegistry registry;
    private final StreamHeaders headers;
    private final StartPoints starts;
    private final StreamReaders readers;
    private final LogTaps taps = new LogTaps(this);
    private final Runnable homeSignal;
    private final StreamLoop.Alarm flushAlarm;
    private final StreamLoop.Alarm graceAlarm;
    private final StreamTallies tallies = new StreamTallies();
    private Publisher publisher;
    private boolean flushNow;
    private boolean flushLater;

    private volatile Phase phase = Phase.INITIAL;
    private volatile long floor;
    private volatile boolean disposing;

    LiveStream(
            StreamPath path,
            StreamSettings settings,
            StreamEnvironment environment,
            StreamLoop home,
            StreamRegistry registry) {
        this.path = path;
        this.settings = settings;
        this.environment = environment;
        this.home = home;
        this.registry = registry;
        this.log = new StreamLog(environment.pool(), environment.chunkSize());
        this.headers = new StreamHeaders(environment);
        this.starts = new StartPoints(log, headers);
        this.readers = new StreamReaders(environment.loops());
        this.homeSignal = home.signal(this::onHomeSignal);
        this.flushAlarm = home.alarm(this::flushReaders);
        this.graceAlarm = home.alarm(this::end);
    }

    /** Any thread. */
    public StreamPath path() {
        return path;
    }

    /** The loop that this stream lives on. Any thread. */
    public StreamLoop home() {
        return home;
    }

    /** Whether players get something, or will within the grace after a cut. Any thread. */
    public boolean isOnAir() {
        Phase now = phase;
        return now.live() || now.held();
    }

    /** Players attached on the home loop. Any thread. */
    public int playersAtHome() {
        return readers.playersOn(home);
    }

    /** Any thread. */
    public StreamFigures figures() {
        HeaderSet known = headers.current();
        return tallies.figures(path, phase, readers, log.allocatedBytes(), known.version());
    }

    /** Metadata and sequence headers as they stand, metadata first. The payloads must not be changed. Any thread. */
    public void forEachHeader(BiConsumer<HeaderKey, byte[]> action) {
        headers.current().forEach(action);
    }

    /** The reader for the players on {@code loop}; to be called on that loop. */
    public StreamReader readerOn(StreamLoop loop) {
        return readers.on(loop, this);
    }

    /**
     * A tap that stands, if there is a publisher, at the live edge already: nothing that is appended from now on is lost
     * to it. Without a publisher it begins with the first message of the next one.
     *
     * @param wake run on the home loop whenever there may be something for {@link LogTap#poll}; must return at once;
     *     what it throws is counted
     */
    public LogTap tap(Runnable wake) {
        LogTap tap = new LogTap(registry.leaseAgain(this), wake, 0);
        if (phase.live()) {
            tap.grant(TapPlace.at(starts.edge(nowNanos()), phase.epoch()));
        }
        taps.addHere(tap);
        return tap;
    }

    /**
     * A tap that gets its place soon, at the newest keyframe or else the live edge; without a publisher, when there is
     * one. When the stream ends before that, the tap has ended. Any thread that holds a lease.
     *
     * @param wake as for {@link #tap}
     */
    public LogTap requestTap(Runnable wake) {
        LogTap tap = new LogTap(registry.leaseAgain(this), wake, isOnAir() ? phase.epoch() : 0);
        taps.add(tap);
        raiseHome();
        return tap;
    }

    /** What became of a wish to publish. */
    public enum Claim {
        GRANTED,
        /** Somebody publishes this stream. */
        BUSY,
        /** The log pool has no memory left. */
        NO_MEMORY
    }

    /** Makes {@code candidate} the publisher, unless another one is alive. */
    public Claim claim(Publisher candidate) {
        if (publisher != null && nowNanos() - publisher.lastActivityNanos() < settings.staleAfterNanos()) {
            return Claim.BUSY;
        }
        if (environment.pool().isShort() || !log.open(nowNanos())) {
            environment.counters().increment(Counter.POOL_SPENT);
            return Claim.NO_MEMORY;
        }
        if (publisher != null) {
            environment.counters().increment(Counter.PUBLISHERS_REPLACED);
            publisher.onReplaced();
        }
        publisher = candidate;
        tallies.onPublisher(candidate);
        graceAlarm.cancel();
        starts.onPublisher();
        headers.clear();
        phase = phase.begun();
        log.publisher(phase.epoch());
        serveJoins();
        raiseReaders();
        return Claim.GRANTED;
    }

    /**
     * Ends the publishing of {@code leaving}, if it still is the publisher.
     *
     * @param graceful whether it said so; else players are kept for a while
     */
    public void release(Publisher leaving, boolean graceful) {
        if (publisher != leaving) {
            return;
        }
        publisher = null;
        tallies.onPublisherGone();
        flushReaders();
        if (graceful || settings.resumeGraceNanos() == 0) {
            end();
        } else {
            phase = phase.cutOff();
            graceAlarm.setAt(nowNanos() + settings.resumeGraceNanos());
        }
    }

    /**
     * Appends a message; players get it with {@link #endBatch}.
     *
     * @param key which header it is, for {@link MessageRole#HEADER}; else null
     * @return false when the log pool is spent even after this stream has shrunk
     */
    public boolean append(MessageKind kind, MessageRole role, HeaderKey key, int timestamp, ByteBuffer payload) {
        if (kind == MessageKind.VIDEO && role == MessageRole.FRAME && !starts.hasVideo()) {
            // no decoder can start with it, and nothing before it helps
            environment.counters().increment(Counter.FRAMES_BEFORE_KEYFRAME);
            tallies.onMessage(kind, role, timestamp, payload.remaining());
            return true;
        }
        long now = nowNanos();
        int version = headers.current().version();
        if (key != null) {
            headers.keep(key, payload);
        }
        starts.onMessage(kind, role, timestamp);
        if (!log.append(kind, role, timestamp, version, payload, now)) {
            shrink();
            if (!log.append(kind, role, timestamp, version, payload, now)) {
                environment.counters().increment(Counter.POOL_SPENT);
                return false;
            }
        }
        tallies.onMessage(kind, role, timestamp, payload.remaining());
        starts.onAppended(kind, role, timestamp, now);
        if (kind == MessageKind.VIDEO || settings.maxFlushDelayNanos() == 0) {
            flushNow = true;
        } else {
            flushLater = true;
        }
        return true;
    }

    /**
     * Notes what the publisher's media is, for those who look at the stream from outside.
     *
     * @param codec a legacy id or a FourCC
     * @param flags the first byte of a legacy audio message, else -1
     */
    public void noteFormat(MessageKind kind, int codec, int flags) {
        tallies.onFormat(kind, codec, flags);
    }

    /** Goes on with other settings; a new publisher brings those that hold now. */
    public void settings(StreamSettings newSettings) {
        settings = newSettings;
    }

    /** Forgets a header. */
    public void forgetHeader(HeaderKey key) {
        headers.forget(key);
    }

    /** Everything that came together is appended: decides when players get it. */
    public void endBatch() {
        if (flushNow) {
            flushReaders();
        } else if (flushLater && !flushAlarm.isSet()) {
            flushAlarm.setAt(nowNanos() + settings.maxFlushDelayNanos());
        }
    }

    StreamSettings settings() {
        return settings;
    }

    Phase phase() {
        return phase;
    }

    StreamLog log() {
        return log;
    }

    HeaderSet headers() {
        return headers.current();
    }

    StartPoints starts() {
        return starts;
    }

    /** No cursor may stay below it. */
    long floor() {
        return floor;
    }

    long nowNanos() {
        return environment.nanoTime().getAsLong();
    }

    /** Has the home loop look after players that wait for a place. Any thread. */
    void raiseHome() {
        homeSignal.run();
    }

    void onDefect() {
        environment.counters().increment(Counter.LOOP_ERRORS);
    }

    /** Nobody holds a lease any more. Any thread. */
    void dispose() {
        disposing = true;
        raiseHome();
    }

    private void onHomeSignal() {
        if (disposing) {
            flushAlarm.cancel();
            graceAlarm.cancel();
            starts.forget();
            headers.clear();
            log.clear();
        } else {
            serveJoins();
            if (!phase.live()) {
                reclaim();
            }
        }
    }

    private void end() {
        phase = phase.ended(log.committed());
        starts.forget();
        taps.onEnd(log.messages());
        taps.serve();
        reclaim();
        raiseReaders();
    }

    private void serveJoins() {
        taps.serve();
        if (phase.live()) {
            readers.grant(this);
        }
    }

    StartPoint startOfJoiners() {
        return starts.ofJoiners(settings, nowNanos());
    }

    /** The newest keyframe, or the edge when it is not to be had or would be a step back. */
    TapPlace placeForTap(long notBefore) {
        long lowest = Math.max(notBefore, lowestForTaps());
        return TapPlace.at(starts.keyframeSince(lowest, nowNanos()), phase.epoch());
    }

    private long lowestForTaps() {
        return Math.max(floor, log.committed() - settings.maxLagBytes());
    }

    private void flushReaders() {
        flushNow = false;
        flushLater = false;
        flushAlarm.cancel();
        retain();
        raiseReaders();
    }

    private void raiseReaders() {
        // what was committed must be visible before the readers' state is looked at
        VarHandle.fullFence();
        readers.raise();
        taps.wake();
    }

    /** Lets go of what neither those who join nor those who watch need any more. */
    private void retain() {
        long committed = log.committed();
        long maxBytes = Math.min(settings.windowBytes(), environment.pool().shareBytes());
        StartPoint start = starts.newest();
        if (start != null
                && (nowNanos() - start.arrivalNanos() > settings.windowNanos()
                        || committed - start.position() > maxBytes
                        || environment.pool().isShort())) {
            starts.forget();
        }
        if (log.allocatedBytes() > maxBytes) {
            floor = Math.max(floor, committed - maxBytes / 2);
        }
        taps.enforce(lowestForTaps());
        reclaim();
    }

    /** Lets go of everything but what players are being sent. */
    private void shrink() {
        starts.forget();
        floor = log.committed();
        taps.enforce(floor);
        reclaim();
        raiseReaders();
    }

    private void reclaim() {
        StartPoint start = starts.newest();
        long lowest = start == null ? log.committed() : start.position();
        log.reclaim(Math.min(lowest, Math.min(readers.lowWater(), taps.lowWater())));
    }
}
