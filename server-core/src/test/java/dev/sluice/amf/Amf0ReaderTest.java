package dev.sluice.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class Amf0ReaderTest {
    private static final AmfValue ONE = AmfValue.of(1);

    static List<Arguments> values() {
        return List.of(
                Arguments.of("number", "00 3ff0000000000000", ONE),
                Arguments.of("RI-119: any boolean but 0 is true", "01 02", AmfValue.of(true)),
                Arguments.of("boolean", "01 00", AmfValue.of(false)),
                Arguments.of("string", "02 0003 6b6579", AmfValue.of("key")),
                Arguments.of("long string", "0c 00000003 6b6579", AmfValue.of("key")),
                Arguments.of("object", "03 0001 61 003ff0000000000000 000009", AmfValue.object("a", ONE)),
                Arguments.of("null", "05", AmfValue.NULL),
                Arguments.of("RI-118: undefined", "06", AmfValue.UNDEFINED),
                Arguments.of("RI-118: reference", "07 0000", AmfValue.NULL),
                Arguments.of(
                        "RI-115: ECMA array with the right count",
                        "08 00000001 0001 61 003ff0000000000000 000009",
                        AmfValue.ecmaArray("a", ONE)),
                Arguments.of(
                        "RI-115: ECMA array with OBS's count",
                        "08 00000014 0001 61 003ff0000000000000 000009",
                        AmfValue.ecmaArray("a", ONE)),
                Arguments.of(
                        "RI-115: ECMA array with the largest count",
                        "08 ffffffff 0001 61 003ff0000000000000 000009",
                        AmfValue.ecmaArray("a", ONE)),
                Arguments.of(
                        "strict array",
                        "0a 00000002 05 003ff0000000000000",
                        new AmfValue.StrictArray(List.of(AmfValue.NULL, ONE))),
                Arguments.of("RI-118: date", "0b 3ff0000000000000 ffc4", new AmfValue.Date(1, -60)),
                Arguments.of("RI-118: unsupported", "0d", AmfValue.UNDEFINED),
                Arguments.of("XML document", "0f 00000004 3c612f3e", AmfValue.of("<a/>")),
                Arguments.of(
                        "RI-118: typed object",
                        "10 0003 466f6f 0001 61 05 000009",
                        AmfValue.object("a", AmfValue.NULL)),
                Arguments.of("RI-117: no end marker", "03 0001 61 05", AmfValue.object("a", AmfValue.NULL)),
                Arguments.of(
                        "RI-117: no end marker, array",
                        "08 00000001 0001 61 05",
                        AmfValue.ecmaArray("a", AmfValue.NULL)),
                Arguments.of(
                        "RI-120: invalid UTF-8 key", "03 0001 ff 05 000009", AmfValue.object("\ufffd", AmfValue.NULL)),
                Arguments.of("RI-120: empty key", "03 0000 05 000009", AmfValue.object("", AmfValue.NULL)),
                Arguments.of(
                        "RI-120: the last duplicate wins",
                        "03 0001 61 05 0001 61 003ff0000000000000 000009",
                        AmfValue.object("a", ONE)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void shouldReadValue(String name, String hex, AmfValue expected) {
        Amf0Reader reader = new Amf0Reader(buffer(hex));

        assertThat(reader.read()).isEqualTo(expected);
        assertThat(reader.hasRemaining()).isFalse();
    }

    /** Hostile case 37. An outermost object may end early between two properties, and only there. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void shouldRefuseEveryTruncation(String name, String hex, AmfValue expected) {
        byte[] whole = bytes(hex);
        for (int length = 0; length < whole.length; length++) {
            Amf0Reader reader = new Amf0Reader(ByteBuffer.wrap(whole, 0, length));
            try {
                assertThat(reader.read().asProperties())
                        .as("cut to %d bytes", length)
                        .isPresent();
            } catch (ProtocolException e) {
                assertThat(e.reason()).isEqualTo(Reason.BAD_AMF);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // nothing
                "0a ffffffff 05", // RI-116: strict array count
                "0a 00000003 0505", // strict array count beyond the message
                "0c ffffffff 41", // RI-116: long string
                "0c 80000000 41", // hostile case 49
                "02 ffff 41",
                "03 0001 61 03 0001 62 05", // RI-117: only the outermost may lack its end
                "04", // movie clip, reserved
                "09", // object end without object
                "0e", // record set, reserved
                "10 0003 466f", // typed object, class name cut
                "12",
                "ff"
            })
    void shouldRefuseMalformedValue(String hex) {
        assertBad(bytes(hex));
    }

    @Test
    void shouldTellSwitchToAmf3FromGarbage() {
        Amf0Reader reader = new Amf0Reader(buffer("03 0001 61 11 01 000009"));

        assertThatThrownBy(reader::read)
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_AMF));
        assertThat(reader.metAmf3()).isTrue();
    }

    /** RI-116, hostile case 39. */
    @ParameterizedTest
    @ValueSource(strings = {"03 0001 61", "08 00000001 0001 61", "0a 00000001", "10 0001 41 0001 61"})
    void shouldRefuseDeepNesting(String level) {
        assertBad(bytes(level.repeat(10_000)));
    }

    @Test
    void shouldReadNestingAtTheLimit() {
        AmfValue value = new Amf0Reader(buffer("0a 00000001".repeat(32) + "05")).read();

        assertThat(value).isInstanceOf(AmfValue.StrictArray.class);
        assertBad(bytes("0a 00000001".repeat(33) + "05"));
    }

    @Test
    void shouldRefuseTooManyValuesOverAllReads() {
        Amf0Reader reader = new Amf0Reader(buffer("05".repeat(4097)));
        for (int i = 0; i < 4096; i++) {
            reader.read();
        }

        assertThatThrownBy(reader::read).isInstanceOf(ProtocolException.class);
    }

    /** RI-120: a key of as much as the format allows. */
    @Test
    void shouldRefuseLongKey() {
        assertBad(bytes("03 ffff" + "61".repeat(0xffff) + "05 000009"));
        assertThat(new Amf0Reader(buffer("03 1000" + "61".repeat(4096) + "05 000009"))
                        .read()
                        .asProperties())
                .isPresent();
    }

    /** RI-068, RI-119: an id is echoed bit for bit. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "7ff8000000000000",
                "7ff8dead00000001",
                "fff0000000000000",
                "8000000000000000",
                "4012000000000000"
            })
    void shouldKeepBitsOfNumber(String hex) {
        byte[] wire = bytes("00" + hex);

        assertThat(Amf0Writer.encode(new Amf0Reader(ByteBuffer.wrap(wire)).read()))
                .isEqualTo(wire);
    }

    @Test
    void shouldNotMoveTheBufferItReads() {
        ByteBuffer in = buffer("ff 05 ff").position(1).limit(2);

        assertThat(new Amf0Reader(in).read()).isEqualTo(AmfValue.NULL);
        assertThat(in.position()).isEqualTo(1);
    }

    @Test
    void shouldWithstandMutatedInput() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[] valid = Amf0Writer.encode(RandomAmf.value(random, 3), RandomAmf.value(random, 3));
        for (int i = 0; i < 5_000; i++) {
            byte[] mutated = Arrays.copyOf(valid, random.nextInt(valid.length + 1));
            for (int j = random.nextInt(4); j >= 0 && mutated.length > 0; j--) {
                mutated[random.nextInt(mutated.length)] =
                        (byte) (random.nextBoolean() ? random.nextInt(18) : random.nextInt());
            }
            try {
                Amf0Reader reader = new Amf0Reader(ByteBuffer.wrap(mutated));
                while (reader.hasRemaining()) {
                    reader.read();
                }
            } catch (ProtocolException e) {
                assertThat(e.reason()).isEqualTo(Reason.BAD_AMF);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("seed " + seed + ": " + HexFormat.of().formatHex(mutated), e);
            }
        }
    }

    private static void assertBad(byte[] wire) {
        assertThatThrownBy(() -> new Amf0Reader(ByteBuffer.wrap(wire)).read())
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_AMF));
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(bytes(hex));
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
