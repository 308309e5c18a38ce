package dev.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTagTest {
    private static final int AVC = 7;
    private static final int HVC1 = 0x68766331;

    private final MediaTag tag = new MediaTag();

    /** One tag is reused for all rows in {@link #shouldForgetThePreviousTag}, so each must stand alone. */
    @ParameterizedTest
    @CsvSource({
        // RI-094
        "17 00 000000 01640028, header, 0",
        "17 01 000000 00000001, key frame, 0",
        "27 01 000000 00000001, inter frame, 0",
        "37 01 000000 00000001, inter frame, 0",
        "17 02 000000, end, 0",
        "57 00, '', 0",
        "57 01 000000 00, '', 0",
        "17 03 000000 00, '', 0",
        "1c 00 000000 01, header, 0",
        "1c 01 000000 01, key frame, 0",
        "1d 00 000000 01, header, 0",
        "12 00, key frame, 0",
        "22 00, inter frame, 0",
        // RI-095
        "90 68766331 01, header, 0",
        "91 68766331 000000 01, key frame, 0",
        "93 68766331 01, key frame, 0",
        "a3 68766331 01, inter frame, 0",
        "a1 68766331 000000 01, inter frame, 0",
        "92 68766331, end, 0",
        // RI-096
        "90 61763031 81, header, 0",
        "95 61763031 47, header, 0",
        "93 76703039 82, key frame, 0",
        // RI-097
        "84 68766331 02 0009 636f6c6f72496e666f, metadata, 0",
        "94 68766331 02, metadata, 0",
        "d4 68766331 02, metadata, 0",
        // an enhanced command
        "d1 00, '', 0",
        "d1 68766331 000000, '', 0",
        "d6 04 68766331 00, '', 0",
        // RI-098
        "97 02 0003e8 01 68766331 000000 01, key frame, 0",
        "a7 02 0003e8 03 68766331 01, inter frame, 0",
        "97 02 0003e8 07 02 0003e8 00 68766331 01, header, 0",
        "97 02 0003e8 06 01 68766331 02 000000 01, key frame, 2",
        // RI-099
        "96 01 68766331 01 000000 01, key frame, 1",
        "96 00 68766331 01 01, header, 1",
        "a6 03 68766331 ff 01, inter frame, 255",
        "96 10 68766331 00 000001 aa 01 000002 bbbb, header, 256",
        "96 13 68766331 05 000001 aa, key frame, 5",
        "96 20 68766331 00 000001 aa 61763031 01 000002 bbbb, header, 256",
        // other packet types
        "98 68766331 00, '', 0",
        "9f 68766331 00, '', 0"
    })
    void shouldClassifyVideo(String hex, String kind, int track) {
        assertThat(parse(9, hex)).isEqualTo(kind);
        assertThat(tag.track()).isEqualTo(track);
    }

    @ParameterizedTest
    @CsvSource({
        "af 00 1210, header, 0",
        "af 01 21, frame, 0",
        "af 01, frame, 0",
        "af 02 21, '', 0",
        "2f ffe3, frame, 0",
        "7f 00, frame, 0",
        // RI-100
        "90 4f707573 4f707573, header, 0",
        "91 4f707573 fc, frame, 0",
        "92 4f707573, end, 0",
        "94 4f707573 0102, config, 0",
        "95 00 4f707573 02 4f, header, 2",
        "95 11 6d703461 00 000001 21 01 000001 21, frame, 256",
        "97 02 0003e8 01 6d703461 21, frame, 0",
        "93 4f707573, '', 0",
        "96 4f707573, '', 0"
    })
    void shouldClassifyAudio(String hex, String kind, int track) {
        assertThat(parse(8, hex)).isEqualTo(kind);
        assertThat(tag.track()).isEqualTo(track);
    }

    /** RI-101, hostile cases 61, 62, 69. */
    @ParameterizedTest
    @CsvSource({
        "9, ''",
        "9, 17",
        "9, 17 00",
        "9, 17 00 0000",
        "9, 17 00 000000", // nothing configured
        "9, 17 01 0000",
        "9, 90",
        "9, 90 68",
        "9, 90 6876",
        "9, 90 687663",
        "9, 91 687663",
        "9, 97",
        "9, 97 02",
        "9, 97 02 0003",
        "9, 97 02 0003e8",
        "9, 97 02 0003e8 01",
        "9, 97 fe 0003e8 01 68766331", // ModEx size beyond the payload
        "9, 97 ff ffff 01 68766331",
        "9, 97 ff 00",
        "9, 96",
        "9, 96 00",
        "9, 96 00 687663",
        "9, 96 00 68766331",
        "9, 96 10 68766331", // no tracks
        "9, 96 10 68766331 00 0000",
        "9, 96 10 68766331 00 ffffff aa", // track size beyond the payload
        "9, 96 10 68766331 00 000001 aa 01 000002 bb",
        "9, 96 20 6876",
        "9, 96 30 68766331 00 01", // no such layout
        "9, 96 06 68766331 00 01", // Multitrack in Multitrack
        "9, 96 07 68766331 00 01", // ModEx in Multitrack
        "8, ''",
        "8, af",
        "8, af 00",
        "8, 90",
        "8, 90 4f7075",
        "8, 95 00 4f707573",
        "8, 97 02 00",
        "18, 17 01 000000 00"
    })
    void shouldFindNothingInShortOrLyingTag(int type, String hex) {
        assertThat(parse(type, hex)).isEmpty();
    }

    @Test
    void shouldGiveUpOnEndlessModEx() {
        assertThat(parse(9, "97" + "00 00 07".repeat(1000) + "00 00 01 68766331"))
                .isEmpty();
        assertThat(parse(9, "97" + "ff 00ff" + "aa".repeat(256) + "01 68766331 01"))
                .isEqualTo("key frame");
    }

    @Test
    void shouldTellCodec() {
        parse(9, "17 01 000000 01");
        assertThat(tag.codec()).isEqualTo(AVC);
        parse(9, "96 20 68766331 00 000001 aa 61763031 01 000002 bbbb");
        assertThat(tag.codec()).isEqualTo(HVC1);
        parse(8, "af 01 21");
        assertThat(tag.codec()).isEqualTo(10);
    }

    /** The payload is at index 1. */
    @ParameterizedTest
    @CsvSource({
        "9, 17 00 000000 01640028, 6, 10, 1",
        "9, 12 84, 2, 3, 1",
        "8, af 00 1210, 3, 5, 1",
        "8, 2f ffe3, 2, 4, 1",
        "8, 2f, 2, 2, 1",
        "9, 17 00, 3, 3, 1",
        "9, 90 68766331 01, 6, 7, 1",
        "9, 97 02 0003e8 00 68766331 01, 11, 12, 1",
        "9, 96 00 68766331 01 01, 8, 9, 1",
        "9, 96 10 68766331 00 000001 aa 01 000002 bbbb, 11, 12, 2",
        "9, 96 20 68766331 00 000001 aa 61763031 01 000002 bbbb, 11, 12, 2",
        "8, 90 4f707573 4f707573, 6, 10, 1",
        "9, 90 6876, 4, 4, 1"
    })
    void shouldTellWhereTheBodyIs(int type, String hex, int at, int end, int tracks) {
        parse(type, hex);
        assertThat(tag.bodyAt()).isEqualTo(at);
        assertThat(tag.bodyEnd()).isEqualTo(end);
        assertThat(tag.tracks()).isEqualTo(tracks);
    }

    @Test
    void shouldForgetThePreviousTag() {
        parse(9, "96 01 68766331 01 000000 01");
        assertThat(parse(9, "17")).isEmpty();
        assertThat(tag.track()).isZero();
        assertThat(parse(8, "af 01 21")).isEqualTo("frame");
    }

    /** All that is true of the tag. */
    private String parse(int type, String hex) {
        ByteBuffer payload = Hex.payload(hex);
        tag.parse(type, payload);
        assertThat(payload.position()).isEqualTo(1);
        List<String> kinds = new ArrayList<>();
        add(kinds, tag.sequenceHeader(), "header");
        add(kinds, tag.config(), "config");
        add(kinds, tag.enhancedMetadata(), "metadata");
        add(kinds, tag.sequenceEnd(), "end");
        add(kinds, tag.keyframe(), "key");
        add(kinds, tag.interFrame(), "inter");
        add(kinds, tag.codedFrame(), "frame");
        return String.join(" ", kinds);
    }

    private static void add(List<String> kinds, boolean is, String kind) {
        if (is) {
            kinds.add(kind);
        }
    }
}
