package dev.sluice.stream;

/** A place in a log, and the message it is in. It only moves forward, and only below the committed position. */
final class LogPosition {
    private Segment segment;
    private int offset;
    private long position;
    private Segment entrySegment;
    private int entry;
    private long messageStart;
    /** Equal to {@link #messageStart} while the message is not known. */
    private long messageEnd;

    /** Jumps to a message boundary. */
    void moveTo(StartPoint start) {
        segment = start.segment();
        entrySegment = segment;
        offset = (int) (start.position() - segment.base);
        entry = start.entry();
        position = start.position();
        messageStart = position;
        messageEnd = position;
    }

    long position() {
        return position;
    }

    Segment segment() {
        return segment;
    }

    /** The start of the oldest segment that this place still looks at; at a segment's end it stays in it. */
    long oldestNeeded() {
        return entrySegment.base;
    }

    int offset() {
        return offset;
    }

    /** Whether a message is begun and not ended. */
    boolean isTorn() {
        return position > messageStart;
    }

    /** Where the current message ends; valid after {@link #load}. */
    long messageEnd() {
        return messageEnd;
    }

    /** How many bytes of the current message lie before this place. */
    int messageOffset() {
        return (int) (position - messageStart);
    }

    /** Makes the message at this place known; false when it is not committed yet. */
    boolean load(long committed) {
        if (messageEnd > messageStart) {
            return true;
        }
        if (position >= committed) {
            return false;
        }
        if (segment.endsAt(offset)) {
            segment = segment.next;
            offset = 0;
            entrySegment = segment;
            entry = 0;
        }
        messageEnd = messageStart + entrySegment.length(entry);
        return true;
    }

    MessageKind kind() {
        return entrySegment.kind(entry);
    }

    MessageRole role() {
        return entrySegment.role(entry);
    }

    int headerVersion() {
        return entrySegment.headerVersion(entry);
    }

    int timestamp() {
        return entrySegment.timestamp(entry);
    }

    int epoch() {
        return entrySegment.epoch(entry);
    }

    long arrivalNanos() {
        return entrySegment.arrivalNanos(entry);
    }

    /** Moves on by that many bytes, over as many messages as they are. */
    void advance(long bytes, long committed) {
        long target = position + bytes;
        while (position < target && load(committed) && messageEnd <= target) {
            passMessage();
        }
        if (position < target) {
            seek(target);
        }
    }

    private void passMessage() {
        seek(messageEnd);
        if (segment == entrySegment) {
            entry++;
        } else {
            entrySegment = segment;
            entry = 0;
        }
        messageStart = messageEnd;
    }

    private void seek(long target) {
        while (segment.endsBefore(target)) {
            segment = segment.next;
        }
        offset = (int) (target - segment.base);
        position = target;
    }
}
