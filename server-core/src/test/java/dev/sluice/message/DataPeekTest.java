package dev.sluice.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.message.DataPeek.Action;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataPeekTest {
    private static final String SET = Hex.string("@setDataFrame");
    private static final String CLEAR = Hex.string("@clearDataFrame");
    private static final String ON_METADATA = Hex.string("onMetaData");
    private static final String ARRAY = "08 00000014 0005 7769647468 00 4084000000000000 000009";

    /** RI-090: what is relayed is what came, less the first string. */
    @Test
    void shouldFindMetadataBehindSetDataFrame() {
        ByteBuffer payload = Hex.payload(SET + ON_METADATA + ARRAY);

        DataPeek peek = DataPeek.of(18, payload);

        assertThat(peek.setsMetadata()).isTrue();
        assertThat(relayed(payload, peek)).isEqualTo((ON_METADATA + ARRAY).replace(" ", ""));
        assertThat(payload.position()).isEqualTo(1);
    }

    /** RI-091. */
    @Test
    void shouldFindClearDataFrame() {
        DataPeek peek = DataPeek.of(18, Hex.payload(CLEAR + ON_METADATA));

        assertThat(peek.clearsMetadata()).isTrue();
        assertThat(peek.setsMetadata()).isFalse();
    }

    @Test
    void shouldFindMetadataWithoutSetDataFrame() {
        DataPeek peek = DataPeek.of(18, Hex.payload(ON_METADATA + ARRAY));

        assertThat(peek).isEqualTo(new DataPeek(Action.RELAY, "onMetaData", 0));
        assertThat(peek.setsMetadata()).isTrue();
    }

    @Test
    void shouldRelayOtherData() {
        DataPeek peek = DataPeek.of(18, Hex.payload(SET + Hex.string("onTextData") + ARRAY));

        assertThat(peek).isEqualTo(new DataPeek(Action.SET, "onTextData", 16));
        assertThat(peek.setsMetadata()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"18, '', 0", "15, '', 0", "15, 00, 1"})
    void shouldLeaveOutFormatSelector(int type, String selector, int offset) {
        assertThat(DataPeek.of(type, Hex.payload(selector + ON_METADATA + ARRAY)))
                .isEqualTo(new DataPeek(Action.RELAY, "onMetaData", offset));
        assertThat(DataPeek.of(type, Hex.payload(selector + SET + ON_METADATA)).relayOffset())
                .isEqualTo(offset + 16);
    }

    @ParameterizedTest
    @CsvSource({"''", "02", "02 0005 61", "00 3ff0000000000000", "02 ffff 61", "05", "02 0000"})
    void shouldRelayWhatHasNoName(String hex) {
        assertThat(DataPeek.of(18, Hex.payload(hex))).isEqualTo(new DataPeek(Action.RELAY, "", 0));
    }

    @Test
    void shouldNotTakeNameFromTruncatedMessage() {
        assertThat(DataPeek.of(18, Hex.payload(SET))).isEqualTo(new DataPeek(Action.SET, "", 16));
        assertThat(DataPeek.of(18, Hex.payload(SET + "02 000a 6f6e"))).isEqualTo(new DataPeek(Action.SET, "", 16));
    }

    private static String relayed(ByteBuffer payload, DataPeek peek) {
        return Hex.of(payload.duplicate().position(payload.position() + peek.relayOffset()));
    }
}
