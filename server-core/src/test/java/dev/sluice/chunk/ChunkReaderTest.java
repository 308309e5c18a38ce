package dev.sluice.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.protocol.Limits;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table; each row is read whole, byte by byte, cut at each point, from direct memory, and stopping at each message. */
class ChunkReaderTest {
    /**
     * @param wire see {@link Wire}
     * @param outcome messages as {@code type@timestamp/messageStreamId payload}, at last the reason of a refusal
     */
    record Row(String name, String wire, String... outcome) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static final String AUDIO_20_30_35 =
            "04 000014 000003 08 01000000 af0121 | 44 00000a 000003 08 af0122" + " | 84 000005 af0123";

    static List<Row> basicHeaders() {
        return List.of(
                new Row(
                        "RI-016: csid 64 in 2 bytes",
                        "00 00 000001 000001 08 01000000 aa | c0 00 bb",
                        "8@1/1 aa",
                        "8@2/1 bb"),
                new Row(
                        "RI-016: csid 64 in 2 and in 3 bytes",
                        "00 00 000001 000001 08 01000000 aa | c1 00 00 bb",
                        "8@1/1 aa",
                        "8@2/1 bb"),
                new Row(
                        "RI-017, RI-019: csid 365",
                        "01 2d 01 000001 000001 08 01000000 aa | c1 2d 01 bb",
                        "8@1/1 aa",
                        "8@2/1 bb"),
                new Row(
                        "RI-017: byte order of csid 365",
                        "01 2d 01 000001 000001 08 01000000 aa | c1 01 2d bb",
                        "8@1/1 aa",
                        "BAD_CHUNK_HEADER"),
                new Row(
                        "RI-018: csid 65599",
                        "01 ffff 000001 000001 08 01000000 aa | c1 ffff bb",
                        "8@1/1 aa",
                        "8@2/1 bb"),
                new Row(
                        "hostile 9: csid 63, 319, 320",
                        "3f 000001 000001 08 01000000 aa | 00 ff 000002 000001 08 01000000 bb"
                                + " | 01 0001 000003 000001 08 01000000 cc | ff dd | c0 ff ee | c1 0001 ff",
                        "8@1/1 aa",
                        "8@2/1 bb",
                        "8@3/1 cc",
                        "8@2/1 dd",
                        "8@4/1 ee",
                        "8@6/1 ff"),
                new Row(
                        "RI-024: rtmpdump opens csid 2 with fmt 1",
                        "42 000000 00000a 04 | 0003 00000000 0000012c | c2 | 0003 00000001 02255100",
                        "4@0/0 0003000000000000012c",
                        "4@0/0 00030000000102255100"),
                new Row("RI-025: fresh csid with fmt 2", "85 000000 aa", "BAD_CHUNK_HEADER"),
                new Row("RI-025: fresh csid with fmt 3", "c5", "BAD_CHUNK_HEADER"),
                new Row(
                        "RI-023: message stream id is little endian",
                                "04 000000 000001 08 01000000 aa | 04 000000 000001 08 04030201 aa",
                        "8@0/1 aa", "8@0/16909060 aa"),
                new Row(
                        "RI-022: one csid, many types",
                        "04 000000 000002 14 01000000 0500 | 44 000001 000001 12 06 | 44 000002 000003 08 af0121 | 44 000003 000002 09 2701",
                        "20@0/1 0500",
                        "18@1/1 06",
                        "8@3/1 af0121",
                        "9@6/1 2701"),
                new Row(
                        "RI-051: unknown type", "04 000000 000001 63 00000000 aa | 04 000000 000001 08 01000000 bb",
                        "99@0/0 aa", "8@0/1 bb"));
    }

    static List<Row> timestamps() {
        return List.of(
                new Row("RI-026", AUDIO_20_30_35, "8@20/1 af0121", "8@30/1 af0122", "8@35/1 af0123"),
                new Row(
                        "RI-027",
                        AUDIO_20_30_35 + " | c4 af0124",
                        "8@20/1 af0121",
                        "8@30/1 af0122",
                        "8@35/1 af0123",
                        "8@40/1 af0124"),
                new Row(
                        "RI-028: fmt 3 after fmt 0 adds its timestamp",
                        "04 00001a 00009d 08 01000000 aa*128 | c4 aa*29 | c4 bb*128 | c4 bb*29",
                        "8@26/1 aa*157",
                        "8@52/1 bb*157"),
                new Row(
                        "RI-029: unless that is large",
                        "04 0f4240 000003 08 01000000 af0121 | c4 af0122 | c4 af0123",
                        "8@1000000/1 af0121",
                        "8@1000000/1 af0122",
                        "8@1000000/1 af0123"),
                new Row(
                        "RI-029: the last timestamp that is added",
                        "04 001388 000001 08 01000000 aa | c4 bb | 04 001389 000001 08 01000000 cc | c4 dd",
                        "8@5000/1 aa",
                        "8@10000/1 bb",
                        "8@5001/1 cc",
                        "8@5001/1 dd"),
                new Row("RI-030", "04 ffffff 000003 08 01000000 00ffffff af0121", "8@16777215/1 af0121"),
                new Row("RI-031", "04 fffffe 000003 08 01000000 af0121", "8@16777214/1 af0121"),
                new Row(
                        "RI-032: extended timestamp repeated",
                                "06 ffffff 000100 09 01000000 01000000 aa*128 | c6 01000000 bb*128 | 02 000000 000001 63 00000000 cc",
                        "9@16777216/1 aa*128+bb*128", "99@0/0 cc"),
                new Row(
                        "RI-033, RI-035: extended timestamp not repeated",
                                "06 ffffff 000100 09 01000000 01000000 aa*128 | c6 bb*128 | 02 000000 000001 63 00000000 cc",
                        "9@16777216/1 aa*128+bb*128", "99@0/0 cc"),
                new Row(
                        "RI-035: 2 bytes left, not repeated",
                        "06 ffffff 000082 09 01000000 01000000 aa*128 | c6 bbbb",
                        "9@16777216/1 aa*128+bbbb"),
                new Row(
                        "RI-035: 2 bytes left, repeated",
                        "06 ffffff 000082 09 01000000 01000000 aa*128 | c6 01000000 bbbb",
                        "9@16777216/1 aa*128+bbbb"),
                new Row(
                        "RI-035: 2 bytes left, not repeated, looking like the field until the next header",
                        "06 ffffff 000082 09 01000000 01000000 aa*128 | c6 0100 | 04 000014 000003 08 01000000 af0121",
                        "9@16777216/1 aa*128+0100",
                        "8@20/1 af0121"),
                new Row(
                        "RI-035: 1 byte left, the peeked bytes hold a whole header",
                        "06 ffffff 000081 09 01000000 01c4aabb aa*128 | 04 000014 000000 08 01000000 | c6 01 c4 | c4 | c4",
                        "8@20/1 ",
                        "9@29665979/1 aa*128+01",
                        "8@40/1 ",
                        "8@60/1 ",
                        "8@80/1 "),
                new Row(
                        "top bit cleared in the repeated field",
                        "06 ffffff 000082 09 01000000 81000000 aa*128 | c6 01000000 bbbb",
                        "9@2164260864/1 aa*128+bbbb"),
                new Row(
                        "absolute timestamp repeated after an extended delta",
                        "06 000001 000001 09 01000000 aa | 46 ffffff 000082 09 01000000 aa*128 | c6 01000001 bbbb",
                        "9@1/1 aa",
                        "9@16777217/1 aa*128+bbbb"),
                new Row(
                        "RI-034: extended delta, repeated",
                                "06 000005 000001 09 01000000 aa | 46 ffffff 000082 09 01000000 aa*128 | c6 01000000 bbbb",
                        "9@5/1 aa", "9@16777221/1 aa*128+bbbb"),
                new Row(
                        "RI-034: extended delta, not repeated",
                                "06 000005 000001 09 01000000 aa | 46 ffffff 000082 09 01000000 aa*128 | c6 bbbb",
                        "9@5/1 aa", "9@16777221/1 aa*128+bbbb"),
                new Row(
                        "fmt 3 starts a message after an extended delta",
                        "06 000000 000004 09 01000000 aaaaaaaa | 86 ffffff 01000000 aaaaaaaa"
                                + " | c6 01000000 bbbbbbbb | c6 cccccccc",
                        "9@0/1 aaaaaaaa",
                        "9@16777216/1 aaaaaaaa",
                        "9@33554432/1 bbbbbbbb",
                        "9@50331648/1 cccccccc"),
                new Row(
                        "fmt 3 starts a message after an extended timestamp",
                        "06 ffffff 000004 09 01000000 01000000 aaaaaaaa | c6 01000000 bbbbbbbb | c6 cccccccc",
                        "9@16777216/1 aaaaaaaa",
                        "9@16777216/1 bbbbbbbb",
                        "9@16777216/1 cccccccc"),
                new Row(
                        "hostile 36: fmt 3 starts a message with a new absolute timestamp",
                        "06 ffffff 000082 09 01000000 01000000 aa*128 | c6 01000000 aaaa"
                                + " | c6 01000021 bb*128 | c6 01000021 bbbb",
                        "9@16777216/1 aa*130",
                        "9@16777249/1 bb*130"),
                new Row(
                        "fmt 3 starts a message near the absolute timestamp, but after an extended delta",
                        "06 000000 000004 09 01000000 aaaaaaaa | 86 ffffff 01000000 aaaaaaaa | c6 01000001",
                        "9@0/1 aaaaaaaa",
                        "9@16777216/1 aaaaaaaa",
                        "9@33554432/1 01000001"),
                new Row(
                        "RI-037: extended timestamp smaller than it need be",
                        "04 ffffff 000001 08 01000000 00000005 aa",
                        "8@5/1 aa"),
                new Row(
                        "RI-038: wrap at 2^32",
                        "04 ffffff 000001 08 01000000 fffffff0 aa | 44 000020 000001 08 bb",
                        "8@4294967280/1 aa",
                        "8@16/1 bb"),
                new Row(
                        "hostile 33: over 2^31",
                        "04 ffffff 000001 08 01000000 7fffffff aa | 84 000001 bb",
                        "8@2147483647/1 aa",
                        "8@2147483648/1 bb"),
                new Row(
                        "RI-039: backwards",
                        "04 001388 000001 08 01000000 aa | 04 000fa0 000001 08 01000000 bb",
                        "8@5000/1 aa",
                        "8@4000/1 bb"));
    }

    static List<Row> reassembly() {
        String half = "06 000000 00012c 09 01000000 aa*128";
        return List.of(
                new Row(
                        "RI-015",
                        "03 000000 00012c 14 00000000 aa*128 | c3 bb*128 | c3 cc*44",
                        "20@0/0 aa*128+bb*128+cc*44"),
                new Row(
                        "RI-021: interleaved",
                                "04 000001 0000a0 08 01000000 aa*128 | 06 000002 000090 09 01000000 bb*128 | c4 aa*32 | c6 bb*16",
                        "8@1/1 aa*160", "9@2/1 bb*144"),
                new Row(
                        "RI-040: fmt 1 in mid-message",
                        "06 000005 000001 09 01000000 aa | 46 000007 000082 09 aa*128 | 46 000007 000082 09 bbbb | c6 cc*128 | c6 dddd",
                        "9@5/1 aa",
                        "9@12/1 aa*128+bbbb",
                        "9@19/1 cc*128+dddd"),
                new Row("RI-040: fmt 2 in mid-message", half + " | 86 000007 aa*128 | 86 000007 aa*44", "9@0/1 aa*300"),
                new Row(
                        "RI-041: fmt 0 with another length in mid-message",
                        half + " | 06 000000 00012d 09 01000000",
                        "BAD_CHUNK_HEADER"),
                new Row(
                        "fmt 0 with the same length in mid-message",
                        half + " | 06 000000 00012c 09 01000000",
                        "BAD_CHUNK_HEADER"),
                new Row(
                        "hostile 12: fmt 1 with another length in mid-message",
                        half + " | 46 000000 00012d 09",
                        "BAD_CHUNK_HEADER"),
                new Row("fmt 1 with another type in mid-message", half + " | 46 000000 00012c 08", "BAD_CHUNK_HEADER"),
                new Row(
                        "RI-042: Abort",
                        half + " | 02 000000 000004 02 00000000 00000006 | 06 000009 000001 09 01000000 bb",
                        "2@0/0 00000006",
                        "9@9/1 bb"),
                new Row(
                        "Abort keeps the header",
                        half + " | 02 000000 000004 02 00000000 00000006 | c6 bb*128 | c6 bb*128 | c6 bb*44",
                        "2@0/0 00000006",
                        "9@0/1 bb*300"),
                new Row(
                        "RI-043: Abort of an unused csid, of its own, of none",
                        "02 000000 000004 02 00000000 00000009 | c2 00000002 | c2 ffffffff | c2 0001003f | c2 00000000",
                        "2@0/0 00000009",
                        "2@0/0 00000002",
                        "2@0/0 ffffffff",
                        "2@0/0 0001003f",
                        "2@0/0 00000000"),
                new Row(
                        "Abort of a message of which only the header came",
                        "06 000000 000001 09 01000000 aa | 06 000000 000000 09 01000000"
                                + " | 02 000000 000004 02 00000000 00000006 | c6",
                        "9@0/1 aa",
                        "9@0/1 ",
                        "2@0/0 00000006",
                        "9@0/1 "),
                new Row(
                        "RI-050: length 0",
                        "04 000000 000000 08 01000000 | 04 000001 000001 08 01000000 aa",
                        "8@0/1 ",
                        "8@1/1 aa"),
                new Row(
                        "length 0 at the very end",
                        "04 000001 000000 08 01000000 | c4 | c4",
                        "8@1/1 ",
                        "8@2/1 ",
                        "8@3/1 "));
    }

    static List<Row> chunkSizes() {
        return List.of(
                new Row(
                        "RI-005: applies to the next chunk",
                                "02 000000 000004 01 00000000 00001000 | 03 000000 00012c 14 00000000 aa*300",
                        "1@0/0 00001000", "20@0/0 aa*300"),
                new Row("RI-044: 0", "02 000000 000004 01 00000000 00000000", "1@0/0 00000000", "BAD_CHUNK_SIZE"),
                new Row("RI-044: top bit", "02 000000 000004 01 00000000 80000000", "1@0/0 80000000", "BAD_CHUNK_SIZE"),
                new Row(
                        "RI-045: 1",
                                "02 000000 000004 01 00000000 00000001 | 03 000000 000003 14 00000000 aa | c3 bb | c3 cc",
                        "1@0/0 00000001", "20@0/0 aabbcc"),
                new Row(
                        "RI-046: 2^31-1",
                                "02 000000 000004 01 00000000 7fffffff | 03 000000 000400 09 00000000 aa*1024",
                        "1@0/0 7fffffff", "9@0/0 aa*1024"),
                new Row(
                        "RI-047, hostile 22: in the middle of another message",
                        "06 000000 00012c 09 01000000 aa*128 | 02 000000 000004 01 00000000 00001000 | c6 bb*172",
                        "1@0/0 00001000",
                        "9@0/1 aa*128+bb*172"),
                new Row(
                        "smaller, in the middle of another message",
                        "06 000000 000084 09 01000000 aa*128 | 02 000000 000004 01 00000000 00000003 | c6 bbbbbb | c6 cc",
                        "1@0/0 00000003",
                        "9@0/1 aa*128+bbbbbbcc"),
                new Row(
                        "hostile 17: 127",
                                "02 000000 000004 01 00000000 0000007f | 03 000000 000080 14 00000000 aa*127 | c3 bb",
                        "1@0/0 0000007f", "20@0/0 aa*127+bb"));
    }

    static List<Row> limits() {
        return List.of(
                new Row("RI-049: command past its cap", "03 000000 010001 14 00000000", "COMMAND_TOO_LARGE"),
                new Row("unknown type past the command cap", "03 000000 010001 63 00000000", "COMMAND_TOO_LARGE"),
                new Row("RI-048: video past its cap", "06 000000 ffffff 09 01000000", "MESSAGE_TOO_LARGE"),
                new Row("audio past its cap", "06 000000 800001 08 01000000", "MESSAGE_TOO_LARGE"),
                new Row("aggregate past its cap", "06 000000 800001 16 01000000", "MESSAGE_TOO_LARGE"),
                new Row("data past its cap", "06 000000 100001 12 01000000", "DATA_TOO_LARGE"),
                new Row("AMF3 data past its cap", "06 000000 100001 0f 01000000", "DATA_TOO_LARGE"),
                new Row(
                        "at the caps",
                        "03 000000 010000 14 00000000 aa*128 | 04 000000 800000 16 00000000 aa*128 | 05 000000 100000 12 00000000 aa*128"));
    }

    static Stream<Row> rows() {
        return Stream.of(basicHeaders(), timestamps(), reassembly(), chunkSizes(), limits())
                .flatMap(List::stream);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldReadWhole(Row row) {
        try (Peer peer = new Peer()) {
            assertThat(peer.read(row.wire()).outcome()).containsExactly(row.outcome());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldReadFromDirectMemory(Row row) {
        byte[] wire = Wire.bytes(row.wire());
        ByteBuffer direct = ByteBuffer.allocateDirect(wire.length).put(wire).flip();
        try (Peer peer = new Peer()) {
            assertThat(peer.read(direct).outcome()).containsExactly(row.outcome());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldReadByteByByte(Row row) {
        try (Peer peer = new Peer()) {
            for (byte one : Wire.bytes(row.wire())) {
                if (!peer.refused()) {
                    peer.read(new byte[] {one});
                }
            }
            assertThat(peer.outcome()).containsExactly(row.outcome());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldReadCutAnywhere(Row row) {
        byte[] wire = Wire.bytes(row.wire());
        for (int cut = 0; cut <= wire.length; cut++) {
            try (Peer peer = new Peer()) {
                peer.read(Arrays.copyOf(wire, cut));
                if (!peer.refused()) {
                    peer.read(Arrays.copyOfRange(wire, cut, wire.length));
                }
                assertThat(peer.outcome()).as("cut at %d", cut).containsExactly(row.outcome());
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldReadStoppingAfterEachMessage(Row row) {
        try (Peer peer = new Peer(Limits.DEFAULT, true)) {
            assertThat(peer.read(row.wire()).outcome()).containsExactly(row.outcome());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldGiveAllMemoryBack(Row row) {
        Peer peer = new Peer().read(row.wire());
        peer.close();

        assertThat(peer.budget.usedBytes()).isZero();
    }
}
