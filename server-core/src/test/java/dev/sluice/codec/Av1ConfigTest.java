package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that the encoders at hand do not write. */
class Av1ConfigTest {
    @ParameterizedTest
    @CsvSource({
        "8100 0c00, AV1 Main 2.0",
        "810d 0c00, AV1 Main 5.1",
        "810d 8c00, AV1 Main 5.1 High tier",
        "8128 4c00, AV1 High 4.0",
        "8157 0c00, AV1 Professional 7.3",
        "8118 0c00, AV1 Main",
        "811f 0c00, AV1 Main",
        "81e0 0c00, AV1 2.0",
        "8200 0c00, AV1",
        "8100 0c, AV1",
        "81, AV1"
    })
    void shouldNameProfileLevelAndTier(String hex, String codec) {
        assertThat(parse(hex).codec()).isEqualTo(codec);
    }

    @Test
    void shouldReadEveryOperatingPoint() {
        BitWriter header = new BitWriter().bits(3, 0).flag(false).flag(false);
        header.flag(true).bits(32, 1001).bits(32, 60_000).flag(true).unsignedGolomb(1);
        header.flag(true).bits(5, 9).bits(32, 1).bits(5, 9).bits(5, 9);
        header.flag(true).bits(5, 2);
        header.bits(12, 0x103)
                .bits(5, 8)
                .flag(true)
                .flag(true)
                .bits(21, 0)
                .flag(true)
                .bits(4, 9);
        header.bits(12, 0x101).bits(5, 8).flag(false).flag(false).flag(false);
        header.bits(12, 0x100).bits(5, 7).flag(true).bits(21, 0).flag(true).bits(4, 9);
        header.bits(4, 10).bits(4, 10).bits(11, 1919).bits(11, 1079);
        VideoDescription video = parse("81080c00 1200 0e08%02x".formatted(header.toBytes().length)
                + HexFormat.of().formatHex(header.toBytes()));

        assertThat(video.width()).isEqualTo(1920);
        assertThat(video.height()).isEqualTo(1080);
        assertThat(video.frameRate()).isEqualTo(29.97);
    }

    /** A size that is written in more bytes than needed, and one without end. */
    @ParameterizedTest
    @CsvSource({"0a 8a00 0200000521e7fde017, 320", "0a 8a8080808080808000 0200000521e7fde017c0, 0", "0a ff, 0"})
    void shouldReadSizes(String unit, int width) {
        assertThat(parse("81000c00" + unit + "c002").width()).isEqualTo(width);
    }

    /** The last unit needs no size. */
    @Test
    void shouldReadAUnitWithoutSize() {
        assertThat(parse("81000c00 08 0200000521e7fde017c002").width()).isEqualTo(320);
    }

    @Test
    void shouldReadZeroTicksAsNoRate() {
        BitWriter header = new BitWriter().bits(3, 0).flag(false).flag(false);
        header.flag(true).bits(32, 0).bits(32, 25).flag(true).unsignedGolomb(0).flag(false);
        header.flag(false).bits(5, 0).bits(12, 0).bits(5, 0);
        header.bits(4, 15).bits(4, 15).bits(16, 65_535).bits(16, 0);
        VideoDescription video = parse("81000c00 08" + HexFormat.of().formatHex(header.toBytes()));

        assertThat(video.width()).isEqualTo(65_536);
        assertThat(video.height()).isEqualTo(1);
        assertThat(video.frameRate()).isZero();
    }

    private static VideoDescription parse(String hex) {
        return VideoCodec.AV1.describe(new BitReader(HexFormat.of().parseHex(hex.replace(" ", ""))));
    }
}
