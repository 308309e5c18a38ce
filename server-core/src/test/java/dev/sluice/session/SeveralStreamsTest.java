package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.counter.Counters;
import dev.sluice.wire.Amf;
import dev.sluice.wire.Bytes;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Message streams: several on one connection, their ids, and what happens when one ends before its time. */
class SeveralStreamsTest {
    private static final int BIG = 2 << 20;

    private final TestServer server =
            TestServer.start(Map.of("server.eventLoops", "2", "applications.live.play.sendBuffer", "64KiB"));
    private final List<WireClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(WireClient::close);
        server.close();
    }

    private WireClient keep(WireClient client) {
        clients.add(client);
        return client;
    }

    private WireClient publisher(String key) {
        return keep(WireClient.publishing(server.port(), key));
    }

    /** RI-069. */
    @Test
    void shouldRefuseStreamsBeyondTheLimit() {
        WireClient client = keep(WireClient.connected(server.port()));
        byte[] create = Chunks.encode(128, 3, MessageType.COMMAND, 0, 0, Amf.encode("createStream", 5.0, null));
        byte[][] hundred = new byte[100][];
        Arrays.fill(hundred, create);
        int created = 0;
        for (int i = 0; i < 100; i++) {
            client.send(Chunks.concat(hundred));
            for (int reply = 0; reply < hundred.length; reply++) {
                WireMessage message = client.nextCommand();
                assertThat(message.values().get(1)).isEqualTo(5.0);
                created += message.name().equals("_result") ? 1 : 0;
            }
        }
        assertThat(created).isEqualTo(8);
    }

    /** RI-077: 0 stands for the only message stream there is. */
    @Test
    void shouldPublishOnMessageStreamZero() {
        WireClient player = keep(WireClient.playing(server.port(), "zero"));
        WireClient client = keep(WireClient.connected(server.port()));
        client.createStream();
        client.command(0, "publish", null, "zero", "live");
        assertThat(client.expectStatus("NetStream.Publish.Start").msid()).isEqualTo(1);
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(12);
        client.sendOn(0, frames);
        ScriptedMedia.expectAt(player, frames);
    }

    /** RI-078. */
    @Test
    void shouldRefuseASecondUseOfAMessageStreamAndKeepTheFirst() {
        WireClient player = keep(WireClient.playing(server.port(), "first"));
        WireClient client = publisher("first");
        var script = new ScriptedMedia(1, 0);
        List<Frame> before = script.headersAnd(3);
        client.send(before);
        client.command(1, "publish", null, "second", "live");
        client.expectStatus("NetStream.Publish.BadName");
        client.command(1, "publish", null, "first", "live");
        client.expectStatus("NetStream.Publish.BadName");
        client.command(1, "play", null, "third");
        client.expectStatus("NetStream.Play.Failed");
        List<Frame> after = script.frames(12);
        client.send(after);
        ScriptedMedia.expectAt(player, before);
        ScriptedMedia.expectAt(player, after);
    }

    @Test
    void shouldPlayOnAfterASecondPlayOnTheSameMessageStream() {
        WireClient publisher = publisher("played");
        WireClient player = keep(WireClient.playing(server.port(), "played"));
        player.sendPlay("other");
        player.expectStatus("NetStream.Play.Failed");
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(12);
        publisher.send(frames);
        ScriptedMedia.expectAt(player, frames);
    }

    @Test
    void shouldPublishAndPlayOnOneConnection() {
        WireClient client = publisher("own");
        int second = client.createStream();
        client.command(second, "play", null, "own");
        client.expectStatus("NetStream.Play.Reset");
        client.expectStatus("NetStream.Play.Start");
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(25);
        for (Frame frame : frames) {
            client.send(frame);
            WireMessage message = client.nextRelayed();
            assertThat(message.msid()).isEqualTo(second);
            Bytes.assertEqual(message.payload(), frame.relayedPayload(), "own frame");
        }
    }

    @Test
    void shouldPublishTwoStreamsOnOneConnection() {
        WireClient client = publisher("one");
        int one = 1;
        int two = client.createStream();
        client.command(two, "publish", null, "two", "live");
        client.expectStatus("NetStream.Publish.Start");
        WireClient playerOfOne = keep(WireClient.playing(server.port(), "one"));
        WireClient playerOfTwo = keep(WireClient.playing(server.port(), "two"));
        var scriptOfOne = new ScriptedMedia(1, 0);
        var scriptOfTwo = new ScriptedMedia(2, 500);
        List<Frame> headersOfOne = scriptOfOne.headers();
        List<Frame> headersOfTwo = scriptOfTwo.headers();
        client.sendOn(one, headersOfOne);
        client.sendOn(two, headersOfTwo);
        expectHeaders(playerOfOne, headersOfOne);
        expectHeaders(playerOfTwo, headersOfTwo);
        List<Frame> framesOfOne = scriptOfOne.frames(12);
        List<Frame> framesOfTwo = scriptOfTwo.frames(12);
        for (int i = 0; i < framesOfOne.size(); i++) {
            client.sendOn(one, framesOfOne.subList(i, i + 1));
            client.sendOn(two, framesOfTwo.subList(i, i + 1));
        }
        ScriptedMedia.expectAt(playerOfOne, framesOfOne);
        ScriptedMedia.expectAt(playerOfTwo, framesOfTwo);
    }

    @Test
    void shouldEndOnlyTheStreamThatAnUnpublishNames() {
        WireClient client = publisher("one");
        int two = client.createStream();
        client.command(two, "publish", null, "two", "live");
        client.expectStatus("NetStream.Publish.Start");
        WireClient playerOfOne = keep(WireClient.playing(server.port(), "one"));
        client.command(0, "FCUnpublish", null, "two");
        client.sync();
        assertThat(server.count(Counter.PUBLISHES_ENDED)).isEqualTo(1);
        List<Frame> frames = new ScriptedMedia(1, 0).headersAnd(12);
        client.sendOn(1, frames);
        ScriptedMedia.expectAt(playerOfOne, frames);
        publisher("two").sync();
    }

    /** The test client refuses any chunk that is torn from its message. */
    @Test
    void shouldPlayTwoStreamsOnOneConnectionInTurns() {
        WireClient one = publisher("one");
        WireClient two = publisher("two");
        WireClient player = keep(WireClient.playing(server.port(), "one"));
        int second = player.createStream();
        player.command(second, "play", null, "two");
        player.expectStatus("NetStream.Play.Reset");
        player.expectStatus("NetStream.Play.Start");
        for (int source : List.of(1, 2)) {
            (source == 1 ? one : two).send(List.of(Media.aacHeader(0), Media.avcHeader(0, source)));
        }
        // now both are known to run
        var headers = Map.of(
                1,
                List.of(Media.aacHeader(0), Media.avcHeader(0, 1)),
                second,
                List.of(Media.aacHeader(0), Media.avcHeader(0, 2)));
        expectInTurns(player, headers);
        var sent = Map.of(1, media(1), second, media(2));
        for (int i = 0; i < sent.get(1).size(); i++) {
            one.send(sent.get(1).get(i));
            two.send(sent.get(second).get(i));
        }
        expectInTurns(player, sent);
    }

    /** The frames of each message stream in order, the streams mixed as they like. */
    private static void expectInTurns(WireClient player, Map<Integer, List<Frame>> sent) {
        var seen = new HashMap<Integer, Integer>();
        int count = sent.values().stream().mapToInt(List::size).sum();
        for (int i = 0; i < count; i++) {
            WireMessage message = player.nextRelayed();
            int at = seen.merge(message.msid(), 1, Integer::sum) - 1;
            Frame expected = sent.get(message.msid()).get(at);
            assertThat(message.timestamp()).isEqualTo(expected.timestamp());
            Bytes.assertEqual(message.payload(), expected.payload(), "frame " + at + " of " + message.msid());
        }
    }

    /** Once these are here the player has its place, and misses nothing of what follows. */
    private static void expectHeaders(WireClient player, List<Frame> headers) {
        for (Frame header : headers) {
            Bytes.assertEqual(player.nextRelayed().payload(), header.relayedPayload(), "header");
        }
    }

    private static List<Frame> media(int source) {
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < 10; i++) {
            frames.add(Media.keyframe(i * 40L, source, i, 300_000));
            frames.add(Media.aac(i * 40L, source, i, 100));
        }
        return frames;
    }

    /** What was begun is sent to its end, and then the next one plays: the same connection, whatever its loop. */
    @Test
    void shouldPlayAgainAfterDeletingTheStreamInTheMiddleOfAMessage() {
        for (int i = 0; i < 4; i++) {
            WireClient big = publisher("big" + i);
            WireClient other = publisher("other" + i);
            Frame keyframe = Media.keyframe(0, 1, 0, BIG);
            var script = new ScriptedMedia(2, 0);
            List<Frame> headers = script.headers();
            WireClient player = keep(WireClient.playing(server.port(), "big" + i));
            big.send(Media.avcHeader(0, 1));
            big.send(keyframe);
            ScriptedMedia.expectAt(player, List.of(Media.avcHeader(0, 1)));
            player.awaitMessage();
            if (i % 2 == 0) {
                player.command(0, "deleteStream", null, 1.0);
                player.command(0, "createStream", (Object) null);
            } else {
                player.command(1, "closeStream", (Object) null);
                player.command(0, "releaseStream", null, "other" + i);
            }
            player.sendPlay("other" + i);
            ScriptedMedia.expectAt(player, List.of(keyframe));
            assertThat(player.nextCommand().name()).isEqualTo("_result");
            player.expectStatus("NetStream.Play.Reset");
            player.expectStatus("NetStream.Play.Start");
            big.send(Media.interFrame(40, 1, 1, 100));
            other.send(headers);
            expectHeaders(player, headers);
            List<Frame> frames = script.frames(12);
            other.send(frames);
            ScriptedMedia.expectAt(player, frames);
        }
    }

    /** Whoever deletes its stream in the middle of a message and then goes leaves nothing behind. */
    @Test
    void shouldForgetAPlayerThatGoesInTheMiddleOfItsLastMessage() throws IOException {
        Counters counters = server.inside().counters();
        for (String farewell : List.of("deleteStream", "closeStream")) {
            WireClient publisher = publisher(farewell);
            WireClient player = keep(WireClient.playing(server.port(), farewell));
            publisher.send(Media.keyframe(0, 1, 0, BIG));
            player.awaitMessage();
            long ended = counters.get(Counter.PLAYS_ENDED);
            player.command(1, farewell, null, 1.0);
            await(farewell).until(() -> counters.get(Counter.PLAYS_ENDED) > ended);
            player.abort();
            publisher.command(0, "deleteStream", null, 1.0);
            publisher.expectStatus("NetStream.Unpublish.Success");
            await(farewell).until(() -> server.inside().streams().all().isEmpty());
            await(farewell).until(() -> server.inside().logBytes() == 0);
        }
    }
}
