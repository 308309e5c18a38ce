package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.SluiceServer;
import dev.sluice.counter.Counter;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Handshake;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However and wherever a session ends, its stream's name is free again and nothing of it stays. */
class SessionEndTest {
    private static final int SESSIONS = 40;
    private static final Duration STALE_AFTER = Duration.ofMillis(100);

    private enum Ending {
        FIN,
        RESET,
        SILENCE,
        DELETE_STREAM,
        CLOSE_STREAM,
        FC_UNPUBLISH,
        BAD_CHUNK_SIZE,
        GARBAGE,
        LONG_COMMAND
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldFreeTheNameWhateverEndsTheSession(long seed) throws IOException {
        var random = new Random(seed);
        var silent = new ArrayList<WireClient>();
        try (TestServer server = TestServer.start(Map.of(
                "applications.live.publish.staleAfter",
                STALE_AFTER.toMillis() + "ms",
                "applications.live.publish.resumeGrace",
                "50ms"))) {
            for (int i = 0; i < SESSIONS; i++) {
                String key = "key" + random.nextInt(3);
                Ending ending = Ending.values()[random.nextInt(Ending.values().length)];
                String what = "seed %d, session %d: %s of %s".formatted(seed, i, ending, key);
                playAndEnd(server.port(), random, key, ending, silent);
                await(what)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> canPublish(server.port(), key, random));
            }
            silent.forEach(WireClient::close);
            expectNothingLeft(server.inside(), "seed " + seed);
        }
    }

    /** A script cut off anywhere, perhaps within a message, perhaps with a player beside it. */
    private static void playAndEnd(int port, Random random, String key, Ending ending, List<WireClient> silent) {
        byte[] script = script(key, random);
        int cut = random.nextInt(4) == 0 ? random.nextInt(script.length + 1) : script.length;
        WireClient watching = random.nextBoolean() ? WireClient.playing(port, key) : null;
        WireClient client = WireClient.connectTo(port);
        client.send(Handshake.C0);
        client.send(Handshake.c1());
        client.readHandshakeAnswer();
        client.send(Arrays.copyOf(script, cut));
        if (random.nextBoolean() && cut == script.length) {
            syncUnlessRefused(client);
        }
        end(client, ending, silent);
        if (watching != null) {
            end(watching, random.nextBoolean() ? Ending.FIN : Ending.RESET, silent);
        }
    }

    /** Whoever published the name before may not be gone from the server yet. */
    private static void syncUnlessRefused(WireClient client) {
        try {
            client.sync();
        } catch (UncheckedIOException refused) {
            assertThat(refused).hasRootCauseInstanceOf(IOException.class);
        }
    }

    private static byte[] script(String key, Random random) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[Handshake.SIZE]);
        out.writeBytes(command(0, "connect", 1, Amf.object("app", "live")));
        out.writeBytes(command(0, "createStream", 2, (Object) null));
        out.writeBytes(command(1, "publish", 3, null, key, "live"));
        List<Frame> frames = new ScriptedMedia(1, random.nextInt(1000)).headersAnd(random.nextInt(15));
        for (Frame frame : frames) {
            out.writeBytes(Chunks.encode(128, 4, frame.type(), 1, frame.timestamp(), frame.payload()));
        }
        if (random.nextBoolean()) {
            out.writeBytes(command(0, "createStream", 4, (Object) null));
            out.writeBytes(command(2, "play", 5, null, "key" + random.nextInt(3)));
        }
        return out.toByteArray();
    }

    private static byte[] command(int msid, String name, int transaction, Object... arguments) {
        byte[] payload = Chunks.concat(Amf.encode(name, transaction), Amf.encode(arguments));
        return Chunks.encode(128, 3, MessageType.COMMAND, msid, 0, payload);
    }

    private static void end(WireClient client, Ending ending, List<WireClient> silent) {
        try {
            switch (ending) {
                case FIN -> client.halfClose();
                case RESET -> client.abort();
                case SILENCE -> {
                    // the socket stays open
                }
                case DELETE_STREAM -> client.send(command(0, "deleteStream", 6, null, 1.0));
                case CLOSE_STREAM -> client.send(command(1, "closeStream", 6, (Object) null));
                case FC_UNPUBLISH -> client.send(command(0, "FCUnpublish", 6, (Object) null));
                case BAD_CHUNK_SIZE ->
                    client.send(Chunks.encode(128, 2, MessageType.SET_CHUNK_SIZE, 0, 0, new byte[4]));
                case GARBAGE -> client.send(Chunks.hex("c5 ffffffff 85 00"));
                case LONG_COMMAND -> client.send(Chunks.hex("0a 000000 ffffff 14 00000000"));
            }
        } catch (IOException | UncheckedIOException closed) {
            // by the server, for the script before was cut in an unlucky place
        }
        silent.add(client);
    }

    private static boolean canPublish(int port, String key, Random random) throws IOException {
        try (WireClient client = WireClient.connected(port)) {
            client.createStream();
            client.command(1, "publish", null, key, "live");
            boolean started = client.nextCommand().code().equals("NetStream.Publish.Start");
            if (started && random.nextBoolean()) {
                client.abort();
            }
            return started;
        }
    }

    private static void expectNothingLeft(SluiceServer server, String seed) {
        await(seed + ": connections").until(() -> server.counters().openConnections() == 0);
        await(seed + ": streams").until(() -> server.streams().all().isEmpty());
        await(seed + ": log bytes").until(() -> server.logBytes() == 0);
        // a session is gone when it has ended whatever it did, which is later than its connection
        await(seed + ": sessions").until(() -> server.sessions().count() == 0);
        assertThat(server.counters().get(Counter.LOOP_ERRORS)).as(seed).isZero();
        assertThat(server.counters().get(Counter.PUBLISHES_ENDED))
                .as(seed + ": publishers ended, of those started")
                .isEqualTo(server.counters().get(Counter.PUBLISHES_STARTED));
        assertThat(server.counters().get(Counter.PLAYS_ENDED))
                .as(seed + ": players ended, of those started")
                .isEqualTo(server.counters().get(Counter.PLAYS_STARTED));
    }
}
