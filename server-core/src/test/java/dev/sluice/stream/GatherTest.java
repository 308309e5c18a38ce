package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chunk.ChunkWriter;
import dev.sluice.counter.Counters;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatherTest {
    private static final int CHUNK_SIZE = 128;
    private static final int ID = 0x04030201;
    private static final byte[] ID_BYTES = {1, 2, 3, 4};

    private final SegmentPool pool = new SegmentPool(4L * SegmentPool.SLAB_BYTES, 1, new Counters());
    private final StreamLog log = new StreamLog(pool, CHUNK_SIZE);
    private final Gather gather = new Gather(0);
    private final ByteArrayOutputStream peer = new ByteArrayOutputStream();
    private final FakeChannel channel = new FakeChannel(this::receive);
    private final LogPosition at = new LogPosition();

    @BeforeEach
    void open() {
        assertThat(log.open(0)).isTrue();
        at.moveTo(log.edge(HeaderSet.empty(0), 0, 0, true));
    }

    @AfterEach
    void close() {
        log.clear();
        pool.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0x1000000})
    void shouldRewriteMessageStreamIdWhereverMessageIsSplit(int timestamp) throws IOException {
        byte[] payload = payload(300);
        byte[] expected = ChunkWriter.encode(7, 9, ID, timestamp, CHUNK_SIZE, payload);
        for (int cut = 0; cut < expected.length; cut++) {
            peer.reset();
            append(timestamp, payload);
            at.load(log.committed());

            write(cut, expected.length);
            write(expected.length - cut, expected.length - cut);

            assertThat(peer.toByteArray()).as("cut at %d", cut).isEqualTo(expected);
            assertThat(at.isTorn()).isFalse();
        }
    }

    @Test
    void shouldRewriteMessageStreamIdWhenEachByteGoesAlone() throws IOException {
        byte[] payload = payload(50);
        byte[] expected = ChunkWriter.encode(7, 9, ID, 0, CHUNK_SIZE, payload);
        append(0, payload);
        at.load(log.committed());

        for (int i = 0; i < expected.length; i++) {
            write(1, expected.length - i);
        }

        assertThat(peer.toByteArray()).isEqualTo(expected);
    }

    @Test
    void shouldLeaveLogAsItIs() throws IOException {
        StartPoint start = log.edge(HeaderSet.empty(0), 0, 0, true);
        byte[] payload = payload(300);
        append(0, payload);
        at.load(log.committed());
        write(Integer.MAX_VALUE, at.messageEnd());
        peer.reset();

        LogPosition again = new LogPosition();
        again.moveTo(start);
        channel.open(Integer.MAX_VALUE);
        gather.write(channel, again, log.committed() - start.position(), log.committed());

        assertThat(peer.toByteArray())
                .isEqualTo(ChunkWriter.encode(7, 9, StreamLog.MESSAGE_STREAM_ID, 0, CHUNK_SIZE, payload));
    }

    @Test
    void shouldWriteMessageThatSpansSegmentsUnderAnotherId() throws IOException {
        byte[] payload = payload(200_000);
        append(0, payload(16_000));
        at.load(log.committed());
        at.advance(at.messageEnd() - at.position(), log.committed());
        append(0, payload);
        at.load(log.committed());

        while (at.load(log.committed())) {
            write(7919, at.messageEnd() - at.position());
        }

        assertThat(peer.toByteArray()).isEqualTo(ChunkWriter.encode(7, 9, ID, 0, CHUNK_SIZE, payload));
    }

    @Test
    void shouldWriteRunOfManyMessagesAtOnce() throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 100; i++) {
            append(i, payload(i * 10));
            expected.writeBytes(ChunkWriter.encode(7, 9, 1, i, CHUNK_SIZE, payload(i * 10)));
        }
        channel.open(Integer.MAX_VALUE);
        long length = log.committed();

        assertThat(gather.write(channel, at, length, log.committed())).isEqualTo(length);

        assertThat(gather.bytes()).isEqualTo(length);
        assertThat(peer.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Test
    void shouldWriteNoMoreThanItIsAskedFor() throws IOException {
        append(0, payload(1000));
        channel.open(Integer.MAX_VALUE);

        assertThat(gather.write(channel, at, 100, log.committed())).isEqualTo(100);

        assertThat(peer.size()).isEqualTo(100);
    }

    private void write(int room, long length) throws IOException {
        channel.open(room);
        at.advance(gather.writeAs(channel, at, length, log.committed(), ID_BYTES), log.committed());
    }

    private void append(int timestamp, byte[] payload) {
        assertThat(log.append(MessageKind.VIDEO, MessageRole.FRAME, timestamp, 0, ByteBuffer.wrap(payload), 0))
                .isTrue();
    }

    private static byte[] payload(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private void receive(ByteBuffer bytes) {
        byte[] taken = new byte[bytes.remaining()];
        bytes.get(taken);
        peer.writeBytes(taken);
    }
}
