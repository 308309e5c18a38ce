package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.MediaMessage.Kind;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagBodyTest {
    private static TagBody of(Kind kind, String digits) {
        return TagBody.of(kind, ByteBuffer.wrap(HexFormat.of().parseHex(digits.replace(" ", ""))));
    }

    @ParameterizedTest
    @CsvSource({
        "VIDEO, 17 00 000000 01,                  header",
        "VIDEO, 17 01 000000 01,                  keyframe",
        "VIDEO, 27 01 000000 01,                  frames",
        "VIDEO, 17 02 000000,                     nothing",
        "VIDEO, 1c 01 000000 01,                  keyframe",
        "VIDEO, 12 00,                            keyframe",
        "VIDEO, 22 00,                            frames",
        "VIDEO, 57 00,                            nothing",
        "VIDEO, 17,                               nothing",
        "VIDEO, 90 68766331 01,                   header",
        "VIDEO, 91 68766331 000000 01,            keyframe",
        "VIDEO, 93 68766331 01,                   keyframe",
        "VIDEO, a1 61763031 01,                   frames",
        "VIDEO, 92 61763031,                      nothing",
        "VIDEO, 94 68766331 02,                   nothing",
        "VIDEO, d1 00,                            nothing",
        "VIDEO, 97 02 000000 01 68766331 01,      keyframe",
        "VIDEO, 97 02 000000 00 68766331 01,      header",
        "VIDEO, 97 ff 0002 000000 07 02 000000 03 68766331 01, keyframe",
        "VIDEO, 97 ff,                            nothing",
        "VIDEO, 96 01 61763031 03 01,             keyframe",
        "VIDEO, 96 00 61763031 03 01,             header",
        "AUDIO, af 00 1210,                       header",
        "AUDIO, af 01 21,                         frames",
        "AUDIO, 2f ff,                            frames",
        "AUDIO, 90 4f707573 01,                   header",
        "AUDIO, 91 4f707573 01,                   frames",
        "AUDIO, 93 4f707573 01,                   nothing",
        "AUDIO, 95 01 4f707573 02 01,             frames",
        "DATA,  02 000a,                          nothing",
    })
    void shouldTellHeadersAndKeyframes(Kind kind, String body, String expected) {
        TagBody tag = of(kind, body);
        String found =
                tag.keyframe() ? "keyframe" : tag.frames() ? "frames" : tag.sequenceHeader() ? "header" : "nothing";
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void shouldTellTracksApart() {
        TagBody third = of(Kind.VIDEO, "96 00 61763031 03 01");
        assertThat(third.track()).isEqualTo(3);
        assertThat(of(Kind.VIDEO, "96 00 61763031 04 01")).isNotEqualTo(third);
        assertThat(of(Kind.VIDEO, "96 10 61763031 03 000001 01")).isNotEqualTo(third);
        assertThat(of(Kind.VIDEO, "17 00 000000 01")).isEqualTo(of(Kind.VIDEO, "90 68766331 02"));
    }

    @Test
    void shouldReadAnyBytesWithoutFault() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            TagBody tag = TagBody.of(random.nextBoolean() ? Kind.VIDEO : Kind.AUDIO, ByteBuffer.wrap(bytes));
            assertThat(tag.keyframe() && tag.kind() == Kind.AUDIO).isFalse();
        }
    }
}
