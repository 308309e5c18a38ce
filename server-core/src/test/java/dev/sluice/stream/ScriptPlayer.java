package dev.sluice.stream;

import dev.sluice.chunk.ChunkReader;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.MemoryBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/** A player that checks each byte against the {@link Script}. */
final class ScriptPlayer implements Player {
    private static final int TURN_BYTES = 64 << 10;

    private final Lease lease;
    private final int messageStreamId;
    private final FakeChannel channel = new FakeChannel(this::receive);
    private final ChunkReader reader = new ChunkReader(Limits.DEFAULT, new MemoryBudget(1L << 30));
    private final Deque<byte[]> queued = new ArrayDeque<>();
    private final Cursor cursor;
    private boolean readingHeaders;
    private boolean closed;
    private boolean jumped = true;
    private boolean awaitsKeyframe = true;
    private long last = -1;
    private long header = -1;
    private long ends = -1;
    private int delivered;
    private int skips;

    ScriptPlayer(Lease lease, StreamLoop loop, int messageStreamId) {
        this.lease = lease;
        this.messageStreamId = messageStreamId;
        reader.chunkSize(lease.stream().log().chunkSize());
        cursor = lease.stream().readerOn(loop).attach(this, messageStreamId);
    }

    boolean isClosed() {
        return closed;
    }

    int delivered() {
        return delivered;
    }

    int skips() {
        return skips;
    }

    void open(long bytes) {
        channel.open(bytes);
        flush();
    }

    void leave() {
        closed = true;
        cursor.close();
        lease.close();
    }

    @Override
    public void onStarted() {
        flush();
    }

    @Override
    public void onGrowth() {
        flush();
    }

    @Override
    public void onHeaders(byte[] encoded) {
        queued.add(encoded);
    }

    @Override
    public boolean isBlocked() {
        return channel.isFull();
    }

    @Override
    public void onSkipped() {
        skips++;
        jumped = true;
        awaitsKeyframe = true;
    }

    @Override
    public void onLaggedOut() {
        leave();
    }

    @Override
    public void onEnded() {
        require(last < 0 || jumped || (last + 1) % Script.STRETCH == 0, "ends at the end of a stretch", last);
        leave();
    }

    private void flush() {
        try {
            while (!closed && !channel.isFull()) {
                if (!queued.isEmpty() && cursor.isBetweenMessages()) {
                    readingHeaders = true;
                    receive(ByteBuffer.wrap(queued.remove()));
                    readingHeaders = false;
                } else if (cursor.hasBytes()) {
                    cursor.writeTo(channel, TURN_BYTES, !queued.isEmpty());
                } else {
                    return;
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void receive(ByteBuffer bytes) {
        reader.read(bytes, this::onMessage);
    }

    private boolean onMessage(int type, int id, int timestamp, ByteBuffer payload) {
        long number = Script.numberIn(payload);
        require(id == messageStreamId, "message stream id", id);
        require(type == Script.kind(number).type(), "type", number);
        require(Script.isPayload(number, payload), "payload", number);
        if (readingHeaders) {
            require(Script.isHeader(number), "prelude", number);
            header = number;
            return true;
        }
        require(timestamp == Script.timestamp(number), "timestamp", number);
        checkOrder(number);
        if (Script.isHeader(number)) {
            header = number;
        }
        require(header == Script.header(number), "headers given before", number);
        if (Script.isKeyframe(number)) {
            awaitsKeyframe = false;
        }
        last = number;
        jumped = false;
        delivered++;
        return true;
    }

    private void checkOrder(long number) {
        require(number > last, "forward", number);
        require(!awaitsKeyframe || !Script.isPlainVideo(number), "keyframe first", number);
        for (long left = last + 1; left < number && !jumped; left++) {
            require(awaitsKeyframe && Script.isPlainVideo(left), "nothing left out", left);
        }
        require(ends < 0 || ends == Script.ends(number), "nothing of a later stream", number);
        ends = Script.ends(number);
    }

    private void require(boolean holds, String what, long number) {
        if (!holds) {
            throw new AssertionError(what + ": message " + number + " after " + last + ", header " + header + ", id "
                    + messageStreamId + (jumped ? ", after a jump" : ""));
        }
    }
}
