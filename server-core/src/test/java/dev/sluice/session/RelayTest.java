package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a publisher sends is what players receive, seen from outside. */
class RelayTest {
    private final TestServer server = TestServer.start();
    private final List<WireClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        server.close();
    }

    private WireClient publisher(String key) {
        return keep(WireClient.publishing(server.port(), key));
    }

    private WireClient player(String key) {
        return keep(WireClient.playing(server.port(), key));
    }

    private WireClient keep(WireClient client) {
        clients.add(client);
        return client;
    }

    @Test
    void shouldRelayEveryByteInOrder() {
        WireClient player = player("bytes");
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(50);
        publisher("bytes").send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 0xFFFFFFL - 200, 0x80000000L - 200, 0x100000000L - 200})
    void shouldKeepTimestamps(long first) {
        String key = "from-" + first;
        WireClient player = player(key);
        List<Frame> frames = new ScriptedMedia(1, first).headersAnd(12);
        publisher(key).send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    @Test
    void shouldKeepTimestampsAroundTheExtendedOnes() {
        WireClient player = player("extended");
        var frames = new ArrayList<Frame>();
        for (long timestamp = 0xFFFFFC; timestamp <= 0x1000003; timestamp++) {
            frames.add(Media.aac(timestamp, 1, (int) timestamp, 300));
        }
        publisher("extended").send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    /** RI-036: the test client insists on the extended timestamp in each of the chunks. */
    @Test
    void shouldRepeatTheExtendedTimestampInEveryChunk() {
        WireClient player = player("long");
        List<Frame> frames = List.of(
                Media.avcHeader(0x1000000, 1),
                Media.keyframe(0x1000000, 1, 0, 300_000),
                Media.interFrame(0x1000028, 1, 1, 200));
        publisher("long").send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    /** RI-039. */
    @Test
    void shouldRelayATimestampThatGoesBack() {
        WireClient player = player("back");
        List<Frame> frames = List.of(Media.aac(5000, 1, 0, 10), Media.aac(4000, 1, 1, 10), Media.aac(4020, 1, 2, 10));
        publisher("back").send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 127, 128, 129, 4096, 65536, 0x7FFFFFFF})
    void shouldReadChunksOfAnySize(int chunkSize) {
        WireClient player = player("chunks-" + chunkSize);
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(12);
        WireClient publisher = publisher("chunks-" + chunkSize);
        publisher.setChunkSize(chunkSize);
        publisher.send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    @Test
    void shouldServeFivePlayers() {
        var players = new ArrayList<WireClient>();
        for (int i = 0; i < 5; i++) {
            players.add(player("five"));
        }
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(50);
        publisher("five").send(frames);
        players.forEach(player -> ScriptedMedia.expectAt(player, frames));
    }

    @Test
    void shouldKeepTwoPublishersApart() {
        WireClient playerOfOne = player("one");
        WireClient playerOfTwo = player("two");
        WireClient one = publisher("one");
        WireClient two = publisher("two");
        var scriptOfOne = new ScriptedMedia(1, 0);
        var scriptOfTwo = new ScriptedMedia(2, 500);
        List<Frame> framesOfOne = new ArrayList<>(scriptOfOne.headers());
        List<Frame> framesOfTwo = new ArrayList<>(scriptOfTwo.headers());
        one.send(framesOfOne);
        two.send(framesOfTwo);
        for (int i = 0; i < 30; i++) {
            List<Frame> nextOfOne = scriptOfOne.frames(1);
            List<Frame> nextOfTwo = scriptOfTwo.frames(1);
            one.send(nextOfOne);
            two.send(nextOfTwo);
            framesOfOne.addAll(nextOfOne);
            framesOfTwo.addAll(nextOfTwo);
        }
        ScriptedMedia.expectAt(playerOfOne, framesOfOne);
        ScriptedMedia.expectAt(playerOfTwo, framesOfTwo);
    }

    @Test
    void shouldRelayAudioAlone() {
        WireClient player = player("audio");
        var frames = new ArrayList<Frame>();
        frames.add(Media.aacHeader(0));
        for (int i = 0; i < 100; i++) {
            frames.add(Media.aac(i * 23L, 1, i, 200));
        }
        publisher("audio").send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    /** RI-050. */
    @Test
    void shouldLeaveOutEmptyMessages() {
        WireClient player = player("empty");
        WireClient publisher = publisher("empty");
        var empty = new byte[0];
        publisher.send(new Frame(MessageType.AUDIO, 0, empty));
        publisher.send(new Frame(MessageType.VIDEO, 0, empty));
        Frame frame = Media.aac(20, 1, 0, 100);
        publisher.send(frame);
        ScriptedMedia.expectAt(player, List.of(frame));
    }

    /** RI-051. */
    @Test
    void shouldIgnoreUnknownMessageTypes() {
        WireClient player = player("unknown");
        WireClient publisher = publisher("unknown");
        publisher.sendMessage(3, 0x63, 0, 0, new byte[500]);
        Frame frame = Media.aac(20, 1, 0, 100);
        publisher.send(frame);
        ScriptedMedia.expectAt(player, List.of(frame));
    }

    /** RI-021: the spec lets chunks of several chunk streams alternate. */
    @Test
    void shouldAssembleMessagesWhoseChunksAlternate() {
        WireClient player = player("alternate");
        WireClient publisher = publisher("alternate");
        byte[] audio = Media.aac(0, 1, 0, 246).payload();
        byte[] video = Media.keyframe(0, 1, 0, 243).payload();
        assertThat(audio).hasSize(256);
        assertThat(video).hasSize(256);
        publisher.send(Chunks.concat(
                Chunks.hex("04 000007 000100 08 01000000"), first(audio),
                Chunks.hex("06 000009 000100 09 01000000"), first(video),
                Chunks.hex("c4"), second(audio),
                Chunks.hex("c6"), second(video)));
        ScriptedMedia.expectAt(
                player, List.of(new Frame(MessageType.AUDIO, 7, audio), new Frame(MessageType.VIDEO, 9, video)));
    }

    private static byte[] first(byte[] payload) {
        return Arrays.copyOfRange(payload, 0, 128);
    }

    private static byte[] second(byte[] payload) {
        return Arrays.copyOfRange(payload, 128, 256);
    }
}
