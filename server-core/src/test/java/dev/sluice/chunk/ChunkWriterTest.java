package dev.sluice.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkWriterTest {
    /** RI-036 (last two rows), RI-105: always fmt 0 first, an extended timestamp in each chunk. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "3; 20; 0; 0; 128; 0500; 03 000000 000002 14 00000000 0500",
                "6; 9; 1; 16777214; 128; aa; 06 fffffe 000001 09 01000000 aa",
                "6; 8; 1; 20; 128; ; 06 000014 000000 08 01000000",
                "6; 9; 1; 20; 3; aabbcc; 06 000014 000003 09 01000000 aabbcc",
                "6; 9; 1; 20; 3; aabbccdd; 06 000014 000004 09 01000000 aabbcc c6 dd",
                "7; 9; 16909060; 20; 2; aabbccddee; 07 000014 000005 09 04030201 aabb c7 ccdd c7 ee",
                "6; 9; 1; 16777215; 2; aabbcc; 06 ffffff 000003 09 01000000 00ffffff aabb c6 00ffffff cc",
                "63; 9; 1; -16; 1; aabbcc; 3f ffffff 000003 09 01000000 fffffff0 aa ff fffffff0 bb ff fffffff0 cc"
            })
    void shouldWriteMessage(
            int chunkStreamId,
            int type,
            int messageStreamId,
            int timestamp,
            int chunkSize,
            String payload,
            String expected) {
        byte[] bytes = payload == null ? new byte[0] : Wire.bytes(payload);

        byte[] wire = ChunkWriter.encode(chunkStreamId, type, messageStreamId, timestamp, chunkSize, bytes);

        assertThat(Wire.text(ByteBuffer.wrap(wire))).isEqualTo(expected.replace(" ", ""));
    }
}
