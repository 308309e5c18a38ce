package dev.sluice.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkRoundTripTest {
    private static final int RUNS = 40;
    private static final int CHUNKS = 300;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldReadWhatAnyLegalSenderWrites(boolean repeatsExtended) {
        for (int run = 0; run < RUNS; run++) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            RandomPublisher publisher = new RandomPublisher(random, repeatsExtended).publish(CHUNKS);
            try (Peer peer = new Peer(Limits.DEFAULT, random.nextBoolean())) {
                feedInPieces(peer, publisher.wire(), random);
                assertThat(peer.outcome()).as("seed %d", seed).isEqualTo(publisher.messages());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 26, 0xfffffd, 0xfffffe, 0xffffff, 0x1000000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff})
    void shouldReadWhatTheWriterWrites(int timestamp) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            byte[] payload = new byte[random.nextInt(2000)];
            random.nextBytes(payload);
            int chunkSize = 1 + random.nextInt(500);
            byte[] wire = ChunkWriter.encode(2 + random.nextInt(62), 9, 1, timestamp, chunkSize, payload);
            try (Peer peer = new Peer()) {
                peer.reader.chunkSize(chunkSize);
                feedInPieces(peer, wire, random);
                assertThat(peer.outcome())
                        .as("seed %d", seed)
                        .containsExactly("9@" + Integer.toUnsignedString(timestamp) + "/1 "
                                + Wire.text(ByteBuffer.wrap(payload)));
            }
        }
    }

    /** Nothing but a ProtocolException may come out, and no memory may stay. {@link Peer} lets all others through. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldWithstandMutatedInput(boolean repeatsExtended) {
        for (int run = 0; run < 10 * RUNS; run++) {
            long seed = new Random().nextLong();
            Random random = new Random(seed);
            byte[] wire =
                    new RandomPublisher(random, repeatsExtended).publish(60).wire();
            for (int i = random.nextInt(10); i >= 0; i--) {
                wire[random.nextInt(wire.length)] = (byte) random.nextInt();
            }
            Peer peer = new Peer();
            try {
                feedInPieces(peer, wire, random);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed, e);
            }
            peer.close();
            assertThat(peer.budget.usedBytes()).as("seed %d", seed).isZero();
        }
    }

    private static void feedInPieces(Peer peer, byte[] wire, Random random) {
        int largest = 1 + random.nextInt(random.nextBoolean() ? 6 : 2000);
        for (int at = 0; at < wire.length && !peer.refused(); ) {
            int end = Math.min(wire.length, at + 1 + random.nextInt(largest));
            peer.read(Arrays.copyOfRange(wire, at, end));
            at = end;
        }
    }
}
