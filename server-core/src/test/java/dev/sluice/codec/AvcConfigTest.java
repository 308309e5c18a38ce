package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that the encoders at hand do not write. */
class AvcConfigTest {
    private static final int HIGH = 100;
    private static final int HIGH_444 = 244;
    private static final int BASELINE = 66;

    @ParameterizedTest
    @CsvSource({
        "66, 00, 30, Baseline, 3.0",
        "66, 40, 31, Constrained Baseline, 3.1",
        "66, 50, 11, Constrained Baseline, 1b",
        "77, 00, 11, Main, 1.1",
        "77, 10, 11, Main, 1b",
        "88, 00, 20, Extended, 2.0",
        "100, 00, 9, High, 1b",
        "100, 10, 11, High, 1.1",
        "100, 08, 40, Progressive High, 4.0",
        "100, 0c, 40, Constrained High, 4.0",
        "110, 10, 41, High 10 Intra, 4.1",
        "122, 00, 62, High 4:2:2, 6.2",
        "244, 10, 41, High 4:4:4 Intra, 4.1",
        "118, 00, 41, Multiview High, 4.1",
        "99, 00, 41, '', 4.1",
        "100, 00, 63, High, ''",
        "100, 00, 255, High, ''"
    })
    void shouldNameProfileAndLevel(int profile, String constraints, int level, String name, String levelName) {
        byte[] record = {1, (byte) profile, (byte) Integer.parseInt(constraints, 16), (byte) level, -1, (byte) 0xe0};
        VideoDescription video = VideoCodec.H264.describe(new BitReader(record));

        assertThat(video.profile()).isEqualTo(name);
        assertThat(video.level()).isEqualTo(levelName);
        assertThat(video.codec()).isEqualTo(("H.264 " + name).strip() + (levelName.isEmpty() ? "" : " " + levelName));
        assertThat(video.width()).isZero();
    }

    @Test
    void shouldFindThePictureBehindOrderCountCycle() {
        BitWriter sps = sps(BASELINE).unsignedGolomb(4, 1).flag(false).signedGolomb(-3, 7);
        sps.unsignedGolomb(255);
        for (int i = 0; i < 255; i++) {
            sps.signedGolomb(i - 128);
        }
        VideoDescription video = describe(sps.unsignedGolomb(1).flag(false), 20, 15, true);

        assertThat(video.width()).isEqualTo(320);
        assertThat(video.height()).isEqualTo(240);
    }

    @Test
    void shouldGiveUpOnAnOrderCountCycleThatIsTooLong() {
        BitWriter sps = sps(BASELINE).unsignedGolomb(4, 1).flag(false).signedGolomb(-3, 7);
        sps.unsignedGolomb(256);

        assertThat(describe(sps.bits(256, 0), 20, 15, true).width()).isZero();
    }

    /** Lists of 16 and of 64, one of them ended by a zero, some not there; twelve with 4:4:4. */
    @Test
    void shouldFindThePictureBehindScalingLists() {
        BitWriter sps =
                sps(HIGH_444).unsignedGolomb(3).flag(false).unsignedGolomb(2, 2).flag(false);
        sps.flag(true);
        for (int i = 0; i < 12; i++) {
            sps.flag(i % 2 == 0);
            if (i == 4) {
                sps.signedGolomb(-8);
            } else if (i % 2 == 0) {
                sps.signedGolomb(new long[i < 6 ? 16 : 64]);
            }
        }
        VideoDescription video = describe(sps.unsignedGolomb(4, 0, 4, 3).flag(false), 120, 68, true, 0, 0, 0, 8);

        assertThat(video.width()).isEqualTo(1920);
        assertThat(video.height()).isEqualTo(1080);
    }

    /** The units of cropping: 7.4.2.1.1, of CropUnitX and CropUnitY. */
    @ParameterizedTest
    @CsvSource({
        "0, true, 1918, 1086",
        "1, true, 1916, 1084",
        "2, true, 1916, 1086",
        "3, true, 1918, 1086",
        "0, false, 1918, 1084",
        "1, false, 1916, 1080",
        "2, false, 1916, 1084",
        "3, false, 1918, 1084"
    })
    void shouldCropInUnitsOfChroma(int chromaFormat, boolean framesOnly, int width, int height) {
        BitWriter sps = sps(HIGH).unsignedGolomb(chromaFormat);
        if (chromaFormat == 3) {
            sps.flag(false);
        }
        sps.unsignedGolomb(0, 0).flag(false).flag(false);
        sps.unsignedGolomb(4, 2, 4).flag(false);
        VideoDescription video = describe(sps, 120, framesOnly ? 68 : 34, framesOnly, 1, 1, 1, 1);

        assertThat(video.width()).isEqualTo(width);
        assertThat(video.height()).isEqualTo(height);
    }

    @ParameterizedTest
    @CsvSource({"20, 15, 80, 80", "20, 15, 4294967294, 0", "4097, 15, 0, 0", "4294967295, 15, 0, 0", "20, 65537, 0, 0"})
    void shouldNotBelieveAnImpossiblePicture(long columns, long rows, long cropLeft, long cropRight) {
        BitWriter sps = sps(BASELINE).unsignedGolomb(4, 2, 4).flag(false);
        VideoDescription video = describe(sps, columns, rows, true, cropLeft, cropRight, 0, 0);

        assertThat(video.width()).isZero();
        assertThat(video.height()).isZero();
        assertThat(video.profile()).isEqualTo("Constrained Baseline");
    }

    @ParameterizedTest
    @CsvSource({"1, 50, 25", "1001, 60000, 29.97", "1, 180000, 0", "0, 50, 0", "4294967295, 1, 0", "1, 0, 0"})
    void shouldBelieveRatesOfPicturesOnly(long unitsInTick, long timeScale, double rate) {
        BitWriter sps = sps(BASELINE).unsignedGolomb(4, 2, 4).flag(false).unsignedGolomb(19, 14);
        sps.flag(true).flag(true).flag(false);
        sps.flag(true).flag(true).bits(8, 255).bits(16, 4).bits(16, 3); // extended aspect ratio
        sps.flag(true).flag(false).flag(true).bits(4, 0).flag(true).bits(24, 0);
        sps.flag(true).unsignedGolomb(1, 1);
        sps.flag(true).bits(32, unitsInTick).bits(32, timeScale).flag(true);
        VideoDescription video = parse(sps);

        assertThat(video.width()).isEqualTo(320);
        assertThat(video.frameRate()).isEqualTo(rate);
    }

    @Test
    void shouldKeepThePictureWhenTheRestIsCutOff() {
        BitWriter sps = sps(BASELINE).unsignedGolomb(4, 2, 4).flag(false).unsignedGolomb(19, 14);
        sps.flag(true).flag(true).flag(false).flag(true).bits(7, 0x17);
        VideoDescription video = parse(sps);

        assertThat(video.width()).isEqualTo(320);
        assertThat(video.frameRate()).isZero();
    }

    @Test
    void shouldPassOverUnitsThatAreNoParameterSet() {
        byte[] sps = sps(BASELINE)
                .unsignedGolomb(4, 2, 4)
                .flag(false)
                .unsignedGolomb(19, 14)
                .flag(true)
                .bits(3, 0)
                .withStopBit();
        var record = new BitWriter().bytes((byte) 1, (byte) 66, (byte) 0x40, (byte) 30, (byte) 0xff, (byte) 0xe3);
        record.bits(16, 2).bytes((byte) 0x68, (byte) 0xce).bits(16, 0);
        record.bits(16, sps.length + 1).bytes((byte) 0x67).bytes(sps);

        assertThat(VideoCodec.H264.describe(new BitReader(record.toBytes())).width())
                .isEqualTo(320);
    }

    /** Up to and with seq_parameter_set_id. */
    private static BitWriter sps(int profile) {
        return new BitWriter().bits(8, profile).bits(8, 0x40).bits(8, 30).unsignedGolomb(0);
    }

    private static VideoDescription describe(
            BitWriter sps, long columns, long rows, boolean framesOnly, long... cropping) {
        sps.unsignedGolomb(columns - 1, rows - 1).flag(framesOnly);
        if (!framesOnly) {
            sps.flag(true);
        }
        sps.flag(true).flag(cropping.length > 0).unsignedGolomb(cropping);
        return parse(sps.flag(false));
    }

    private static VideoDescription parse(BitWriter sps) {
        byte[] nal = BitWriter.escape(sps.withStopBit());
        var record = new BitWriter().bytes((byte) 1, (byte) 66, (byte) 0x40, (byte) 30, (byte) 0xff, (byte) 0xe1);
        record.bits(16, nal.length + 1).bytes((byte) 0x67).bytes(nal);
        return VideoCodec.H264.describe(new BitReader(record.toBytes()));
    }
}
