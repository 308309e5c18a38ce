package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetadataTest {
    /** onMetaData, then an ECMA array whose count is nonsense. */
    private static final String START = "02000a6f6e4d65746144617461 08ffffffff ";

    private static final String WIDTH = "0005" + hex("width") + "00 4084000000000000 ";
    private static final String ENCODER = "0007" + hex("encoder") + "02 0003" + hex("OBS");
    private static final String END = "000009";

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] bytes(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    private static List<String> names(byte[] payload) {
        return Metadata.read(ByteBuffer.wrap(payload)).properties().stream()
                .map(Metadata.Property::name)
                .toList();
    }

    @Test
    void shouldTakePropertiesAsTheyCome() {
        Metadata metadata = Metadata.read(ByteBuffer.wrap(bytes(START + WIDTH + ENCODER + END)));
        assertThat(metadata.properties()).hasSize(2);
        assertThat(metadata.properties().get(0).value()).isEqualTo(bytes("00 4084000000000000"));
        assertThat(metadata.has("encoder", "OBS")).isTrue();
        assertThat(metadata.without(Set.of("encoder")).has("encoder", "OBS")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00 4084000000000000",
                "01 01",
                "02 0001 41",
                "0c 00000001 41",
                "05",
                "06",
                "0b 00000000000000000000",
                "03 0001 61 05 000009",
                "08 00000000 0001 61 05 000009",
                "0a 00000002 05 06"
            })
    void shouldPassOverEachKindOfValue(String value) {
        byte[] payload = bytes(START + "0001 78" + value + WIDTH + END);
        assertThat(names(payload)).containsExactly("x", "width");
        assertThat(Metadata.read(ByteBuffer.wrap(payload)).properties().get(0).value())
                .isEqualTo(bytes(value));
    }

    /** Adversarial cases 37 to 49: what comes before the fault counts. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0001",
                "0001 78",
                "0001 78 00 40",
                "0001 78 02 ffff 41",
                "0001 78 0c 7fffffff 41",
                "0001 78 0c ffffffff 41",
                "0001 78 0a ffffffff 05",
                "0001 78 0a 7fffffff 05 05",
                "0001 78 07 0000",
                "0001 78 10 0001 41",
                "0001 78 11 01",
                "0001 78 03 0001 61",
                "ffff 78"
            })
    void shouldStopAtWhatIsBroken(String broken) {
        assertThat(names(bytes(START + WIDTH + broken))).containsExactly("width");
    }

    @Test
    void shouldStopAtObjectsThatAreTooDeep() {
        assertThat(names(bytes(START + WIDTH + "0001 78" + "0a 00000001".repeat(200_000))))
                .containsExactly("width");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "02", "02000a6f6e", "05", "020003414243 08ffffffff", "02000a6f6e4d65746144617461"})
    void shouldFindNothingInWhatIsNoMetadata(String payload) {
        assertThat(Metadata.read(ByteBuffer.wrap(bytes(payload))).isEmpty()).isTrue();
    }

    @Test
    void shouldLeaveOutWhatIsTooMuch() {
        var payload = new ByteArrayOutputStream();
        payload.writeBytes(bytes(START));
        payload.writeBytes(bytes("0003" + hex("big") + "02 2000"));
        payload.writeBytes(new byte[0x2000]);
        for (int i = 0; i < 100_000; i++) {
            payload.writeBytes(bytes("0006" + hex("%06d".formatted(i)) + "05"));
        }
        payload.writeBytes(bytes(END));
        List<String> names = names(payload.toByteArray());
        assertThat(names).doesNotContain("big").hasSize(Metadata.MAX_BYTES / 9);
    }

    @Test
    void shouldTakeEachNameOnce() {
        assertThat(names(bytes(START + WIDTH + WIDTH + END))).containsExactly("width");
    }

    @Test
    void shouldReadAnyBytesWithoutFault() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        byte[] good = bytes(START + WIDTH + ENCODER + "0001 61 03 0001 62 0a 00000001 05 000009" + END);
        for (int i = 0; i < 50_000; i++) {
            byte[] bad = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            assertThat(names(bad)).hasSizeLessThan(good.length / 3);
        }
    }
}
