package dev.sluice.stream;

import java.util.ArrayDeque;
import java.util.Queue;

/** Turns the log into what a tap delivers. For the tap's pump, while the tap is kept from losing its place. */
final class TapReader {
    /** Messages passed over in one go: the home loop must be able to take the place away in between. */
    private static final int MAX_STEPS = 256;

    private static final int UNKNOWN = -1;

    private final StreamLog log;
    private final PayloadReader payloads;
    private final LogPosition at = new LogPosition();
    private final Delivery delivery = new Delivery();
    private final Queue<TapItem> ready = new ArrayDeque<>();
    private TapPlace place;
    private long nextNumber;
    private int epoch;
    /** Left out since the last gap was told. */
    private long dropped;
    /** What the receiver knows of headers; {@link #UNKNOWN} also when the last message was one. */
    private int version = UNKNOWN;

    private HeaderSet owedHeaders;
    private boolean resumed;
    private boolean ended;

    TapReader(StreamLog log) {
        this.log = log;
        this.payloads = new PayloadReader(log.chunkSize());
    }

    /** The next thing to deliver, or null. */
    TapItem next() {
        return ready.poll();
    }

    boolean hasEnded() {
        return ended;
    }

    long oldestNeeded() {
        return place.isEnd() ? Long.MAX_VALUE : at.oldestNeeded();
    }

    long position() {
        return place.isEnd() ? Long.MAX_VALUE : at.position();
    }

    /**
     * Looks at the log until there is something to deliver, for a while.
     *
     * @param first the first place that the tap was given, whether or not it was read from
     * @param now the place it has
     * @return false when there is nothing more to look at
     */
    boolean read(TapPlace first, TapPlace now, LogTap tap) {
        if (now != place) {
            take(first, now);
        }
        boolean more = true;
        for (int steps = 0; more && ready.isEmpty() && steps < MAX_STEPS; steps++) {
            // in this order: who sees a message that came after an end sees the end as well
            long committed = log.committed();
            if (nextNumber == tap.endNumber()) {
                end();
                more = false;
            } else {
                more = step(committed);
            }
        }
        return more;
    }

    private void take(TapPlace first, TapPlace now) {
        if (place == null) {
            nextNumber = first.number();
            epoch = first.epoch();
        }
        place = now;
        resumed = now != first;
        dropped += now.number() - nextNumber;
        nextNumber = now.number();
        if (now.isEnd()) {
            return;
        }
        tellDropped();
        restart(now.epoch());
        at.moveTo(now.start());
        delivery.awaitKeyframe(!now.start().decodable());
        owedHeaders =
                now.start().headers().version() == version ? null : now.start().headers();
    }

    /** Returns false when there is no message. */
    private boolean step(long committed) {
        if (!at.load(committed)) {
            return false;
        }
        if (at.epoch() != epoch) {
            tellDropped();
            // all that the other publisher needs follows
            owedHeaders = null;
            delivery.awaitKeyframe(false);
            restart(at.epoch());
            return true;
        }
        if (delivery.admits(at.kind(), at.role())) {
            deliver(committed);
        } else if (resumed) {
            dropped++;
        }
        nextNumber++;
        at.advance(at.messageEnd() - at.position(), committed);
        return true;
    }

    private void deliver(long committed) {
        byte[] payload = payloads.copy(at, committed);
        if (delivery.isPlain()) {
            tellDropped();
        }
        if (owedHeaders != null) {
            owedHeaders.forEach((key, bytes) ->
                    ready.add(new TapItem.Message(key.kind(), MessageRole.HEADER, at.timestamp(), bytes.clone())));
            owedHeaders = null;
        }
        ready.add(new TapItem.Message(at.kind(), at.role(), at.timestamp(), payload));
        version = at.role() == MessageRole.HEADER ? UNKNOWN : at.headerVersion();
    }

    private void tellDropped() {
        if (dropped > 0) {
            ready.add(new TapItem.Gap(dropped));
            dropped = 0;
        }
    }

    private void restart(int newEpoch) {
        if (epoch != newEpoch) {
            epoch = newEpoch;
            ready.add(new TapItem.Restarted());
        }
    }

    private void end() {
        tellDropped();
        ready.add(new TapItem.Ended());
        ended = true;
    }
}
