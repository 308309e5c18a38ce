package dev.sluice.amf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Amf0WriterTest {
    @Test
    void shouldWriteStatusObjectAsObject() {
        byte[] wire = Amf0Writer.encode(AmfValue.object("level", AmfValue.of("status")), AmfValue.NULL);

        assertThat(HexFormat.of().formatHex(wire))
                .isEqualTo("03" + "0005" + "6c6576656c" + "02" + "0006" + "737461747573" + "000009" + "05");
    }

    @Test
    void shouldWriteLongStringPast64KiB() {
        assertThat(Amf0Writer.encode(AmfValue.of("a".repeat(0xffff)))).startsWith(2, 0xff, 0xff, 'a');
        assertThat(Amf0Writer.encode(AmfValue.of("a".repeat(0x10000)))).startsWith(0x0c, 0, 1, 0, 0, 'a');
    }

    @Test
    void shouldRefuseNameThatTheFormatCannotHold() {
        AmfValue object = AmfValue.object("a".repeat(0x10000), AmfValue.NULL);

        assertThatThrownBy(() -> Amf0Writer.encode(object)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldWriteWhatTheReaderReads() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            AmfValue value = RandomAmf.value(random, 4);
            Amf0Reader reader = new Amf0Reader(ByteBuffer.wrap(Amf0Writer.encode(value)));

            assertThat(reader.read()).as("seed %d, value %d", seed, i).isEqualTo(value);
            assertThat(reader.hasRemaining()).as("seed %d, value %d", seed, i).isFalse();
        }
    }
}
