package dev.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateReaderTest {
    private static final String AUDIO = "08 000003 000000 00 000000 af0121 0000000e";
    private static final String VIDEO = "09 000005 000014 00 000000 2701000000 00000010";
    private static final String AUDIO_AT_1000 = "8@1000/1 af0121";

    private final List<String> messages = new ArrayList<>();

    /** RI-103. */
    @Test
    void shouldSplitIntoMessages() {
        assertThat(split(1000, AUDIO + VIDEO)).containsExactly(AUDIO_AT_1000, "9@1020/1 2701000000");
    }

    @Test
    void shouldTakeTimesRelativeToTheFirst() {
        String first = "08 000001 0003e8 00 000000 aa 0000000c";
        String extended = "08 000001 000000 01 000000 bb 0000000c";

        assertThat(split(5, first + extended)).containsExactly("8@5/1 aa", "8@" + (0x1000000 - 1000 + 5) + "/1 bb");
        assertThat(split(-1, first)).endsWith("8@4294967295/1 aa");
    }

    /** RI-104, hostile case 67: what was valid is kept. */
    @ParameterizedTest
    @CsvSource({
        "08 ffffff 000000 00 000000 af0121",
        "16 000003 000000 00 000000 af0121 0000000e",
        "08 000003 000000 00 000000 af01",
        "08 000003 000000 00 0000",
        "08",
        "''"
    })
    void shouldStopAtBrokenOrNestedTag(String rest) {
        assertThat(split(1000, AUDIO + rest)).containsExactly(AUDIO_AT_1000);
    }

    @Test
    void shouldNotNeedTheLastBackPointer() {
        assertThat(split(1000, "08 000003 000000 00 000000 af0121")).containsExactly(AUDIO_AT_1000);
        assertThat(split(1000, "08 000003 000000 00 000000 af0121 0000")).hasSize(2);
    }

    /** Nothing in an aggregate may change the connection. */
    @Test
    void shouldSkipWhatIsNotMedia() {
        String chunkSize = "01 000004 000000 00 000000 00000001 0000000f";
        String command = "14 000001 000000 00 000000 05 0000000c";

        assertThat(split(1000, chunkSize + command + AUDIO)).containsExactly(AUDIO_AT_1000);
    }

    @Test
    void shouldEndWhenTheSinkSaysStop() {
        boolean goOn = AggregateReader.split(1, 0, Hex.payload(AUDIO + VIDEO), (type, id, timestamp, payload) -> {
            messages.add("one");
            return false;
        });

        assertThat(goOn).isFalse();
        assertThat(messages).hasSize(1);
    }

    private List<String> split(int timestamp, String hex) {
        ByteBuffer payload = Hex.payload(hex);
        boolean goOn = AggregateReader.split(1, timestamp, payload, (type, id, at, body) -> {
            messages.add(type + "@" + Integer.toUnsignedString(at) + "/" + id + " " + Hex.of(body));
            return true;
        });
        assertThat(goOn).isTrue();
        assertThat(payload.remaining()).isZero();
        return messages;
    }
}
