package dev.sluice.codec;

import static org.assertj.core.api.Assertions.fail;

import dev.sluice.codec.RealHeaders.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever may publish chooses every byte. */
class HostileHeadersTest {
    private static final int VARIANTS = 500;
    /** As long as all headers of a stream may be. */
    private static final int LONG_HEADER_BYTES = 256 << 10;

    private static final int[] IDS = {
        -1, 2, 7, 10, 12, 13, 0x61766331, 0x68766331, 0x61763031, 0x76703039, 0x6d703461, 0x4f707573, 0x664c6143
    };

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSurviveAnyChangeOfARealHeader(Sample sample) {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < VARIANTS; i++) {
            List<Header> headers = new ArrayList<>();
            for (Header header : sample.publication().headers()) {
                headers.add(new Header(header.kind(), header.track(), mutate(header.payload(), random)));
            }
            check(headers, random, "seed " + seed + ", variant " + i);
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void shouldSurviveARealHeaderCutAnywhere(Sample sample) {
        for (Header header : sample.publication().headers()) {
            for (int length = 0; length < header.payload().length; length++) {
                byte[] cut = Arrays.copyOf(header.payload(), length);
                check(List.of(new Header(header.kind(), 0, cut)), new Random(1), "length " + length);
            }
        }
    }

    @Test
    void shouldSurviveNoise() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String[] prefixes = {"1700000000", "1c00000000", "1d00000000", "9061763031", "9076703039", "af00", "906d703461"
        };
        for (int i = 0; i < 20 * VARIANTS; i++) {
            byte[] start = HexFormat.of().parseHex(prefixes[random.nextInt(prefixes.length)]);
            byte[] payload = new byte[start.length + random.nextInt(80)];
            random.nextBytes(payload);
            System.arraycopy(start, 0, payload, 0, start.length);
            Header.Kind kind = Header.Kind.values()[random.nextInt(3)];
            check(List.of(new Header(kind, 0, payload)), random, "seed " + seed + ", variant " + i);
        }
    }

    /** Loops end with their input: each takes a moment, where one that believed its counts would take minutes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1700000000 0142c01fffff",
                "1700000000 0142c01fffe1 ffff 67",
                "1c00000000 01",
                "9068766331 01016000000090000000000078f000fcfdf8f800000fff",
                "9068766331 01016000000090000000000078f000fcfdf8f800000f01210001ffff4201",
                "9061763031 81000c00",
                "9061763031 81000c000affff7f",
                "9600",
                "9610 61766331",
                "970000"
            })
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void shouldTakeNoLongerThanItsInput(String hex) {
        byte[] start = HexFormat.of().parseHex(hex.replace(" ", ""));
        for (int fill : new int[] {0, 0xff, 0x80, 0x01, 0x55, 0x03}) {
            byte[] payload = new byte[LONG_HEADER_BYTES];
            Arrays.fill(payload, (byte) fill);
            System.arraycopy(start, 0, payload, 0, start.length);
            check(List.of(new Header(Header.Kind.VIDEO, 0, payload)), new Random(1), hex + " filled with " + fill);
        }
    }

    private static void check(List<Header> headers, Random random, String what) {
        int video = IDS[random.nextInt(IDS.length)];
        int audio = random.nextBoolean() ? IDS[random.nextInt(IDS.length)] : random.nextInt();
        int flags = random.nextInt(257) - 1;
        try {
            // not an assertion for each: there are a hundred thousand
            if (!isCredible(MediaDescription.of(video, audio, flags, headers))) {
                throw new IllegalStateException("out of range");
            }
        } catch (RuntimeException | StackOverflowError e) {
            fail("%s: %d %d %d %s".formatted(what, video, audio, flags, text(headers)), e);
        }
    }

    private static boolean isCredible(MediaDescription media) {
        VideoDescription video = media.video();
        AudioDescription audio = media.audio();
        String text = video.codec() + video.codecId() + video.profile() + video.level() + audio.codec();
        return isBetween(0, video.width(), 65_536)
                && isBetween(0, video.height(), 65_536)
                && (video.width() == 0) == (video.height() == 0)
                && video.frameRate() >= 0
                && video.frameRate() <= 300
                && isBetween(0, video.tracks(), 256)
                && isBetween(0, audio.sampleRate(), 768_000)
                && isBetween(0, audio.channels(), 255)
                && isBetween(0, audio.tracks(), 256)
                && text.length() < 160
                && text.chars().allMatch(letter -> isBetween(' ', letter, '~'));
    }

    private static boolean isBetween(int least, int value, int most) {
        return value >= least && value <= most;
    }

    /** One to eight changes, each of a bit, a byte, a run of bytes or the length. */
    private static byte[] mutate(byte[] payload, Random random) {
        byte[] changed = payload.clone();
        for (int i = random.nextInt(8); i >= 0 && changed.length > 0; i--) {
            int at = random.nextInt(changed.length);
            switch (random.nextInt(5)) {
                case 0, 1 -> changed[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> changed[at] = (byte) random.nextInt(256);
                case 3 ->
                    Arrays.fill(
                            changed, at, Math.min(changed.length, at + 8), (byte) (random.nextBoolean() ? 0 : 0xff));
                default -> changed = Arrays.copyOf(changed, random.nextInt(4) == 0 ? at : changed.length + at % 16);
            }
        }
        return changed;
    }

    private static List<String> text(List<Header> headers) {
        return headers.stream()
                .map(header -> header.payload().length > 1000
                        ? header.payload().length + " bytes"
                        : header.kind() + " " + HexFormat.of().formatHex(header.payload()))
                .toList();
    }

    static List<Sample> samples() {
        return RealHeaders.all();
    }
}
