package dev.sluice.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.Limits;
import dev.sluice.protocol.MemoryBudget;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What a peer can make the reader hold, and what it holds in steady state. */
class ChunkReaderMemoryTest {
    private static final MessageSink IGNORE = (type, messageStreamId, timestamp, payload) -> true;
    private static final String LARGEST_CHUNKS = "02 000000 000004 01 00000000 7fffffff";

    private final MemoryBudget budget = new MemoryBudget(1 << 30);

    /** RI-048, Red5 issue 456: the announced length takes nothing. */
    @Test
    void shouldHoldAboutWhatCameNotWhatWasAnnounced() {
        ChunkReader reader = reader(Limits.DEFAULT);
        read(reader, LARGEST_CHUNKS + "| 06 000000 800000 09 01000000");
        assertThat(budget.usedBytes()).isZero();

        read(reader, "aa");
        assertThat(budget.usedBytes()).isLessThanOrEqualTo(256);

        read(reader, "aa*100000");
        assertThat(budget.usedBytes()).isBetween(100_001L, 200_100L);
    }

    /** RI-020, hostile cases 11 and 14. */
    @Test
    void shouldRefuseMoreChunkStreamsThanAllowed() {
        ChunkReader reader = reader(Limits.DEFAULT);
        IntFunction<String> partial = id -> "00 %02x 000000 010000 09 01000000 aa*128".formatted(id);
        for (int id = 0; id < Limits.DEFAULT.maxChunkStreams(); id++) {
            read(reader, partial.apply(id));
        }

        assertRefused(reader, partial.apply(200), Reason.TOO_MANY_CHUNK_STREAMS);
        assertThat(budget.usedBytes()).isLessThanOrEqualTo(64 * 256);
    }

    @Test
    void shouldRefuseMoreIncompleteBytesThanAllowed() {
        ChunkReader reader = reader(withMaxReassembly(1 << 20));
        reader.chunkSize(1 << 19);
        read(reader, "04 000000 0fffff 09 01000000 aa*524288 | 05 000000 0fffff 09 01000000 aa*524287");

        assertRefused(reader, "aa | c4 aa", Reason.REASSEMBLY_TOO_LARGE);
    }

    @Test
    void shouldRefuseWhenAllConnectionsTogetherHoldTooMuch() {
        MemoryBudget small = new MemoryBudget(1000);
        ChunkReader first = new ChunkReader(Limits.DEFAULT, small);
        ChunkReader second = new ChunkReader(Limits.DEFAULT, small);
        String partial = "04 000000 000200 09 01000000 aa*128 | c4 aa*128 | c4 aa*128 | c4 aa*127";
        read(first, partial);

        assertRefused(second, partial, Reason.REASSEMBLY_MEMORY_SPENT);
        first.close();
        second.close();
        assertThat(small.usedBytes()).isZero();
    }

    /** Buffers that are only kept for later must not be the reason of a refusal. */
    @Test
    void shouldGiveUpIdleBuffersBeforeRefusing() {
        ChunkReader reader = reader(withMaxReassembly(300_000));
        reader.chunkSize(1 << 17);
        for (int id = 4; id < 40; id++) {
            read(reader, "%02x 000000 020001 09 01000000 aa*131072".formatted(id));
            read(reader, "%02x bb".formatted(0xc0 | id));
        }

        assertThat(budget.usedBytes()).isLessThanOrEqualTo(300_000);
        reader.close();
        assertThat(budget.usedBytes()).isZero();
    }

    /** What idle connections keep for their next message is nothing to those that need it now. */
    @Test
    void shouldNotBeRefusedForWhatIdleConnectionsKeep() {
        MemoryBudget shared = new MemoryBudget(4 << 20);
        for (int connection = 0; connection < 100; connection++) {
            ChunkReader reader = new ChunkReader(Limits.DEFAULT, shared);
            read(reader, LARGEST_CHUNKS + "| 06 000000 07d000 09 01000000 aa*511999");
            read(reader, "aa");
        }
    }

    @Test
    void shouldNotKeepMuchForLater() {
        ChunkReader reader = reader(Limits.DEFAULT);
        reader.chunkSize(1 << 20);
        for (int id = 4; id < 40; id++) {
            read(reader, "%02x 000000 030000 09 01000000 aa*196607".formatted(id));
            read(reader, "aa");
        }
        assertThat(budget.usedBytes()).isLessThanOrEqualTo(512 << 10);

        read(reader, "3f 000000 400000 09 01000000 aa*1048576 | ff aa*1048576 | ff aa*1048576 | ff aa*1048576");
        assertThat(budget.usedBytes()).isLessThanOrEqualTo(512 << 10);
    }

    @Test
    void shouldForgetBufferThatIsLargerThanRecentlyNeeded() {
        ChunkReader reader = reader(Limits.DEFAULT);
        read(reader, "04 000000 000400 09 01000000 aa*128" + " | c4 aa*128".repeat(7));
        assertThat(budget.usedBytes()).isEqualTo(1024);
        for (int i = 0; i < 600; i++) {
            read(reader, "04 000000 000082 09 01000000 aa*128 | c4 aaaa");
        }

        assertThat(budget.usedBytes()).isLessThanOrEqualTo(256);
    }

    /** RI-045 as amended, hostile cases 16 and 13. */
    @Test
    void shouldRefuseMostlyHeaders() {
        Limits strict = new Limits(8 << 20, 64 << 10, 1 << 20, 64, 8, 16 << 20, 1);
        ChunkReader reader = reader(strict);
        reader.chunkSize(1);
        String evenly = "04 000000 010000 08 01000000 aa" + "c4aa".repeat(0xffff);
        assertRefused(reader, evenly.repeat(9), Reason.HEADER_OVERHEAD);
    }

    @Test
    void shouldTakeSmallChunksWithinTheAllowedOverhead() {
        ChunkReader reader = reader(Limits.DEFAULT);
        reader.chunkSize(1);
        String message = "04 000000 001000 08 01000000 aa" + "c4aa".repeat(0xfff);
        for (int i = 0; i < 300; i++) {
            read(reader, message);
        }
        assertThat(budget.usedBytes()).isLessThanOrEqualTo(4096);
    }

    @Test
    void shouldRefuseFloodOfEmptyMessages() {
        ChunkReader reader = reader(Limits.DEFAULT);
        read(reader, "04 000000 000000 08 01000000 | c4*1000000");

        assertRefused(reader, "c4*100000", Reason.HEADER_OVERHEAD);
    }

    /** Headers that come in two reads count like others. */
    @Test
    void shouldRefuseFloodOfSplitHeaders() {
        ChunkReader reader = reader(Limits.DEFAULT);
        read(reader, "00 00 000000 000000 08 01000000");
        ByteBuffer firstHalf = ByteBuffer.wrap(Wire.bytes("c0"));
        ByteBuffer secondHalf = ByteBuffer.wrap(Wire.bytes("00"));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 600_000; i++) {
                        reader.read(firstHalf.rewind(), IGNORE);
                        reader.read(secondHalf.rewind(), IGNORE);
                    }
                })
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(Reason.HEADER_OVERHEAD));
    }

    @Test
    void shouldHandOutWindowOntoTheInput() {
        ByteBuffer in = ByteBuffer.wrap(Wire.bytes("04 000000 000003 08 01000000 af0121 | 04"));
        ByteBuffer[] seen = new ByteBuffer[1];
        reader(Limits.DEFAULT).read(in, (type, messageStreamId, timestamp, payload) -> {
            seen[0] = payload;
            return true;
        });

        assertThat(seen[0]).isSameAs(in);
        assertThat(in.hasRemaining()).isFalse();
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void shouldStopRightAfterTheMessage() {
        ByteBuffer in = ByteBuffer.wrap(Wire.bytes("04 000000 000003 08 01000000 af0121 | c4 af0122 | c4"));
        ChunkReader reader = reader(Limits.DEFAULT);

        assertThat(reader.read(in, (type, messageStreamId, timestamp, payload) -> false))
                .isFalse();
        assertThat(in.position()).isEqualTo(15);
        assertThat(in.limit()).isEqualTo(20);
    }

    @Test
    void shouldStopWhenTheSinkClosesIt() {
        ByteBuffer in = ByteBuffer.wrap(Wire.bytes("04 000000 000082 08 01000000 aa*128 | c4 aaaa | c4 aa*128"));
        ChunkReader reader = reader(Limits.DEFAULT);

        boolean goOn = reader.read(in, (type, messageStreamId, timestamp, payload) -> {
            reader.close();
            assertThat(payload.remaining()).isEqualTo(130);
            return true;
        });

        assertThat(goOn).isFalse();
        assertThat(in.remaining()).isEqualTo(129);
        assertThat(budget.usedBytes()).isZero();
    }

    @Test
    void shouldHoldNewLimitsForNextMessage() {
        ChunkReader reader = reader(Limits.DEFAULT);
        read(reader, "04 000000 000003 08 01000000 af0121");
        reader.limits(new Limits(2, 2, 2, 64, 8, 16 << 20, 4));

        assertRefused(reader, "c4 af0121", Reason.MESSAGE_TOO_LARGE);
    }

    /** Zero garbage per frame: measured on the path in place and on the gathering one. */
    @Test
    void shouldAllocateNothingPerMessage() {
        ByteBuffer in = ByteBuffer.allocateDirect(1 << 12)
                .put(Wire.bytes(
                        "04 000014 000003 08 01000000 af0121 | 06 000014 000100 09 01000000 aa*128 | c6 aa*128"))
                .flip();
        ChunkReader reader = reader(Limits.DEFAULT);
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = 0;
        int rounds = 20_000;
        for (int i = 0; i < 2 * rounds; i++) {
            if (i == rounds) {
                before = threads.getCurrentThreadAllocatedBytes();
            }
            reader.read(in.rewind(), IGNORE);
        }

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(rounds);
    }

    private ChunkReader reader(Limits limits) {
        return new ChunkReader(limits, budget);
    }

    private static Limits withMaxReassembly(int bytes) {
        return new Limits(8 << 20, 64 << 10, 1 << 20, 64, 8, bytes, 4);
    }

    private static void read(ChunkReader reader, String wire) {
        ByteBuffer in = ByteBuffer.wrap(Wire.bytes(wire));
        boolean goOn = reader.read(in, (type, messageStreamId, timestamp, payload) -> {
            if (type == 1) {
                reader.chunkSize(payload.getInt());
            }
            return true;
        });
        assertThat(goOn).isTrue();
    }

    private static void assertRefused(ChunkReader reader, String wire, Reason reason) {
        ByteBuffer in = ByteBuffer.wrap(Wire.bytes(wire));
        assertThatThrownBy(() -> reader.read(in, IGNORE))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
