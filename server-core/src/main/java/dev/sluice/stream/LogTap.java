package dev.sluice.stream;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A place in a stream's log for a thread that is no event loop: a pump, which takes the stream out message by message.
 * It keeps the stream alive until it is closed.
 *
 * <p>The log waits for a pump only up to {@code maxLagBytes}. The home loop then takes its place away, which is told
 * later by a {@link TapItem.Gap}; it never waits for the pump, and what the pump does between two calls of {@link #poll}
 * holds nobody up.
 *
 * <p>A tap that begins in a stream, or goes on after a gap, begins with a keyframe or else at the live edge. There it
 * delivers audio and data at once and video from the next keyframe on; the frames before that one are told by a gap of
 * their own, unless nothing of the stream was delivered before.
 */
public final class LogTap implements AutoCloseable {
    /** The low-water mark of a tap that needs nothing. */
    static final long NOTHING = Long.MAX_VALUE;

    private static final long NO_END = Long.MAX_VALUE;

    private final Lease lease;
    private final LiveStream stream;
    private final Runnable wake;
    private final TapReader reader;
    private final AtomicReference<State> state = new AtomicReference<>(State.NOWHERE);

    /** Written by the home loop while the tap is nowhere, else by the pump while it copies. */
    private volatile long oldestNeeded = NOTHING;

    private volatile long position;
    private volatile long endNumber = NO_END;
    private volatile boolean wanted = true;
    private volatile boolean overdue;
    private volatile boolean closing;
    /** Written by the home loop while the tap is nowhere, read by the pump while it copies. */
    private TapPlace first;

    private TapPlace place;

    LogTap(Lease lease, Runnable wake) {
        this.lease = lease;
        this.stream = lease.stream();
        this.wake = wake;
        this.reader = new TapReader(stream.log());
    }

    private enum State {
        /** It has no place in the log, and nothing is kept for it. */
        NOWHERE,
        /** It has a place; the home loop may take it away. */
        PLACED,
        /** The pump looks at the log; only the pump may end that. */
        COPYING,
        /** It has delivered everything. */
        ENDED,
        CLOSED
    }

    /**
     * Takes the next thing; for the pump, of which there is one. Never waits.
     *
     * @return null when there is nothing until the tap's waker was run, and after {@link TapItem.Ended} or {@link #close}
     */
    public TapItem poll() {
        if (closing) {
            return null;
        }
        TapItem item = reader.next();
        boolean more = true;
        while (item == null && more && enter()) {
            try {
                more = reader.read(first, place, this);
            } finally {
                leave();
            }
            item = reader.next();
        }
        return item;
    }

    /**
     * Gives up place and stream. May be called again. A call of {@link #poll} that goes on at the same time gives them
     * up when it ends. Any thread.
     */
    @Override
    public void close() {
        closing = true;
        finishClosing();
    }

    /** Whether it delivers what is published next: its stream has not ended, and nobody has closed it. Any thread. */
    public boolean goesOn() {
        return !closing && endNumber == NO_END;
    }

    /** The number of the message after the last one of this stream; for the pump it is far away until there is an end. */
    long endNumber() {
        return endNumber;
    }

    /** Home loop: whether nobody will look at it any more. */
    boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /** Home loop: whether the pump waits for a place. */
    boolean wantsPlace() {
        return wanted && state.get() == State.NOWHERE;
    }

    /** Home loop: whether the stream has ended that this tap is for. */
    boolean isPastEnd() {
        return endNumber != NO_END;
    }

    /** Home loop: where the pump was last. */
    long position() {
        return position;
    }

    /** Home loop: the position from which on the log must stay for this tap. */
    long lowWater() {
        State now = state.get();
        return now == State.PLACED || now == State.COPYING ? oldestNeeded : NOTHING;
    }

    /** Home loop: gives a place to a tap that wants one. */
    void grant(TapPlace newPlace) {
        if (first == null) {
            first = newPlace;
        }
        place = newPlace;
        oldestNeeded = newPlace.oldestNeeded();
        position = newPlace.position();
        overdue = false;
        if (state.compareAndSet(State.NOWHERE, State.PLACED)) {
            // not earlier: the pump would ask again
            wanted = false;
        }
    }

    /** Home loop: takes its place away if it is below {@code lowest}. */
    void enforce(long lowest) {
        if (position >= lowest) {
            overdue = false;
        } else if (!state.compareAndSet(State.PLACED, State.NOWHERE) && state.get() == State.COPYING) {
            overdue = true;
        }
    }

    /** Home loop: the stream has ended before the message of that number. Only the first end counts. */
    void onEnd(long number) {
        if (first != null && endNumber == NO_END) {
            endNumber = number;
        }
    }

    /** Home loop: there may be something new. */
    void wake() {
        try {
            wake.run();
        } catch (RuntimeException defect) {
            stream.onDefect();
        }
    }

    /** Keeps the home loop from taking the place away, until {@link #leave}; false when there is none. */
    boolean enter() {
        if (state.compareAndSet(State.PLACED, State.COPYING)) {
            return true;
        }
        if (state.get() == State.NOWHERE && !wanted) {
            wanted = true;
            stream.raiseHome();
        }
        return false;
    }

    void leave() {
        oldestNeeded = reader.oldestNeeded();
        position = reader.position();
        state.set(reader.hasEnded() ? State.ENDED : State.PLACED);
        if (reader.hasEnded() || overdue && state.compareAndSet(State.PLACED, State.NOWHERE)) {
            // without a publisher nobody else lets go of the log
            stream.raiseHome();
        }
        if (closing) {
            finishClosing();
        }
    }

    private void finishClosing() {
        State now = state.get();
        while (now != State.COPYING && now != State.CLOSED) {
            if (state.compareAndSet(now, State.CLOSED)) {
                stream.raiseHome();
                lease.close();
                return;
            }
            now = state.get();
        }
    }
}
