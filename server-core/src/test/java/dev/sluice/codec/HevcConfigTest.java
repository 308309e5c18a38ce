package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Headers that the encoder at hand does not write. */
class HevcConfigTest {
    private static final int NO_RATE = 0;

    @ParameterizedTest
    @CsvSource({
        "01, 9000, 120, Main, 4.0",
        "21, 9000, 123, Main, 4.1 High tier",
        "02, 9000, 186, Main 10, 6.2",
        "03, 9000, 30, Main Still Picture, 1.0",
        "04, 9e08, 93, Main 4:4:4, 3.1",
        "04, 9d28, 93, Main 4:2:2 10 Intra, 3.1",
        "04, 9000, 93, Main 4:4:4 16, 3.1",
        "04, 9fc8, 93, Monochrome, 3.1",
        "09, 9000, 93, Screen-Extended Main, 3.1",
        "00, 9000, 0, '', ''",
        "1f, 9000, 29, '', ''"
    })
    void shouldNameProfileTierAndLevel(String tierAndProfile, String constraints, int level, String name, String full) {
        BitWriter record = record(Integer.parseInt(tierAndProfile, 16), Integer.parseInt(constraints, 16), level, 0);
        VideoDescription video =
                VideoCodec.H265.describe(new BitReader(record.bits(8, 0).toBytes()));

        assertThat(video.profile()).isEqualTo(name);
        assertThat(video.level()).isEqualTo(full);
    }

    /** Everything optional is there, so that one field too many or too few shows in the frame rate. */
    @Test
    void shouldFindTheRateBehindAllThatMayComeBefore() {
        VideoDescription video = parse(completeSps(), NO_RATE);

        assertThat(video.width()).isEqualTo(1920);
        assertThat(video.height()).isEqualTo(1080);
        assertThat(video.frameRate()).isEqualTo(50);
    }

    @Test
    void shouldTakeTheAverageRateWhenTheParameterSetTellsNone() {
        BitWriter sps = start(0).unsignedGolomb(0, 1, 320, 240).flag(false);
        VideoDescription video = parse(sps, 30 * 256);

        assertThat(video.width()).isEqualTo(320);
        assertThat(video.frameRate()).isEqualTo(30);
    }

    @ParameterizedTest
    @CsvSource({"0, 318, 238", "1, 316, 236", "2, 316, 238", "3, 318, 238"})
    void shouldCropInUnitsOfChroma(int chromaFormat, int width, int height) {
        BitWriter sps = start(0).unsignedGolomb(0, chromaFormat);
        if (chromaFormat == 3) {
            sps.flag(false);
        }
        VideoDescription video = parse(sps.unsignedGolomb(320, 240).flag(true).unsignedGolomb(1, 1, 1, 1), NO_RATE);

        assertThat(video.width()).isEqualTo(width);
        assertThat(video.height()).isEqualTo(height);
    }

    @ParameterizedTest
    @CsvSource({"320, 240, 200, 0", "320, 240, 4294967294, 4294967294", "65537, 240, 0, 0", "0, 240, 0, 0"})
    void shouldNotBelieveAnImpossiblePicture(long width, long height, long left, long right) {
        BitWriter sps = start(0).unsignedGolomb(0, 1, width, height).flag(true).unsignedGolomb(left, right, 0, 0);

        assertThat(parse(sps, NO_RATE).width()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"65, 0", "1, 17", "4294967294, 0"})
    void shouldGiveUpOnTooManyReferences(long sets, long pictures) {
        BitWriter sps = start(0).unsignedGolomb(0, 1, 320, 240).flag(false);
        sps.unsignedGolomb(0, 0, 4).flag(false).unsignedGolomb(4, 0, 0, 0, 3, 0, 3, 0, 0);
        sps.flag(false).flag(true).flag(true).flag(false);
        sps.unsignedGolomb(sets, pictures, 0);
        for (int i = 0; i < 100; i++) {
            sps.unsignedGolomb(1).flag(true);
        }
        VideoDescription video = parse(sps, NO_RATE);

        assertThat(video.width()).isEqualTo(320);
        assertThat(video.frameRate()).isZero();
    }

    private static BitWriter completeSps() {
        BitWriter sps = start(2).unsignedGolomb(0, 1, 1920, 1088).flag(true).unsignedGolomb(0, 0, 0, 4);
        sps.unsignedGolomb(0, 0, 4); // bit depths, 8 bits of picture order count
        sps.flag(true).unsignedGolomb(4, 2, 0, 4, 2, 0, 4, 2, 0); // of three sub-layers
        sps.unsignedGolomb(0, 3, 0, 3, 0, 0);
        writeScalingLists(sps.flag(true).flag(true));
        sps.flag(true).flag(true);
        sps.flag(true).bits(4, 7).bits(4, 7).unsignedGolomb(0, 2).flag(true); // PCM
        writeReferenceSets(sps);
        sps.flag(true).unsignedGolomb(2).bits(8, 5).flag(true).bits(8, 9).flag(false); // long-term
        sps.flag(true).flag(true);
        sps.flag(true); // usability
        sps.flag(true)
                .bits(8, 1)
                .flag(true)
                .flag(true)
                .flag(true)
                .bits(4, 12)
                .flag(true)
                .bits(24, 0x010101);
        sps.flag(true).unsignedGolomb(0, 0);
        sps.bits(3, 0).flag(true).unsignedGolomb(1, 1, 1, 1);
        return sps.flag(true).bits(32, 2).bits(32, 100).flag(false);
    }

    private static void writeScalingLists(BitWriter sps) {
        for (int size = 0; size < 4; size++) {
            for (int matrix = 0; matrix < 6; matrix += size == 3 ? 3 : 1) {
                boolean explicit = matrix > 0;
                sps.flag(explicit);
                if (!explicit) {
                    sps.unsignedGolomb(0);
                    continue;
                }
                if (size > 1) {
                    sps.signedGolomb(8);
                }
                sps.signedGolomb(new long[size == 0 ? 16 : 64]);
            }
        }
    }

    /** The second and third are predicted: how many flags they have depends on what is left of the one before. */
    private static void writeReferenceSets(BitWriter sps) {
        sps.unsignedGolomb(4);
        sps.unsignedGolomb(2, 1); // -1, -3 and +2
        sps.unsignedGolomb(0)
                .flag(true)
                .unsignedGolomb(1)
                .flag(true)
                .unsignedGolomb(1)
                .flag(true);
        sps.flag(true).flag(true).unsignedGolomb(1); // seen from 2 earlier: -3, -5, 0 and -2
        sps.flag(true).flag(true).flag(true).flag(true);
        sps.flag(true).flag(false).unsignedGolomb(0); // 1 later, of -2, -3, -5: -1, -2 not kept, -4 unused, 1
        sps.flag(true).flag(false).flag(false).flag(false).flag(true).flag(true);
        sps.flag(false).unsignedGolomb(1, 0, 0).flag(true);
    }

    /** Up to the general level and what there is of sub-layers: of the first a profile and a level, of the second a level. */
    private static BitWriter start(int subLayers) {
        BitWriter sps = new BitWriter().bits(4, 0).bits(3, subLayers).flag(true);
        sps.bits(8, 1).bits(32, 0x6000_0000L).bits(16, 0x9000).bits(32, 0).bits(8, 120);
        if (subLayers == 2) {
            sps.bits(2, 3).bits(2, 1).bits(12, 0);
            sps.bits(8, 1).bits(32, 0x6000_0000L).bits(16, 0x9000).bits(32, 0).bits(8, 90);
            sps.bits(8, 93);
        }
        return sps;
    }

    private static BitWriter record(int tierAndProfile, int constraints, int level, int averageRate) {
        BitWriter record = new BitWriter().bits(8, 1).bits(8, tierAndProfile).bits(32, 0x6000_0000L);
        record.bits(16, constraints).bits(32, 0).bits(8, level);
        return record.bits(16, 0xf000)
                .bits(8, 0xfc)
                .bits(8, 0xfd)
                .bits(16, 0xf8f8)
                .bits(16, averageRate)
                .bits(8, 0x0f);
    }

    private static VideoDescription parse(BitWriter sps, int averageRate) {
        byte[] nal = BitWriter.escape(sps.withStopBit());
        BitWriter record = record(1, 0x9000, 120, averageRate).bits(8, 2);
        record.bits(8, 0xa0).bits(16, 1).bits(16, 3).bits(24, 0x40010c);
        record.bits(8, 0xa1)
                .bits(16, 1)
                .bits(16, nal.length + 2)
                .bits(16, 0x4201)
                .bytes(nal);
        return VideoCodec.H265.describe(new BitReader(record.toBytes()));
    }
}
