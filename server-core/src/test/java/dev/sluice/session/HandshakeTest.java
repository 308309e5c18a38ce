package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Handshake;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The handshake as clients of the field and others do it. */
class HandshakeTest {
    private static final byte[] C0_C1 = Chunks.concat(Handshake.C0, Handshake.c1());

    /** Deadlines are looked at four times per interval. */
    private static final Map<String, String> SHORT_TICKS = Map.of("rtmp.pingInterval", "80ms");

    /** RI-001. */
    @Test
    void shouldAnswerSimply() {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(C0_C1);
            Handshake.Answer answer = client.readHandshakeAnswer();
            answer.check(Handshake.c1());
            client.send(answer.s1());
            client.connect("live");
        }
    }

    /** RI-006: ffmpeg's version bytes; the digest that goes with them is not looked for. */
    @Test
    void shouldAnswerSimplyToAClientThatOffersADigest() {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            byte[] c1 = Handshake.c1();
            System.arraycopy(Chunks.hex("09007c02"), 0, c1, 4, 4);
            client.send(Chunks.concat(Handshake.C0, c1));
            client.readHandshakeAnswer().check(c1);
        }
    }

    /** RI-002, RI-005: every place where a client's first segment may end. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 5, 8, 9, 100, 1535, 1536})
    void shouldTakeC0AndC1InTwoParts(int cut) {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(Arrays.copyOf(C0_C1, cut));
            client.send(Arrays.copyOfRange(C0_C1, cut, C0_C1.length));
            client.readHandshakeAnswer().check(Handshake.c1());
        }
    }

    /** RI-004, RI-005: nothing behind C2 is lost, wherever the segments end. */
    @ParameterizedTest
    @MethodSource("cutsOfC2AndCommands")
    void shouldKeepWhatFollowsC2(int cut) {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(C0_C1);
            byte[] rest = Chunks.concat(client.readHandshakeAnswer().s1(), commands());
            client.send(Arrays.copyOf(rest, cut));
            client.send(Arrays.copyOfRange(rest, cut, rest.length));
            client.expectCommand("_result", 1);
            client.expectCommand("_result", 2);
        }
    }

    static IntStream cutsOfC2AndCommands() {
        int edge = Handshake.SIZE;
        return IntStream.concat(IntStream.of(0, 1, 700), IntStream.rangeClosed(edge - 2, edge + commands().length));
    }

    /** Set Chunk Size, connect and createStream, as one could pipeline them. */
    private static byte[] commands() {
        byte[] connect = Amf.encode("connect", 1.0, Amf.object("app", "live"));
        byte[] createStream = Amf.encode("createStream", 2.0, null);
        return Chunks.concat(
                Chunks.encode(128, 2, MessageType.SET_CHUNK_SIZE, 0, 0, Chunks.number(32)),
                Chunks.encode(32, 3, MessageType.COMMAND, 0, 0, connect),
                Chunks.encode(32, 3, MessageType.COMMAND, 0, 0, createStream));
    }

    /** RI-003; also clients that send C2 before they have read S1. */
    @Test
    void shouldTakeOneByteAtATime() {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            byte[] all = Chunks.concat(C0_C1, new byte[Handshake.SIZE], commands());
            for (byte b : all) {
                client.send(new byte[] {b});
            }
            client.readHandshakeAnswer().check(Handshake.c1());
            client.expectCommand("_result", 1);
            client.expectCommand("_result", 2);
        }
    }

    @Test
    void shouldTakeEverythingInOneSegment() {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(Chunks.concat(C0_C1, new byte[Handshake.SIZE], commands()));
            client.readHandshakeAnswer().check(Handshake.c1());
            client.expectCommand("_result", 1);
            client.expectCommand("_result", 2);
        }
    }

    /** RI-007, RI-008. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAcceptAnyC2(long seed) {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(C0_C1);
            client.readHandshakeAnswer();
            byte[] c2 = new byte[Handshake.SIZE];
            new Random(seed).nextBytes(c2);
            client.send(c2);
            client.connect("live");
        }
    }

    /** RI-009, RI-010: the client may have sent all of C1 already. */
    @ParameterizedTest
    @ValueSource(ints = {0, 2, 4, 6, 31, 32, 255})
    void shouldCloseOnAnotherVersion(int version) {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            byte[] hello = C0_C1.clone();
            hello[0] = (byte) version;
            client.send(hello);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** RI-011. */
    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "\u0016\u0003\u0001\u0002\u0000\u0001"})
    void shouldCloseOnOtherProtocols(String hello) {
        try (TestServer server = TestServer.start();
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(hello.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** RI-012. */
    @Test
    void shouldCloseASilentClientAtTheDeadline() {
        try (TestServer server = TestServer.start(Map.of("rtmp.handshakeTimeout", "200ms"));
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(Handshake.C0);
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** RI-012: the deadline is absolute, a byte now and then does not move it. */
    @Test
    void shouldCloseADrippingClientAtTheDeadline() {
        try (TestServer server = TestServer.start(Map.of("rtmp.handshakeTimeout", "200ms"));
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(Handshake.C0);
            await().pollInterval(Duration.ofMillis(20))
                    .untilAsserted(() -> assertThatThrownBy(() -> client.send(new byte[1]))
                            .isInstanceOf(UncheckedIOException.class));
        }
    }

    @Test
    void shouldCloseAtTheDeadlineWithoutC2() throws Exception {
        try (TestServer server = TestServer.start(SHORT_TICKS);
                WireClient client = WireClient.connectTo(server.port())) {
            client.send(C0_C1);
            client.readHandshakeAnswer();
            server.reload(Map.of("rtmp.handshakeTimeout", "200ms"));
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    /** RI-014. */
    @Test
    void shouldCloseAClientThatNeverPublishesOrPlays() throws Exception {
        try (TestServer server = TestServer.start(SHORT_TICKS);
                WireClient client = WireClient.connectTo(server.port())) {
            client.handshake();
            client.connect("live");
            server.reload(Map.of("rtmp.connectTimeout", "300ms"));
            client.expectClosed();
        }
    }
}
