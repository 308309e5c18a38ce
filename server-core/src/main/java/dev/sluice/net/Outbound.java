package dev.sluice.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that one connection has to send, and whose turn it is: private bytes before the next message of a source,
 * the sources one after the other, no message torn apart.
 */
final class Outbound {
    /** How often sources are asked in one turn; one that has much to send in one piece is asked once or twice. */
    private static final int MAX_CALLS = 8;

    private final Outlet outlet;
    private final PrivateQueue privates = new PrivateQueue();
    private final List<ByteSource> sources = new ArrayList<>(1);
    private ByteSource current;
    private int turn;
    /** Whose turn it is once the source that was found has had its own. */
    private int turnAfter;

    private boolean finishing;

    Outbound(Outlet outlet) {
        this.outlet = outlet;
    }

    /** What is left to send after a turn. */
    enum Left {
        NOTHING,
        /** The socket takes no more for now. */
        BLOCKED,
        /** The turn's share is used up. */
        MORE
    }

    PrivateQueue privates() {
        return privates;
    }

    void add(ByteSource source) {
        sources.add(source);
    }

    /** Returns whether it was that source's turn. */
    boolean remove(ByteSource source) {
        sources.remove(source);
        boolean its = current == source;
        if (its) {
            current = null;
        }
        return its;
    }

    boolean hasSources() {
        return !sources.isEmpty();
    }

    /** Tells the sources that were not removed before. */
    void close() {
        List.copyOf(sources).forEach(ByteSource::onClosed);
    }

    /** From now on only private bytes go out, after the message that is begun. */
    void finish() {
        finishing = true;
    }

    /** Writes until the outlet has taken {@code untilBytes} in all, counted from its beginning. */
    Left writeTo(ByteBuffer scratch, long untilBytes) throws IOException {
        int calls = 0;
        while (!outlet.isFull()) {
            boolean between = current == null || current.isBetweenMessages();
            if (!privates.isEmpty() && (privates.isTorn() || between)) {
                privates.writeTo(outlet, scratch);
                continue;
            }
            ByteSource source = between ? next() : current;
            if (source == null || !source.hasBytes()) {
                return Left.NOTHING;
            }
            if (outlet.bytes() >= untilBytes || calls++ == MAX_CALLS) {
                return Left.MORE;
            }
            current = source;
            turn = turnAfter;
            boolean oneMessage = !privates.isEmpty() || sources.size() > 1 || finishing;
            source.writeTo(outlet, untilBytes - outlet.bytes(), oneMessage);
        }
        return Left.BLOCKED;
    }

    private ByteSource next() {
        if (finishing) {
            return null;
        }
        for (int i = 0; i < sources.size(); i++) {
            ByteSource source = sources.get((turn + i) % sources.size());
            if (source.hasBytes()) {
                turnAfter = (turn + i + 1) % sources.size();
                return source;
            }
        }
        return null;
    }
}
