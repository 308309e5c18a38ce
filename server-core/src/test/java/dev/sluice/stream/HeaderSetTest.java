package dev.sluice.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.chunk.ChunkReader;
import dev.sluice.protocol.Limits;
import dev.sluice.protocol.MemoryBudget;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeaderSetTest {
    private static final HeaderKey AUDIO = new HeaderKey(MessageKind.AUDIO, 0, 0);
    private static final HeaderKey VIDEO = new HeaderKey(MessageKind.VIDEO, 0, 0);
    private static final HeaderKey SECOND_TRACK = new HeaderKey(MessageKind.VIDEO, 0, 1);
    private static final HeaderKey VIDEO_METADATA = new HeaderKey(MessageKind.VIDEO, 2, 0);

    private final HeaderSet empty = HeaderSet.empty(7);

    @Test
    void shouldHoldNothingAtFirst() {
        assertThat(empty.isEmpty()).isTrue();
        assertThat(empty.version()).isEqualTo(7);
        assertThat(empty.encode(1, 0, 128)).isEmpty();
    }

    @Test
    void shouldMakeNewVersionOfNewHeader() {
        HeaderSet headers = empty.with(AUDIO, bytes(1));

        assertThat(headers.version()).isEqualTo(8);
        assertThat(headers.isEmpty()).isFalse();
        assertThat(empty.isEmpty()).isTrue();
    }

    @Test
    void shouldTakeRepeatedHeaderForNoChange() {
        HeaderSet headers = empty.with(AUDIO, bytes(1, 2));

        assertThat(headers.with(AUDIO, bytes(1, 2))).isSameAs(headers);
        assertThat(headers.with(AUDIO, bytes(1, 3)).version()).isEqualTo(9);
        assertThat(headers.with(VIDEO, bytes(1, 2)).version()).isEqualTo(9);
    }

    @Test
    void shouldKeepItsOwnCopyAndLeavePayloadAsItIs() {
        ByteBuffer payload = bytes(0, 5, 6).position(1);
        HeaderSet headers = empty.with(AUDIO, payload);

        assertThat(payload.position()).isEqualTo(1);
        payload.put(1, (byte) 9);
        assertThat(decode(headers, 1, 0)).containsExactly("8:1:0:[5, 6]");
    }

    @Test
    void shouldReplaceOnlyTheHeaderWithTheSameKey() {
        HeaderSet headers = empty.with(VIDEO, bytes(1))
                .with(SECOND_TRACK, bytes(2))
                .with(VIDEO_METADATA, bytes(3))
                .with(VIDEO, bytes(4));

        assertThat(decode(headers, 1, 0)).containsExactlyInAnyOrder("9:1:0:[4]", "9:1:0:[2]", "9:1:0:[3]");
    }

    @Test
    void shouldKeepNoMoreBytesThanItMay() {
        HeaderSet headers =
                empty.with(VIDEO, ByteBuffer.allocate(HeaderSet.MAX_BYTES - 10)).with(AUDIO, ByteBuffer.allocate(10));
        assertThat(headers.has(AUDIO)).isTrue();

        HeaderSet tooMuch = headers.with(AUDIO, ByteBuffer.allocate(11));

        assertThat(tooMuch.has(AUDIO)).isFalse();
        assertThat(tooMuch.has(VIDEO)).isTrue();
        assertThat(tooMuch.version()).isNotEqualTo(headers.version());
    }

    @Test
    void shouldKeepNoMoreHeadersThanItMay() {
        HeaderSet headers = empty;
        for (int track = 0; track <= HeaderSet.MAX_HEADERS; track++) {
            headers = headers.with(new HeaderKey(MessageKind.VIDEO, 0, track), bytes(track));
        }

        assertThat(headers.has(new HeaderKey(MessageKind.VIDEO, 0, HeaderSet.MAX_HEADERS - 1)))
                .isTrue();
        assertThat(headers.has(new HeaderKey(MessageKind.VIDEO, 0, HeaderSet.MAX_HEADERS)))
                .isFalse();
    }

    @Test
    void shouldForgetHeader() {
        HeaderSet headers = empty.with(AUDIO, bytes(1)).with(VIDEO, bytes(2));

        assertThat(headers.without(AUDIO).version()).isEqualTo(headers.version() + 1);
        assertThat(decode(headers.without(AUDIO), 1, 0)).containsExactly("9:1:0:[2]");
        assertThat(headers.without(SECOND_TRACK)).isSameAs(headers);
    }

    @Test
    void shouldEncodeMetadataFirstAtTimeZeroAndTheRestAtThePlayersTime() {
        HeaderSet headers = empty.with(VIDEO, bytes(3)).with(AUDIO, bytes(2)).with(HeaderKey.METADATA, bytes(1));

        assertThat(decode(headers, 5, -2)).containsExactly("18:5:0:[1]", "8:5:4294967294:[2]", "9:5:4294967294:[3]");
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }

    private static List<String> decode(HeaderSet headers, int messageStreamId, int timestamp) {
        List<String> messages = new ArrayList<>();
        ByteBuffer encoded = ByteBuffer.wrap(headers.encode(messageStreamId, timestamp, 128));
        new ChunkReader(Limits.DEFAULT, new MemoryBudget(1 << 20)).read(encoded, (type, id, time, payload) -> {
            List<Byte> bytes = new ArrayList<>();
            while (payload.hasRemaining()) {
                bytes.add(payload.get());
            }
            return messages.add(type + ":" + id + ":" + Integer.toUnsignedLong(time) + ":" + bytes);
        });
        return messages;
    }
}
