package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A pump that knows what its tap must deliver, and fails on anything else. */
final class CheckedTap {
    private final Ledger ledger;
    private final LogTap tap;
    private final String name;
    private final Map<HeaderKey, ByteBuffer> known = new HashMap<>();
    /** The index of the first message that was neither delivered nor told as left out. */
    private int next = -1;

    private int ends;
    private int publication;
    private boolean awaitsKeyframe;
    private boolean resumed;
    private boolean restarted;
    private boolean ended;
    private boolean closed;
    private long untold;
    private int delivered;
    private long dropped;

    CheckedTap(Ledger ledger, LogTap tap, String name) {
        this.ledger = ledger;
        this.tap = tap;
        this.name = name;
        observe();
    }

    boolean isClosed() {
        return closed;
    }

    boolean hasEnded() {
        return ended;
    }

    int delivered() {
        return delivered;
    }

    long dropped() {
        return dropped;
    }

    void close() {
        closed = true;
        tap.close();
        assertThat(tap.poll()).isNull();
        assertThat(tap.lowWater()).isEqualTo(LogTap.NOTHING);
    }

    /** Notes where the tap was placed; to be called before it may have lost that place. */
    void observe() {
        if (next < 0 && tap.lowWater() != LogTap.NOTHING) {
            next = ledger.indexAt(tap.position(), name);
            ends = ledger.ends();
            publication = ledger.publications();
            awaitsKeyframe = next < ledger.size() ? isAwaited(ledger.get(next)) : ledger.hasVideo();
        }
    }

    private static boolean isAwaited(Ledger.Message message) {
        return message.hasVideo() && !message.isVideo(MessageRole.KEYFRAME);
    }

    /** Polls that often at most; returns false when there was nothing in the end. */
    boolean poll(int count) {
        for (int i = 0; i < count && !closed; i++) {
            TapItem item = tap.poll();
            if (item == null) {
                onNothing();
                return false;
            }
            on(item);
        }
        return true;
    }

    /** Fails unless everything up to now was delivered. */
    void assertHasAll() {
        assertThat(closed || ended || next == ledger.size())
                .as("%s: all delivered, %d of %d", name, next, ledger.size())
                .isTrue();
    }

    private void onNothing() {
        if (next >= 0 && awaitsKeyframe && tap.lowWater() != LogTap.NOTHING) {
            // what it passes over while it waits for the first keyframe is told to nobody
            int reached = ledger.indexAt(tap.position(), name);
            assertThat(seek(next)).as("%s: nothing to deliver", name).isGreaterThanOrEqualTo(reached);
            passTo(Math.max(next, reached));
        }
    }

    private void on(TapItem item) {
        assertThat(ended).as("%s: nothing after the end but %s", name, item).isFalse();
        if (item instanceof TapItem.Gap gap) {
            onGap(gap.dropped());
        } else if (item instanceof TapItem.Restarted) {
            restarted = true;
        } else if (item instanceof TapItem.Ended) {
            onEnded();
        } else {
            onMessages(run((TapItem.Message) item));
        }
    }

    private void onGap(long count) {
        assertThat(count).as("%s: gap", name).isPositive().isGreaterThanOrEqualTo(untold);
        next += (int) (count - untold);
        dropped += count;
        untold = 0;
        resumed = true;
        awaitsKeyframe = next < ledger.size() ? isAwaited(ledger.get(next)) : ledger.hasVideo();
    }

    private void onEnded() {
        ended = true;
        if (next < 0) {
            // it was asked for just before the stream's end
            assertThat(ledger.ends()).as("%s: the stream has ended", name).isGreaterThan(ends);
            return;
        }
        int end = next;
        while (end < ledger.size() && ledger.get(end).ends() == ends) {
            end++;
        }
        assertThat(ledger.ends()).as("%s: the stream has ended", name).isGreaterThan(ends);
        assertThat(seek(next)).as("%s: all before the end", name).isGreaterThanOrEqualTo(end);
        passTo(end);
        assertThat(untold).as("%s: all told", name).isZero();
    }

    /** Headers and the message after them, for it is together that they are understood. */
    private List<TapItem.Message> run(TapItem.Message first) {
        List<TapItem.Message> run = new ArrayList<>(List.of(first));
        TapItem.Message last = first;
        while (last.role() == MessageRole.HEADER) {
            TapItem item = tap.poll();
            if (item == null) {
                onMessages(run);
                run.clear();
                onNothing();
                break;
            }
            if (!(item instanceof TapItem.Message message)) {
                onMessages(run);
                run.clear();
                on(item);
                break;
            }
            last = message;
            run.add(message);
        }
        return run;
    }

    private void onMessages(List<TapItem.Message> run) {
        if (run.isEmpty()) {
            return;
        }
        int prelude = 0;
        while (prelude < run.size() && !isNext(run.subList(prelude, run.size()))) {
            prelude++;
        }
        assertThat(prelude)
                .as("%s: message %d of %d follows: %s", name, next, ledger.size(), run)
                .isLessThan(run.size());
        if (prelude > 0) {
            onHeaders(run.subList(0, prelude), run.get(prelude).timestamp());
        }
        run.subList(prelude, run.size()).forEach(this::onMessage);
    }

    private void onHeaders(List<TapItem.Message> prelude, int timestamp) {
        Map<HeaderKey, ByteBuffer> given = new HashMap<>();
        for (TapItem.Message header : prelude) {
            assertThat(header.timestamp())
                    .as("%s: time of the message that follows", name)
                    .isEqualTo(timestamp);
            given.put(keyOf(header), ByteBuffer.wrap(header.payload()));
        }
        // a header that was forgotten since the place was granted does no harm
        int first = seek(next);
        assertThat(given).as("%s: headers before %d", name, first).containsAllEntriesOf(ledger.headersAt(first));
        known.putAll(given);
    }

    /** Whether these are the next messages of the log. */
    private boolean isNext(List<TapItem.Message> run) {
        int index = next;
        for (TapItem.Message item : run) {
            index = seek(index);
            if (index >= ledger.size() || !isSame(ledger.get(index), item)) {
                return false;
            }
            index++;
        }
        return true;
    }

    private static boolean isSame(Ledger.Message message, TapItem.Message item) {
        return message.role() == item.role()
                && message.hasBytesOf(item.kind().type(), item.timestamp(), ByteBuffer.wrap(item.payload()));
    }

    private void onMessage(TapItem.Message item) {
        passTo(seek(next));
        Ledger.Message message = ledger.get(next++);
        delivered++;
        assertThat(message.ends()).as("%s: nothing of a later stream", name).isEqualTo(ends);
        assertThat(restarted)
                .as("%s: restarted before %d", name, next - 1)
                .isEqualTo(message.publication() != publication);
        if (restarted) {
            restarted = false;
            publication = message.publication();
            awaitsKeyframe &= message.hasVideo();
        }
        if (message.isVideo(MessageRole.KEYFRAME)) {
            awaitsKeyframe = false;
        }
        if (!awaitsKeyframe) {
            assertThat(untold).as("%s: all told before %d", name, next - 1).isZero();
        }
        if (message.role() == MessageRole.HEADER) {
            known.put(keyOf(item), message.payload());
        } else {
            assertThat(known).as("%s: headers for %d", name, next - 1).containsAllEntriesOf(message.headers());
        }
    }

    /** The index of the next message from there on that must be delivered. */
    private int seek(int from) {
        int index = from;
        while (index < ledger.size() && awaitsKeyframe && isPassedOver(ledger.get(index))) {
            index++;
        }
        return index;
    }

    /** Another publisher's first keyframe ends the waiting in any case. */
    private static boolean isPassedOver(Ledger.Message message) {
        return message.hasVideo() && (message.isVideo(MessageRole.FRAME) || message.isVideo(MessageRole.OTHER));
    }

    private void passTo(int index) {
        untold += resumed ? index - next : 0;
        next = index;
    }

    private static HeaderKey keyOf(TapItem.Message header) {
        return new HeaderKey(header.kind(), header.payload()[0], header.payload()[1]);
    }
}
