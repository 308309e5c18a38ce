package dev.sluice.stream;

import dev.sluice.counter.Tally;
import java.util.ArrayList;
import java.util.List;

/**
 * All cursors of one stream on one event loop. Its low-water mark tells the home loop what none of them can see any
 * more. The loop's thread only, but for what says otherwise.
 */
public final class StreamReader {
    /** How many players are told of the stream's end at a time: closing a crowd must not stall the loop. */
    private static final int MAX_ENDED = 256;

    private static final long NOTHING = Long.MAX_VALUE;

    private final LiveStream stream;
    private final Gather gather;
    private final Runnable signal;
    private final List<Cursor> cursors = new ArrayList<>();
    private final List<Cursor> waiting = new ArrayList<>();
    private final Tally bytesOut = new Tally();
    private final Tally skips = new Tally();
    private int turn;
    private boolean walking;
    private boolean asked;
    private HeaderSet encodedHeaders;
    private int encodedTimestamp;
    private byte[] encoded;

    private volatile long lowWater = NOTHING;
    private volatile boolean wantsGrant;
    private volatile Grant grant;
    private volatile int players;

    StreamReader(LiveStream stream, StreamLoop loop) {
        this.stream = stream;
        this.gather = new Gather(loop.index());
        this.signal = loop.signal(this::onSignal);
    }

    /** A place that the home loop keeps until it is taken. */
    private static final class Grant {
        final StartPoint start;
        final int epoch;
        volatile boolean taken;

        Grant(StartPoint start, int epoch) {
            this.start = start;
            this.epoch = epoch;
        }
    }

    /**
     * Attaches a player; it gets its place in the log when there is a publisher, not before this call returns.
     *
     * @param messageStreamId the player's, from its createStream
     */
    public Cursor attach(Player player, int messageStreamId) {
        return attach(player, messageStreamId, 0);
    }

    /**
     * As {@link #attach(Player, int)}, for a player that has seen the stream before.
     *
     * @param notBefore a {@link Cursor#position}, which the new place is not before
     */
    public Cursor attach(Player player, int messageStreamId, long notBefore) {
        Cursor cursor = new Cursor(this, player, messageStreamId, notBefore);
        waiting.add(cursor);
        players = cursors.size() + waiting.size();
        askForPlaces();
        return cursor;
    }

    /** How many players are attached. Any thread. */
    public int players() {
        return players;
    }

    /** How many bytes of the log players took here. Any thread. */
    long bytesOut() {
        return bytesOut.get();
    }

    void onWritten(long bytes) {
        bytesOut.add(bytes);
    }

    /** How often players were moved forward here. Any thread. */
    long skips() {
        return skips.get();
    }

    void onSkipped() {
        skips.add(1);
    }

    void remove(Cursor cursor) {
        waiting.remove(cursor);
        if (!walking && cursors.remove(cursor)) {
            publishLowWater();
        }
        players = cursors.size() + waiting.size();
    }

    /** Has the loop look at its cursors soon. Any thread. */
    void raise() {
        signal.run();
    }

    /** Home loop: the lowest position that this reader may still look at, a place granted included. */
    long lowWater() {
        // the grant first: once it is seen as taken, the mark that covers it is seen too
        Grant pending = grant;
        long granted = pending == null || pending.taken ? NOTHING : pending.start.segment().base;
        return Math.min(granted, lowWater);
    }

    /** Home loop: whether players wait for a place. */
    boolean wantsGrant() {
        return wantsGrant;
    }

    /** Home loop: keeps {@code start} for the players that wait. */
    void grant(StartPoint start, int epoch) {
        wantsGrant = false;
        grant = new Grant(start, epoch);
        raise();
    }

    Phase phase() {
        return stream.phase();
    }

    long committed() {
        return stream.log().committed();
    }

    int chunkSize() {
        return stream.log().chunkSize();
    }

    long nowNanos() {
        return stream.nowNanos();
    }

    StartPoint newestStart() {
        return stream.starts().newest();
    }

    HeaderSet headers() {
        return stream.headers();
    }

    int lastTimestamp() {
        return stream.starts().lastTimestamp();
    }

    boolean hasVideo() {
        return stream.starts().hasVideo();
    }

    Gather gather() {
        return gather;
    }

    /** The headers in wire form; those who join at the same place share one array. */
    byte[] encodeShared(HeaderSet headers, int timestamp) {
        if (encodedHeaders != headers || encodedTimestamp != timestamp) {
            encoded = headers.encode(StreamLog.MESSAGE_STREAM_ID, timestamp, chunkSize());
            encodedHeaders = headers;
            encodedTimestamp = timestamp;
        }
        return encoded;
    }

    private void onSignal() {
        takeGrant();
        walk();
        publishLowWater();
        askForPlaces();
    }

    /** Without a publisher the wish stands, so that the next one's first message finds these players in place. */
    private void askForPlaces() {
        if (!waiting.isEmpty() && !asked) {
            asked = true;
            wantsGrant = true;
            stream.raiseHome();
        }
    }

    private void takeGrant() {
        Grant given = grant;
        if (given == null || given.taken) {
            return;
        }
        List<Cursor> joining = List.copyOf(waiting);
        waiting.clear();
        try {
            joining.forEach(cursor -> place(cursor, given));
        } finally {
            cursors.removeIf(Cursor::isClosed);
            publishLowWater();
            given.taken = true;
            // not earlier: another grant would replace this one before the low-water mark covers it
            asked = false;
        }
    }

    private void place(Cursor cursor, Grant given) {
        if (!cursor.isClosed()) {
            cursors.add(cursor);
            cursor.place(given.start, given.epoch);
        }
    }

    private void walk() {
        walking = true;
        try {
            visitAll();
        } finally {
            walking = false;
            cursors.removeIf(Cursor::isClosed);
            players = cursors.size() + waiting.size();
        }
    }

    private void visitAll() {
        int count = cursors.size();
        long floor = stream.floor();
        turn = count == 0 ? 0 : (turn + 1) % count;
        int ended = 0;
        for (int i = 0; i < count && ended < MAX_ENDED; i++) {
            ended += visit(cursors.get((turn + i) % count), floor) ? 1 : 0;
        }
        if (ended == MAX_ENDED) {
            raise();
        }
    }

    /** Returns whether the stream's end was reached there. */
    private boolean visit(Cursor cursor, long floor) {
        if (!cursor.isClosed()) {
            cursor.player().onGrowth();
        }
        if (!cursor.isClosed()) {
            cursor.enforceLag(stream.settings(), floor);
        }
        boolean ended = !cursor.isClosed() && cursor.hasEnded();
        if (ended) {
            cursor.player().onEnded();
        }
        return ended;
    }

    private void publishLowWater() {
        boolean held = lowWater != NOTHING;
        long lowest = NOTHING;
        for (int i = 0; i < cursors.size(); i++) {
            lowest = Math.min(lowest, cursors.get(i).oldestNeeded());
        }
        lowWater = lowest;
        if (held && lowest == NOTHING) {
            // nobody looks at the log any more, and without a publisher nobody else lets go of it
            stream.raiseHome();
        }
    }
}
