package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BitReaderTest {
    @Test
    void shouldReadBitsFromTheHighestOn() {
        BitReader in = reader("a5 0f ff ff ff fe");

        assertThat(in.flag()).isTrue();
        assertThat(in.bits(3)).isEqualTo(2);
        assertThat(in.bits(0)).isZero();
        assertThat(in.bits(12)).isEqualTo(0x50f);
        assertThat(in.word()).isEqualTo(0xffff_fffeL);
        assertThat(in.bitsLeft()).isZero();
        assertThat(in.failed()).isFalse();
    }

    @Test
    void shouldReadZerosBehindTheEndForGood() {
        BitReader in = reader("ff");

        assertThat(in.bits(9)).isZero();
        assertThat(in.failed()).isTrue();
        assertThat(in.bits(1)).isZero();
        assertThat(in.word()).isZero();
        assertThat(in.unsignedGolomb()).isZero();
        assertThat(in.take(1).bitsLeft()).isZero();
        assertThat(in.failed()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 254, 255, 65_535, 0x7fff_ffffL, 0xffff_fffeL})
    void shouldReadGolombCodes(long value) {
        var out = new BitWriter();
        out.unsignedGolomb(value).signedGolomb(value / 2, -value / 2);
        BitReader in = new BitReader(out.toBytes());

        assertThat(in.unsignedGolomb()).isEqualTo(value);
        assertThat(in.signedGolomb()).isEqualTo(value / 2);
        assertThat(in.signedGolomb()).isEqualTo(-value / 2);
        assertThat(in.failed()).isFalse();
    }

    @Test
    void shouldRefuseGolombCodesOfMoreThan32Bits() {
        BitReader in = reader("00000000 80000000 ffffffff");

        assertThat(in.unsignedGolomb()).isZero();
        assertThat(in.failed()).isTrue();
    }

    @Test
    void shouldFailAtAGolombCodeCutShort() {
        BitReader in = reader("00 01");

        assertThat(in.unsignedGolomb()).isZero();
        assertThat(in.failed()).isTrue();
    }

    @Test
    void shouldTakeWholeBytes() {
        BitReader in = reader("80 0102 ff");
        in.bits(1);
        BitReader taken = in.take(2);

        assertThat(taken.bits(16)).isEqualTo(0x0102);
        assertThat(taken.bits(1)).isZero();
        assertThat(taken.failed()).isTrue();
        assertThat(in.bits(8)).isEqualTo(0xff);
        assertThat(in.failed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {2, -1, Integer.MAX_VALUE, Long.MAX_VALUE / 8, Long.MIN_VALUE / 8})
    void shouldNotTakeMoreThanThereIs(long bytes) {
        BitReader in = reader("01");

        assertThat(in.take(bytes).bitsLeft()).isZero();
        assertThat(in.failed()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "000003, 0000",
        "00000301, 000001",
        "0000030000030000, 000000000000",
        "000000030003, 0000000003",
        "0003000003, 00030000",
        "'', ''",
        "030303, 030303"
    })
    void shouldDropEmulationPrevention(String nal, String plain) {
        BitReader in = reader("67" + nal);
        in.bits(8);
        BitReader rest = in.withoutEmulationPrevention();
        byte[] bytes = new byte[rest.bytesLeft()];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) rest.bits(8);
        }

        assertThat(HexFormat.of().formatHex(bytes)).isEqualTo(plain);
    }

    private static BitReader reader(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return new BitReader(bytes);
    }
}
