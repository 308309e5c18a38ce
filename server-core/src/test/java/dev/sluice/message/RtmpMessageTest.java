package dev.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.amf.AmfValue;
import dev.sluice.message.RtmpMessage.Unknown;
import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RtmpMessageTest {
    /** Messages and their one encoding. */
    static List<Arguments> encodings() {
        return List.of(
                Arguments.of(1, "00001000", new SetChunkSize(4096)),
                Arguments.of(1, "80000000", new SetChunkSize(Integer.MIN_VALUE)),
                Arguments.of(2, "00000006", new Abort(6)),
                Arguments.of(3, "ffffffff", new Acknowledgement(-1)),
                Arguments.of(5, "002625a0", new WindowAckSize(2_500_000)),
                Arguments.of(6, "002625a0 02", new SetPeerBandwidth(2_500_000, SetPeerBandwidth.DYNAMIC)),
                Arguments.of(6, "002625a0 07", new SetPeerBandwidth(2_500_000, 7)), // RI-054
                Arguments.of(4, "0000 00000001", UserControl.streamBegin(1)),
                Arguments.of(4, "0001 00000001", UserControl.streamEof(1)),
                Arguments.of(4, "0002 00000001", UserControl.streamDry(1)),
                Arguments.of(4, "0003 00000001 02255100", UserControl.setBufferLength(1, 36_000_000)),
                Arguments.of(4, "0004 00000001", UserControl.streamIsRecorded(1)),
                Arguments.of(4, "0006 000004d2", UserControl.pingRequest(1234)), // RI-110
                Arguments.of(4, "0007 000004d2", UserControl.pingResponse(1234)),
                Arguments.of(
                        20,
                        // RI-056
                        "02 0007 636f6e6e656374 | 00 3ff0000000000000 | 03 0003 617070 02 0004 6c697665 000009",
                        new Command("connect", 1, AmfValue.object("app", AmfValue.of("live")))),
                Arguments.of(
                        20,
                        // RI-072
                        "02 0007 7075626c697368 | 00 4014000000000000 | 05 | 02 0003 6b6579 | 02 0004 6c697665",
                        new Command("publish", 5, AmfValue.NULL, AmfValue.of("key"), AmfValue.of("live"))));
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void shouldDecode(int type, String hex, RtmpMessage expected) {
        ByteBuffer payload = Hex.payload(hex);

        assertThat(RtmpMessageReader.decode(type, payload)).isEqualTo(expected);
        assertThat(payload.position()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void shouldEncode(int type, String hex, RtmpMessage.Encodable message) {
        assertThat(Hex.of(message.payload())).isEqualTo(hex.replaceAll("[ |]", ""));
        assertThat(message.type()).isEqualTo(type);
    }

    /** RI-043, hostile cases 21, 27, 28. */
    @ParameterizedTest
    @CsvSource({
        "1, 000010",
        "2, 000006",
        "3, ''",
        "5, 0026",
        "6, 002625a0",
        "4, ''",
        "4, 00",
        "4, 0000",
        "4, 0006 000004",
        "4, 0003 00000001 022551"
    })
    void shouldRefuseShortControlMessage(int type, String hex) {
        assertRefused(type, hex, Reason.BAD_CONTROL_MESSAGE);
    }

    /** Hostile case 26. */
    @Test
    void shouldClampHugeWindow() {
        assertThat(RtmpMessageReader.decode(5, Hex.payload("ffffffff")))
                .isEqualTo(new WindowAckSize(Integer.MAX_VALUE));
        assertThat(RtmpMessageReader.decode(6, Hex.payload("80000000 00")))
                .isEqualTo(new SetPeerBandwidth(Integer.MAX_VALUE, 0));
    }

    /** RI-089, RI-051. */
    @ParameterizedTest
    @CsvSource({"16, 00", "19, 00", "99, ''", "0, ''", "7, 00", "8, af0121", "22, 00"})
    void shouldNotCareForOtherTypes(int type, String hex) {
        assertThat(RtmpMessageReader.decode(type, Hex.payload(hex))).isEqualTo(new Unknown(type));
    }

    /** RI-089. */
    @ParameterizedTest
    @CsvSource({"001f", "001f 00000001", "0005 00000001", "ffff"})
    void shouldReadUnknownEventWithoutValue(String hex) {
        assertThat(RtmpMessageReader.decode(4, Hex.payload(hex)))
                .isInstanceOfSatisfying(
                        UserControl.class,
                        control -> assertThat(control.value()).isZero());
    }

    /** RI-070: the selector byte of type 17, with and without. */
    @ParameterizedTest
    @CsvSource({"17, 00", "17, ''", "20, ''"})
    void shouldReadCommandOfEitherType(int type, String selector) {
        String createStream = Hex.string("createStream") + "00 4010000000000000 05";

        assertThat(RtmpMessageReader.decode(type, Hex.payload(selector + createStream)))
                .isEqualTo(new Command("createStream", 4, AmfValue.NULL));
    }

    @Test
    void shouldKeepDataUnparsed() {
        RtmpMessage message = RtmpMessageReader.decode(18, Hex.payload("02ffff"));

        assertThat(message)
                .isInstanceOfSatisfying(
                        RtmpMessage.Data.class,
                        data -> assertThat(Hex.of(data.payload())).isEqualTo("02ffff"));
    }

    /** RI-088, RI-120: what is missing or of the wrong kind has a default. */
    @Test
    void shouldReadCommandThatLacksValues() {
        Command nameOnly = (Command) RtmpMessageReader.decode(20, Hex.payload(Hex.string("publish")));
        Command textId = (Command) RtmpMessageReader.decode(20, Hex.payload(Hex.string("publish") + Hex.string("7")));

        assertThat(nameOnly).isEqualTo(new Command("publish", 0, AmfValue.NULL));
        assertThat(nameOnly.argument(0)).isEqualTo(AmfValue.UNDEFINED);
        assertThat(textId.transactionId()).isZero();
    }

    /** RI-088, RI-071. */
    @ParameterizedTest
    @CsvSource({"20, ''", "17, ''", "17, 11 01", "17, 00 11 01", "20, 11 01"})
    void shouldNotCareForCommandWithoutReadableName(int type, String hex) {
        assertThat(RtmpMessageReader.decode(type, Hex.payload(hex))).isEqualTo(new Unknown(type));
    }

    @Test
    void shouldReadCommandUpToAmf3() {
        String command = Hex.string("connect") + "00 3ff0000000000000 03 0003 617070 11 0601";

        assertThat(RtmpMessageReader.decode(17, Hex.payload("00" + command)))
                .isEqualTo(new Command("connect", 1, AmfValue.NULL));
    }

    @Test
    void shouldEndConnectObjectWithTheMessage() { // RI-117
        String command = Hex.string("connect") + "00 3ff0000000000000 03 0003 617070" + Hex.string("live");

        assertThat(RtmpMessageReader.decode(20, Hex.payload(command)))
                .isEqualTo(new Command("connect", 1, AmfValue.object("app", AmfValue.of("live"))));
    }

    /** RI-068: any double comes back bit for bit. */
    @ParameterizedTest
    @CsvSource({"4012000000000000", "7ff8000000000001", "bff0000000000000"})
    void shouldEchoTransactionId(String bits) {
        Command createStream =
                (Command) RtmpMessageReader.decode(20, Hex.payload(Hex.string("createStream") + "00" + bits + "05"));
        Command result = new Command("_result", createStream.transactionId(), AmfValue.NULL, AmfValue.of(1));

        assertThat(Hex.of(result.payload())).startsWith(Hex.string("_result") + "00" + bits + "0500");
    }

    @Test
    void shouldRefuseMalformedCommand() {
        assertRefused(20, "00 3ff0000000000000", Reason.BAD_COMMAND);
        assertRefused(20, "02 0007 636f", Reason.BAD_AMF);
        assertRefused(20, Hex.string("connect") + "0a ffffffff 05", Reason.BAD_AMF); // RI-116
        assertRefused(20, Hex.string("connect") + "03 0001 61".repeat(10_000), Reason.BAD_AMF); // RI-116
        assertRefused(20, Hex.string("connect") + "03 ffff" + "61".repeat(0xffff) + "05", Reason.BAD_AMF); // RI-120
    }

    @Test
    void shouldWithstandAnyPayload() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            for (int j = 0; j < bytes.length; j++) {
                bytes[j] = random.nextBoolean() ? bytes[j] : (byte) random.nextInt(0x12);
            }
            int type = random.nextInt(24);
            MediaTag tag = new MediaTag();
            try {
                tag.parse(type, ByteBuffer.wrap(bytes));
                DataPeek.of(type, ByteBuffer.wrap(bytes));
                AggregateReader.split(1, 0, ByteBuffer.wrap(bytes), (t, id, timestamp, payload) -> true);
                RtmpMessageReader.decode(type, ByteBuffer.wrap(bytes));
            } catch (ProtocolException e) {
                assertThat(e.reason()).isNotNull();
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + seed + ", type " + type + ": " + Hex.of(bytes), e);
            }
        }
    }

    private static void assertRefused(int type, String hex, Reason reason) {
        assertThatThrownBy(() -> RtmpMessageReader.decode(type, Hex.payload(hex)))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }
}
