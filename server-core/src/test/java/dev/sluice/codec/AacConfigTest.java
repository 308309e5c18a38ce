package dev.sluice.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AacConfigTest {
    /** Bit by bit out of ISO/IEC 14496-3, 1.6.2.1; the shorter ones are seen every day. */
    @ParameterizedTest
    @CsvSource({
        "1210, AAC-LC, LC, 44100, 2",
        "1190, AAC-LC, LC, 48000, 2",
        "1388, AAC-LC, LC, 22050, 1",
        "0a10, AAC-Main, Main, 44100, 2",
        "2210, AAC-LTP, LTP, 44100, 2",
        // 960 samples a frame, depends on a core coder
        "1197 fff8, AAC-LC, LC, 48000, 2",
        // a rate of 24 bits: 50000
        "1780 61a8 10, AAC-LC, LC, 50000, 2",
        // HE-AAC: hierarchical, with a rate of its own
        "2b92 0800, HE-AAC, HE, 44100, 2",
        "2b8a 0800, HE-AAC, HE, 44100, 1",
        "2f80 30d4 2780 61a8 0800, HE-AAC, HE, 50000, 4",
        // HE-AAC: behind LC, unseen by decoders of LC alone
        "1390 56e5a0, HE-AAC, HE, 44100, 2",
        "1310 56e598, HE-AAC, HE, 48000, 2",
        "1310 56e5f80c350000, HE-AAC, HE, 100000, 2",
        // no SBR, as FFmpeg tells; half of it; of another object type
        "1210 56e500, AAC-LC, LC, 44100, 2",
        "1210 56e5, AAC-LC, LC, 44100, 2",
        "1390 56e5f8, AAC-LC, LC, 22050, 2",
        "1210 56e6a0, AAC-LC, LC, 44100, 2",
        // HE-AAC v2: one channel coded, two heard
        "eb8a 0800, HE-AAC v2, HE v2, 44100, 2",
        "1388 56e5a5 4880, HE-AAC v2, HE v2, 44100, 2",
        "1388 56e5a5 4800, HE-AAC, HE, 44100, 1",
        // 6.1, 7.1 (back), 7.1 (top), reserved
        "11d8, AAC-LC, LC, 48000, 7",
        "11e0, AAC-LC, LC, 48000, 8",
        "11b8, AAC-LC, LC, 48000, 8",
        "11f0, AAC-LC, LC, 48000, 8",
        "11c0, AAC-LC, LC, 48000, 0",
        // low delay, enhanced low delay, unified speech and audio
        "b9 90, AAC-LD, LD, 48000, 2",
        "f8e6 40, AAC-ELD, ELD, 48000, 2",
        "f946 40, xHE-AAC, xHE, 48000, 2",
        // a reserved rate, an unknown object type, half a header
        "1690, AAC-LC, LC, 0, 2",
        "0190, AAC, '', 48000, 2",
        "12, AAC, '', 0, 0",
        "2b92, AAC, '', 0, 0",
        "'', AAC, '', 0, 0"
    })
    void shouldDescribe(String hex, String codec, String profile, int sampleRate, int channels) {
        AudioDescription audio = parse(HexFormat.of().parseHex(hex.replace(" ", "")));

        assertThat(audio.codec()).isEqualTo(codec);
        assertThat(audio.profile()).isEqualTo(profile);
        assertThat(audio.sampleRate()).isEqualTo(sampleRate);
        assertThat(audio.channels()).isEqualTo(channels);
    }

    /** 3 front (one a pair), 1 pair at the side, 2 at the back, LFE; data, coupling, mixdowns and a comment to pass over. */
    @Test
    void shouldCountTheChannelsOfAProgramConfigAndFindSbrBehindIt() {
        BitWriter config = new BitWriter().bits(5, 2).bits(4, 6).bits(4, 0).bits(3, 0);
        config.bits(4, 5).bits(2, 1).bits(4, 6);
        config.bits(4, 2).bits(4, 1).bits(4, 2).bits(2, 1).bits(3, 1).bits(4, 1);
        config.flag(true).bits(4, 0).flag(true).bits(4, 1).flag(true).bits(3, 5);
        config.bits(5, 0).bits(5, 0x10).bits(5, 0x11).bits(5, 1).bits(5, 2);
        config.bits(4, 0).bits(4, 0).bits(5, 0x1f);
        byte[] elements = config.toBytes(); // filled up to a byte
        BitWriter all = new BitWriter().bytes(elements).bits(8, 3).bits(24, 0x414243);
        all.bits(11, 0x2b7).bits(5, 5).flag(true).bits(4, 3);
        AudioDescription audio = parse(all.toBytes());

        assertThat(audio.channels()).isEqualTo(3 + 2 + 2 + 1);
        assertThat(audio.codec()).isEqualTo("HE-AAC");
        assertThat(audio.sampleRate()).isEqualTo(48_000);
    }

    @Test
    void shouldCountNoChannelsOfAProgramConfigCutShort() {
        AudioDescription audio = parse(HexFormat.of().parseHex("118004c4"));

        assertThat(audio.codec()).isEqualTo("AAC-LC");
        assertThat(audio.channels()).isZero();
    }

    private static AudioDescription parse(byte[] config) {
        return AudioCodec.AAC.describe(new BitReader(config));
    }
}
