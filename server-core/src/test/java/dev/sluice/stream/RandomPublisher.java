package dev.sluice.stream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Publishes a ledger's stream at random: all kinds, sizes and header changes. */
final class RandomPublisher implements Publisher {
    private static final List<HeaderKey> KEYS = List.of(
            HeaderKey.METADATA,
            new HeaderKey(MessageKind.AUDIO, 0, 0),
            new HeaderKey(MessageKind.VIDEO, 0, 0),
            new HeaderKey(MessageKind.VIDEO, 2, 1));
    private static final byte[] NOISE = new byte[4 << 20];

    static {
        new Random(7).nextBytes(NOISE);
    }

    private final Ledger ledger;
    private final Lease lease;
    private final Random random;
    private final FakeClock clock;
    private final boolean hasVideo;
    private final String name;
    private int timestamp;
    private long lastActivity;
    private boolean replaced;

    RandomPublisher(Ledger ledger, Lease lease, Random random, FakeClock clock, String name) {
        this.ledger = ledger;
        this.lease = lease;
        this.random = random;
        this.clock = clock;
        this.name = name;
        hasVideo = random.nextInt(4) > 0;
        lastActivity = clock.getAsLong();
        timestamp = List.of(0, 0xffffff - 100, -100, random.nextInt()).get(random.nextInt(4));
    }

    /** Returns false, and is gone, when the stream is not to be had. */
    boolean start() {
        if (ledger.stream().claim(this) != LiveStream.Claim.GRANTED) {
            lease.close();
            return false;
        }
        ledger.onPublished();
        return true;
    }

    boolean isReplaced() {
        return replaced;
    }

    /** Returns false when there is no memory left. */
    boolean publish() {
        lastActivity = clock.getAsLong();
        boolean taken = true;
        for (int count = 1 + random.nextInt(6); count > 0 && taken; count--) {
            taken = random.nextInt(12) == 0 ? header() : message();
        }
        ledger.stream().endBatch();
        return taken;
    }

    void end(boolean graceful) {
        if (!replaced) {
            ledger.stream().release(this, graceful);
        }
        lease.close();
    }

    @Override
    public long connectionId() {
        return 1;
    }

    @Override
    public long lastActivityNanos() {
        return lastActivity;
    }

    @Override
    public void onReplaced() {
        replaced = true;
        lease.close();
    }

    private boolean message() {
        timestamp += random.nextInt(40);
        int kind = random.nextInt(10);
        if (kind == 0) {
            return append(MessageKind.DATA, MessageRole.OTHER);
        }
        if (kind < 5 || !hasVideo) {
            return append(MessageKind.AUDIO, MessageRole.FRAME);
        }
        int role = random.nextInt(12);
        return append(
                MessageKind.VIDEO, role == 0 ? MessageRole.OTHER : role < 3 ? MessageRole.KEYFRAME : MessageRole.FRAME);
    }

    private boolean append(MessageKind kind, MessageRole role) {
        int size = random.nextInt(400) == 0
                ? random.nextInt((2 << 20) + 1)
                : random.nextInt(1 << (1 + random.nextInt(14)));
        ByteBuffer payload = ByteBuffer.wrap(NOISE, random.nextInt(NOISE.length - size), size)
                .slice();
        return ledger.append(kind, role, null, timestamp, payload, name);
    }

    private boolean header() {
        HeaderKey key = KEYS.get(random.nextInt(hasVideo ? KEYS.size() : 2));
        if (random.nextInt(20) == 0) {
            ledger.forget(key);
            return true;
        }
        ByteBuffer known = ledger.headersAt(ledger.size()).get(key);
        if (known == null || random.nextBoolean()) {
            byte[] bytes = new byte[3 + random.nextInt(random.nextInt(10) == 0 ? 10_000 : 40)];
            random.nextBytes(bytes);
            bytes[0] = (byte) key.variant();
            bytes[1] = (byte) key.track();
            known = ByteBuffer.wrap(bytes);
        }
        return ledger.append(key.kind(), MessageRole.HEADER, key, timestamp, known, name);
    }
}
