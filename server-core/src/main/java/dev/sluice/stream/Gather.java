package dev.sluice.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;

/** Writes runs of a log to a channel, through views that one reader reuses for all its cursors. */
final class Gather {
    private static final int MAX_PIECES = 16;
    /** Where the message stream id stands in the first chunk header (RTMP 1.0, 5.3.1.2.1). */
    private static final int ID_AT = 8;

    private static final int ID_END = 12;

    private final int loop;
    private final ByteBuffer[] pieces = new ByteBuffer[MAX_PIECES];
    /** Made for the first player with an id of its own, which is rare. */
    private ByteBuffer idBytes;

    private int count;
    private long bytes;

    Gather(int loop) {
        this.loop = loop;
    }

    /** How many bytes the last write tried to write. */
    long bytes() {
        return bytes;
    }

    /** Writes at most {@code length} bytes from {@code at} as they stand in the log. */
    long write(GatheringByteChannel channel, LogPosition at, long length, long committed) throws IOException {
        begin();
        addRun(at.segment(), at.offset(), length, committed, false);
        return flush(channel);
    }

    /** Writes at most {@code length} bytes of the message at {@code at}, under another message stream id. */
    long writeAs(GatheringByteChannel channel, LogPosition at, long length, long committed, byte[] id)
            throws IOException {
        begin();
        long left = length;
        int from = at.messageOffset();
        Segment segment = at.segment();
        int offset = at.offset();
        if (from < ID_AT) {
            int head = (int) Math.min(left, ID_AT - from);
            add(segment.view(loop, offset, offset + head));
            left -= head;
            offset += head;
            from += head;
        }
        if (from >= ID_AT && from < ID_END && left > 0) {
            int middle = (int) Math.min(left, ID_END - from);
            add(idPiece(id, from - ID_AT, middle));
            left -= middle;
            offset += middle;
        }
        addRun(segment, offset, left, committed, true);
        return flush(channel);
    }

    private ByteBuffer idPiece(byte[] bytes, int from, int length) {
        if (idBytes == null) {
            idBytes = ByteBuffer.allocateDirect(ID_END - ID_AT);
        }
        return idBytes.clear().put(bytes).limit(from + length).position(from);
    }

    private void begin() {
        count = 0;
        bytes = 0;
    }

    private void addRun(Segment from, int offset, long length, long committed, boolean second) {
        Segment segment = from;
        int start = offset;
        long left = length;
        while (left > 0 && count < MAX_PIECES) {
            int end = (int) Math.min(segment.readable(committed), start + left);
            if (end > start) {
                add(second && segment == from ? segment.secondView(loop, start, end) : segment.view(loop, start, end));
                left -= end - start;
            }
            if (left > 0) {
                segment = segment.next;
                start = 0;
            }
        }
    }

    private void add(ByteBuffer piece) {
        pieces[count++] = piece;
        bytes += piece.remaining();
    }

    private long flush(GatheringByteChannel channel) throws IOException {
        return count == 1 ? channel.write(pieces[0]) : channel.write(pieces, 0, count);
    }
}
