package dev.sluice.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.protocol.ProtocolException;
import dev.sluice.protocol.ProtocolException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private static final int PACKET_BYTES = 1536;
    private static final int CLIENT_BYTES = 1 + 2 * PACKET_BYTES;
    private static final int SERVER_TIME_MILLIS = 0x01020304;

    private final List<byte[]> replies = new ArrayList<>();
    private final Handshake handshake = new Handshake(SERVER_TIME_MILLIS, new Random(1));

    /** RI-001. */
    @Test
    void shouldAnswerWithEchoOfC1() {
        byte[] client = client();

        assertThat(handshake.read(ByteBuffer.wrap(client), replies::add)).isTrue();

        assertReplyTo(client);
    }

    /** RI-002: the answer goes out before C2 is there. */
    @Test
    void shouldAnswerAsSoonAsC1IsComplete() {
        byte[] client = client();

        assertThat(feed(client, 0, 1)).isFalse();
        assertThat(feed(client, 1, PACKET_BYTES)).isFalse();
        assertThat(replies).isEmpty();
        assertThat(feed(client, PACKET_BYTES, 1 + PACKET_BYTES)).isFalse();

        assertReplyTo(client);
    }

    /** RI-003. */
    @Test
    void shouldReadOneByteAtATime() {
        byte[] client = client();
        for (int i = 0; i < CLIENT_BYTES; i++) {
            assertThat(feed(client, i, i + 1)).as("after byte %d", i).isEqualTo(i == CLIENT_BYTES - 1);
        }

        assertReplyTo(client);
    }

    @Test
    void shouldReadAnyCut() {
        byte[] client = client();
        for (int cut = 0; cut <= CLIENT_BYTES; cut++) {
            Handshake cutHandshake = new Handshake(SERVER_TIME_MILLIS, new Random(1));
            List<byte[]> answers = new ArrayList<>();
            boolean early = cutHandshake.read(ByteBuffer.wrap(client, 0, cut), answers::add);
            boolean done = cutHandshake.read(ByteBuffer.wrap(client, cut, CLIENT_BYTES - cut), answers::add);

            assertThat(early).as("cut at %d", cut).isEqualTo(cut == CLIENT_BYTES);
            assertThat(done).as("cut at %d", cut).isTrue();
            assertThat(answers).as("cut at %d", cut).hasSize(1);
        }
    }

    /** RI-004, RI-005, hostile case 5: what follows C2 belongs to the chunk stream. */
    @Test
    void shouldLeaveWhatFollowsC2() {
        ByteBuffer in = ByteBuffer.wrap(Arrays.copyOf(client(), CLIENT_BYTES + 20));

        assertThat(handshake.read(in, replies::add)).isTrue();
        assertThat(in.remaining()).isEqualTo(20);
        assertThat(handshake.read(in, replies::add)).isTrue();
        assertThat(in.remaining()).isEqualTo(20);
        assertThat(replies).hasSize(1);
    }

    /** RI-006: S1 of version zero and unlike C1 makes ffmpeg take the simple handshake. */
    @Test
    void shouldAnswerDigestHandshakeSimply() {
        byte[] client = client();
        client[5] = 0x09;
        client[7] = 0x7c;
        client[8] = 0x02;
        handshake.read(ByteBuffer.wrap(client), replies::add);

        assertReplyTo(client);
        assertThat(Arrays.copyOfRange(replies.get(0), 1, 1 + PACKET_BYTES))
                .isNotEqualTo(Arrays.copyOfRange(client, 1, 1 + PACKET_BYTES));
    }

    /** RI-007, RI-008, hostile case 4. */
    @Test
    void shouldNotCareWhatC2Holds() {
        byte[] client = client();
        new Random(2).nextBytes(client);
        client[0] = 3;

        assertThat(handshake.read(ByteBuffer.wrap(client), replies::add)).isTrue();
    }

    /** RI-009, RI-010, RI-011, hostile case 1. */
    @ParameterizedTest
    @CsvSource({
        "0, older",
        "2, older",
        "4, reserved",
        "31, reserved",
        "6, RTMPE",
        "71, HTTP",
        "22, TLS",
        "80, PROXY",
        "13, PROXY",
        "255, no RTMP"
    })
    void shouldRefuseOtherVersionsAndTellWhatItMayBe(int version, String guess) {
        byte[] client = client();
        client[0] = (byte) version;

        assertThatThrownBy(() -> handshake.read(ByteBuffer.wrap(client), replies::add))
                .isInstanceOfSatisfying(
                        ProtocolException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNSUPPORTED_VERSION))
                .hasMessageContaining(guess)
                .hasMessageContaining("0x" + Integer.toHexString(version));
        assertThat(replies).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldFillS1FromTheGivenRandomness(long seed) {
        new Handshake(0, new Random(seed)).read(ByteBuffer.wrap(client()), replies::add);
        byte[] expected = new byte[PACKET_BYTES - 8];
        new Random(seed).nextBytes(expected);

        assertThat(Arrays.copyOfRange(replies.get(0), 9, 1 + PACKET_BYTES)).isEqualTo(expected);
    }

    private boolean feed(byte[] client, int from, int to) {
        return handshake.read(ByteBuffer.wrap(client, from, to - from), replies::add);
    }

    private void assertReplyTo(byte[] client) {
        assertThat(replies).hasSize(1);
        byte[] reply = replies.get(0);
        assertThat(reply).hasSize(CLIENT_BYTES).startsWith(3, 1, 2, 3, 4, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(reply, 1 + PACKET_BYTES, CLIENT_BYTES))
                .isEqualTo(Arrays.copyOfRange(client, 1, 1 + PACKET_BYTES));
    }

    /** C1 with a zero version field, C2 of anything. */
    private static byte[] client() {
        byte[] client = new byte[CLIENT_BYTES];
        new Random(3).nextBytes(client);
        client[0] = 3;
        Arrays.fill(client, 5, 9, (byte) 0);
        return client;
    }
}
