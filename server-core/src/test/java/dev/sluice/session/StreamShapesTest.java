package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.counter.Counter;
import dev.sluice.wire.Bytes;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams of every shape: sound alone and then a picture, changing headers, few keyframes, much of it, many of them. */
class StreamShapesTest {
    private final List<AutoCloseable> opened = new ArrayList<>();
    private TestServer server;

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private void start(Map<String, String> overrides) {
        server = keep(TestServer.start(overrides));
    }

    private <T extends AutoCloseable> T keep(T resource) {
        opened.add(resource);
        return resource;
    }

    private WireClient publisher(String key) {
        return keep(WireClient.publishing(server.port(), key));
    }

    private WireClient player(String key) {
        return keep(WireClient.playing(server.port(), key));
    }

    private static List<Frame> sound(long from, int count) {
        var frames = new ArrayList<Frame>();
        for (int i = 0; i < count; i++) {
            frames.add(Media.aac(from + i * 20L, 1, i, 60));
        }
        return frames;
    }

    @Test
    void shouldFollowFromSoundToPictureAndBack() {
        start(Map.of());
        WireClient publisher = publisher("turns");
        publisher.send(Media.aacHeader(0));
        publisher.send(sound(0, 10));
        publisher.sync();
        WireClient player = player("turns");
        Bytes.assertEqual(player.nextRelayed().payload(), Media.aacHeader(0).payload(), "AAC header");

        List<Frame> picture =
                List.of(Media.avcHeader(1000, 1), Media.keyframe(1000, 1, 0, 900), Media.interFrame(1040, 1, 1, 100));
        publisher.send(picture);
        WireMessage message = player.nextRelayed();
        while (message.timestamp() < 1000) {
            message = player.nextRelayed();
        }
        Bytes.assertEqual(message.payload(), picture.get(0).payload(), "AVC header");
        ScriptedMedia.expectAt(player, picture.subList(1, 3));
        List<Frame> soundAgain = sound(2000, 10);
        publisher.send(soundAgain);
        ScriptedMedia.expectAt(player, soundAgain);
    }

    /** RI-102. */
    @Test
    void shouldGiveEachJoinerTheHeaderOfItsFrames() {
        start(Map.of());
        WireClient publisher = publisher("resized");
        WireClient first = player("resized");
        List<Frame> small =
                List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 900), Media.interFrame(40, 1, 1, 99));
        publisher.send(small);
        ScriptedMedia.expectAt(first, small);
        WireClient second = player("resized");
        ScriptedMedia.expectAt(second, small);

        Frame header = Media.avcHeader(80, 2);
        publisher.send(header);
        publisher.sync();
        WireClient between = player("resized");
        List<Frame> large = List.of(Media.keyframe(80, 1, 2, 900), Media.interFrame(120, 1, 3, 99));
        publisher.send(large);
        for (WireClient player : List.of(first, second)) {
            ScriptedMedia.expectAt(player, List.of(header));
            ScriptedMedia.expectAt(player, large);
        }
        // it may begin with the picture of the old size, but then with the old header, and must end with the new
        byte[] newest = null;
        WireMessage message = between.nextMedia();
        while (message.timestamp() != 120) {
            newest = message.payload()[1] == 0 ? message.payload() : newest;
            if (message.timestamp() < 80 && message.payload()[1] == 1) {
                Bytes.assertEqual(newest, small.get(0).payload(), "header of " + message);
            }
            message = between.nextMedia();
        }
        Bytes.assertEqual(newest, header.payload(), "header of " + message);
    }

    /** RI-093, RI-109: without a keyframe that could still be used there is sound, and no picture that cannot be decoded. */
    @Test
    void shouldServeAStreamWithOneKeyframeEver() {
        start(Map.of("applications.live.play.maxStartAge", "0"));
        WireClient first = player("once");
        WireClient publisher = publisher("once");
        List<Frame> begin = List.of(Media.aacHeader(0), Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 900));
        publisher.send(begin);
        ScriptedMedia.expectAt(first, begin);
        publisher.sync();
        WireClient late = player("once");
        Bytes.assertEqual(late.nextRelayed().payload(), begin.get(0).payload(), "AAC header");
        Bytes.assertEqual(late.nextRelayed().payload(), begin.get(1).payload(), "AVC header");
        for (int i = 1; i <= 20; i++) {
            publisher.send(List.of(Media.interFrame(i * 40L, 1, i, 100), Media.aac(i * 40L, 1, i, 50)));
        }
        for (int i = 1; i <= 20; i++) {
            ScriptedMedia.expectAt(first, List.of(Media.interFrame(i * 40L, 1, i, 100), Media.aac(i * 40L, 1, i, 50)));
        }
        for (int i = 1; i <= 20; i++) {
            ScriptedMedia.expectAt(late, List.of(Media.aac(i * 40L, 1, i, 50)));
        }
    }

    /** RI-109. */
    @Test
    void shouldBoundALongGroupOfPictures() {
        start(Map.of(
                "applications.live.windowBytes", "1MiB",
                "applications.live.play.maxLagBytes", "512KiB",
                "limits.maxMessageSize", "64KiB"));
        WireClient publisher = publisher("long");
        publisher.send(List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 900)));
        for (int i = 1; i <= 400; i++) {
            publisher.send(Media.interFrame(i * 40L, 1, i, 50_000));
            if (i % 40 == 0) {
                publisher.sync();
                assertThat(server.inside().logBytes()).as("after %d frames", i).isLessThan(3 << 20);
            }
        }
        WireClient late = player("long");
        Bytes.assertEqual(late.nextRelayed().payload(), Media.avcHeader(0, 1).payload(), "AVC header");
        Frame keyframe = Media.keyframe(20_000, 1, 401, 900);
        publisher.send(List.of(Media.interFrame(19_000, 1, 400, 100), keyframe));
        ScriptedMedia.expectAt(late, List.of(keyframe));
    }

    @Test
    void shouldRelayFiftyMegabitsASecond() {
        start(Map.of());
        WireClient player = player("fast");
        WireClient publisher = publisher("fast");
        publisher.setChunkSize(65_536);
        publisher.send(Media.avcHeader(0, 1));
        ScriptedMedia.expectAt(player, List.of(Media.avcHeader(0, 1)));
        for (int second = 0; second < 3; second++) {
            var frames = new ArrayList<Frame>();
            for (int i = second * 25; i < (second + 1) * 25; i++) {
                boolean key = i % 25 == 0;
                frames.add(key ? Media.keyframe(i * 40L, 1, i, 600_000) : Media.interFrame(i * 40L, 1, i, 235_000));
            }
            publisher.send(frames);
            ScriptedMedia.expectAt(player, frames);
        }
    }

    @Test
    void shouldRelayOneMessageOfTheGreatestSize() {
        start(Map.of());
        WireClient player = player("great");
        WireClient publisher = publisher("great");
        int overhead = Media.keyframe(0, 1, 0, 0).payload().length;
        List<Frame> frames = List.of(Media.keyframe(0, 1, 0, (8 << 20) - overhead), Media.interFrame(40, 1, 1, 100));
        assertThat(frames.get(0).payload()).hasSize(8 << 20);
        publisher.send(frames);
        ScriptedMedia.expectAt(player, frames);
        publisher.send(Media.interFrame(80, 1, 2, 8 << 20));
        publisher.expectClosed();
        assertThat(server.inside().counters().get(Counter.MESSAGE_TOO_LARGE)).isEqualTo(1);
    }

    /** Small streams cost little memory. */
    @Test
    void shouldServeManySmallStreams() {
        start(Map.of());
        int count = 300;
        var publishers = new ArrayList<WireClient>();
        var players = new ArrayList<WireClient>();
        for (int i = 0; i < count; i++) {
            publishers.add(publisher("radio" + i));
            players.add(player("radio" + i));
        }
        for (int i = 0; i < count; i++) {
            publishers.get(i).send(Media.aacHeader(0));
        }
        for (int i = 0; i < count; i++) {
            ScriptedMedia.expectAt(players.get(i), List.of(Media.aacHeader(0)));
        }
        for (int i = 0; i < count; i++) {
            publishers.get(i).send(sound(i, 5));
        }
        for (int i = 0; i < count; i++) {
            ScriptedMedia.expectAt(players.get(i), sound(i, 5));
        }
        assertThat(server.inside().logBytes()).isLessThanOrEqualTo(count * (32L << 10));
        players.forEach(WireClient::close);
        publishers.forEach(WireClient::close);
        await().until(() -> server.inside().logBytes() == 0);
    }

    /** RI-053: nothing waits for a publisher's acknowledgements, whatever numbers they have. */
    @Test
    void shouldNeedNoAcknowledgements() {
        start(Map.of());
        WireClient publisher = publisher("unacknowledged");
        publisher.setChunkSize(1 << 20);
        Frame frame = Media.keyframe(0, 1, 0, 1_000_000);
        for (int i = 0; i < 100; i++) {
            publisher.send(frame);
        }
        publisher.sendAcknowledgement(5000);
        publisher.sendAcknowledgement(4000);
        publisher.sendAcknowledgement(0xFFFFFFFFL);
        publisher.sync();
        assertThat(server.inside().counters().get(Counter.BYTES_IN)).isGreaterThan(100_000_000);
    }
}
