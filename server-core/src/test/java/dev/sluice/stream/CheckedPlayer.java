package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chunk.ChunkReader;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.MemoryBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** A player that knows what it must get, and fails on anything else. It writes as a connection does. */
final class CheckedPlayer implements Player {
    private static final Limits LIMITS = new Limits(8 << 20, 8 << 20, 8 << 20, 64, 8, 64 << 20, 1 << 20);
    private static final int TURN_BYTES = 64 << 10;

    private final Ledger ledger;
    private final Lease lease;
    private final int messageStreamId;
    private final String name;
    private final FakeChannel channel = new FakeChannel(this::receive);
    private final ChunkReader reader = new ChunkReader(LIMITS, new MemoryBudget(1L << 30));
    private final Deque<byte[]> queued = new ArrayDeque<>();
    private final Map<HeaderKey, ByteBuffer> known = new HashMap<>();
    private final Deque<Runnable> switches = new ArrayDeque<>();
    private final Cursor cursor;
    private boolean readingHeaders;
    private boolean audio = true;
    private boolean video = true;
    private boolean awaitsKeyframe;
    private boolean closed;
    private int next = -1;
    private int ends = -1;
    private int delivered;
    private int skips;

    CheckedPlayer(Ledger ledger, Lease lease, StreamLoop loop, int messageStreamId, String name) {
        this.ledger = ledger;
        this.lease = lease;
        this.messageStreamId = messageStreamId;
        this.name = name;
        reader.chunkSize(ledger.stream().log().chunkSize());
        cursor = ledger.stream().readerOn(loop).attach(this, messageStreamId);
    }

    boolean isClosed() {
        return closed;
    }

    boolean hasStarted() {
        return next >= 0;
    }

    int delivered() {
        return delivered;
    }

    int skips() {
        return skips;
    }

    /** The peer takes that many bytes more. */
    void open(long bytes) {
        channel.open(bytes);
        flush();
    }

    void want(boolean wantsAudio, boolean wantsVideo) {
        if (hasStarted() && cursor.isBetweenMessages()) {
            // what the cursor has passed over it has passed over before the switch
            assertHasAllUpTo(ledger.indexAt(cursor.position(), name));
        }
        cursor.deliver(wantsAudio, wantsVideo);
        switches.add(() -> {
            awaitsKeyframe |= wantsVideo && !video;
            audio = wantsAudio;
            video = wantsVideo;
        });
        if (cursor.isBetweenMessages()) {
            switchNow();
        }
    }

    void leave() {
        closed = true;
        cursor.close();
        lease.close();
    }

    /** Fails when the player has not been given all that it wants up to that message. */
    void assertHasAllUpTo(int end) {
        while (next < end && !mustDeliver(ledger.get(next))) {
            next++;
        }
        assertThat(next).as("%s: all delivered", name).isGreaterThanOrEqualTo(end);
    }

    @Override
    public void onStarted() {
        moved();
        flush();
    }

    @Override
    public void onGrowth() {
        flush();
    }

    @Override
    public void onHeaders(byte[] encoded) {
        assertThat(cursor.isBetweenMessages()).as(name).isTrue();
        queued.add(encoded);
        Map<HeaderKey, ByteBuffer> expected = ledger.headersAt(ledger.indexAt(cursor.position(), name));
        Map<HeaderKey, ByteBuffer> given = new HashMap<>();
        ChunkReader decoder = new ChunkReader(LIMITS, new MemoryBudget(1L << 30));
        decoder.chunkSize(ledger.stream().log().chunkSize());
        decoder.read(ByteBuffer.wrap(encoded), (type, id, timestamp, payload) -> {
            given.put(keyOf(type, payload), copy(payload));
            return id == messageStreamId;
        });
        // a header that was forgotten since the place was granted does no harm
        assertThat(given).as("%s: prelude at %d", name, cursor.position()).containsAllEntriesOf(expected);
    }

    @Override
    public boolean isBlocked() {
        return channel.isFull();
    }

    @Override
    public void onSkipped() {
        skips++;
        moved();
    }

    @Override
    public void onLaggedOut() {
        leave();
    }

    @Override
    public void onEnded() {
        assertThat(ledger.ends()).as("%s: the stream has ended", name).isPositive();
        int end = next;
        while (end < ledger.size() && ledger.get(end).ends() == ends) {
            end++;
        }
        assertHasAllUpTo(end);
        leave();
    }

    private void moved() {
        int target = ledger.indexAt(cursor.position(), name);
        assertThat(target).as("%s: moves forward", name).isGreaterThanOrEqualTo(next);
        next = target;
        awaitsKeyframe = true;
        switchNow();
    }

    private void switchNow() {
        switches.forEach(Runnable::run);
        switches.clear();
    }

    private void flush() {
        try {
            while (!closed && !channel.isFull()) {
                if (!queued.isEmpty() && cursor.isBetweenMessages()) {
                    readingHeaders = true;
                    reader.read(ByteBuffer.wrap(queued.remove()), this::onMessage);
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
        assertThat(id).as(name).isEqualTo(messageStreamId);
        if (readingHeaders) {
            known.put(keyOf(type, payload), copy(payload));
            return true;
        }
        Ledger.Message message = match(type, timestamp, payload);
        if (ends < 0) {
            ends = message.ends();
        }
        assertThat(message.ends()).as("%s: nothing of a later stream", name).isEqualTo(ends);
        if (message.role() == MessageRole.HEADER) {
            known.put(keyOf(type, payload), copy(payload));
        } else if (message.role() != MessageRole.OTHER) {
            assertThat(known).as("%s: headers fit message %d", name, next - 1).containsAllEntriesOf(message.headers());
        }
        if (message.isVideo(MessageRole.KEYFRAME)) {
            awaitsKeyframe = false;
        }
        delivered++;
        switchNow();
        return true;
    }

    private Ledger.Message match(int type, int timestamp, ByteBuffer payload) {
        while (next < ledger.size()) {
            Ledger.Message candidate = ledger.get(next++);
            if (mayDeliver(candidate) && candidate.hasBytesOf(type, timestamp, payload)) {
                return candidate;
            }
            assertThat(mustDeliver(candidate))
                    .as(
                            "%s: message %d, %s %s at %d, is to come, not type %d at %d with %d bytes",
                            name,
                            next - 1,
                            candidate.kind(),
                            candidate.role(),
                            candidate.timestamp(),
                            type,
                            timestamp,
                            payload.remaining())
                    .isFalse();
        }
        throw new AssertionError(name + ": got what was never sent");
    }

    private boolean mayDeliver(Ledger.Message message) {
        return mustDeliver(message) || video && message.isVideo(MessageRole.OTHER);
    }

    private boolean mustDeliver(Ledger.Message message) {
        if (message.role() == MessageRole.HEADER) {
            return true;
        }
        return switch (message.kind()) {
            case DATA -> true;
            case AUDIO -> audio;
            case VIDEO -> video && (!awaitsKeyframe || message.role() == MessageRole.KEYFRAME);
        };
    }

    /** The keys that the test uses stand in the payload's first two bytes. */
    private static HeaderKey keyOf(int type, ByteBuffer payload) {
        for (MessageKind kind : MessageKind.values()) {
            if (kind.type() == type) {
                int at = payload.position();
                return new HeaderKey(kind, payload.get(at), payload.get(at + 1));
            }
        }
        throw new AssertionError("type " + type);
    }

    private static ByteBuffer copy(ByteBuffer bytes) {
        return ByteBuffer.allocate(bytes.remaining()).put(bytes.duplicate()).flip();
    }
}
