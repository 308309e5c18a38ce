package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Bytes;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a player may ask for while it plays: pause, seek, one kind only. */
class PlayControlTest {
    private static final List<Frame> HEADERS = List.of(Media.aacHeader(0), Media.avcHeader(0, 1));
    private static final int BIG = 2 << 20;

    private final TestServer server = TestServer.start(Map.of("applications.live.play.sendBuffer", "64KiB"));
    private final WireClient publisher = WireClient.publishing(server.port(), "controlled");
    private final WireClient player = WireClient.playing(server.port(), "controlled");

    @BeforeEach
    void begin() {
        List<Frame> first = List.of(Media.keyframe(0, 1, 0, 500), Media.aac(0, 1, 0, 50));
        publisher.send(HEADERS);
        publisher.send(first);
        ScriptedMedia.expectAt(player, HEADERS);
        ScriptedMedia.expectAt(player, first);
    }

    @AfterEach
    void close() {
        player.close();
        publisher.close();
        server.close();
    }

    /** RI-082: what comes during the pause is not kept. */
    @Test
    void shouldPauseAndGoOnAtAKeyframe() {
        player.command(1, "pause", null, true, 0.0);
        player.expectStatus("NetStream.Pause.Notify");
        publisher.send(List.of(Media.interFrame(40, 1, 1, 100), Media.aac(43, 1, 1, 50)));
        Frame keyframe = Media.keyframe(80, 1, 2, 500);
        publisher.send(keyframe);
        publisher.sync();
        player.command(1, "pause", null, false, 0.0);
        WireMessage begin = player.nextMessage();
        assertThat(begin.hex()).as("%s", begin).isEqualTo("000000000001");
        player.expectStatus("NetStream.Unpause.Notify");
        Frame live = Media.interFrame(120, 1, 3, 100);
        publisher.send(live);
        expectHeaders();
        ScriptedMedia.expectAt(player, List.of(keyframe, live));
    }

    /** The rest of the message goes out first, or nothing after it could be read. */
    @Test
    void shouldPauseInTheMiddleOfAMessage() {
        Frame big = Media.keyframe(40, 1, 1, BIG);
        publisher.send(big);
        player.awaitMessage();
        player.command(1, "pause", null, true, 0.0);
        publisher.send(Media.interFrame(80, 1, 2, 100));
        publisher.sync();
        ScriptedMedia.expectAt(player, List.of(big));
        WireMessage next = player.nextMessage();
        assertThat(next.isCommand()).as("%s", next).isTrue();
        assertThat(next.code()).isEqualTo("NetStream.Pause.Notify");
        Frame keyframe = Media.keyframe(120, 1, 3, 100);
        publisher.send(keyframe);
        publisher.sync();
        player.command(1, "pause", null, false, 0.0);
        player.expectStatus("NetStream.Unpause.Notify");
        expectHeaders();
        ScriptedMedia.expectAt(player, List.of(keyframe));
    }

    @Test
    void shouldUnpauseInTheMiddleOfAMessage() {
        Frame big = Media.keyframe(40, 1, 1, BIG);
        publisher.send(big);
        player.awaitMessage();
        player.command(1, "pause", null, true, 0.0);
        player.command(1, "pause", null, false, 0.0);
        ScriptedMedia.expectAt(player, List.of(big));
        player.expectStatus("NetStream.Pause.Notify");
        player.expectStatus("NetStream.Unpause.Notify");
        Frame keyframe = Media.keyframe(120, 1, 3, 100);
        publisher.send(keyframe);
        while (player.nextMedia().timestamp() != keyframe.timestamp()) {
            // whether the pause ever took effect depends on when the rest of the message was taken
        }
    }

    /** RI-083; the headers, which are never left out, have come already. */
    @Test
    void shouldLeaveVideoOutAndTakeItUpAtAKeyframe() {
        player.command(1, "receiveVideo", null, false);
        player.sync();
        Frame sound = Media.aac(43, 1, 1, 50);
        Frame moreSound = Media.aac(83, 1, 2, 50);
        publisher.send(List.of(Media.interFrame(40, 1, 1, 100), sound, Media.keyframe(80, 1, 2, 500), moreSound));
        ScriptedMedia.expectAt(player, List.of(sound, moreSound));

        player.command(1, "receiveVideo", null, true);
        player.expectStatus("NetStream.Seek.Notify");
        player.expectStatus("NetStream.Play.Start");
        player.sync();
        Frame keyframe = Media.keyframe(160, 1, 4, 500);
        Frame live = Media.interFrame(200, 1, 5, 100);
        publisher.send(List.of(Media.interFrame(120, 1, 3, 100), keyframe, live));
        ScriptedMedia.expectAt(player, List.of(keyframe, live));
    }

    /** RI-083: the header that the keyframe needs comes before it, whenever it was published. */
    @Test
    void shouldKnowTheNewestHeaderWhenVideoIsTakenUp() {
        player.command(1, "receiveVideo", null, false);
        player.sync();
        Frame header = Media.avcHeader(80, 2);
        publisher.send(List.of(header, Media.keyframe(80, 1, 2, 500)));
        publisher.sync();
        player.command(1, "receiveVideo", null, true);
        player.sync();
        Frame keyframe = Media.keyframe(120, 1, 3, 500);
        publisher.send(keyframe);
        WireMessage last = null;
        WireMessage message = player.nextMedia();
        while (message.timestamp() != keyframe.timestamp()) {
            last = message;
            message = player.nextMedia();
        }
        assertThat(last).as("what came before the keyframe").isNotNull();
        Bytes.assertEqual(last.payload(), header.payload(), "AVC header");
        Bytes.assertEqual(message.payload(), keyframe.payload(), "keyframe");
    }

    @Test
    void shouldLeaveSoundOutAndTakeItUpAgain() {
        player.command(1, "receiveAudio", null, false);
        player.sync();
        Frame picture = Media.interFrame(40, 1, 1, 100);
        Frame nextPicture = Media.interFrame(80, 1, 2, 100);
        publisher.send(List.of(picture, Media.aac(43, 1, 1, 50), nextPicture));
        ScriptedMedia.expectAt(player, List.of(picture, nextPicture));
        player.command(1, "receiveAudio", null, true);
        player.expectStatus("NetStream.Seek.Notify");
        player.expectStatus("NetStream.Play.Start");
        List<Frame> both = List.of(Media.aac(123, 1, 3, 50), Media.interFrame(120, 1, 3, 100));
        publisher.send(both);
        ScriptedMedia.expectAt(player, both);
    }

    /** RI-084. */
    @Test
    void shouldPlayOnAfterASeek() {
        player.command(1, "seek", null, 1000.0);
        player.expectStatus("NetStream.Seek.Notify");
        Frame live = Media.interFrame(40, 1, 1, 100);
        publisher.send(live);
        ScriptedMedia.expectAt(player, List.of(live));
    }

    @Test
    void shouldRefusePlay2AndPlayOn() {
        player.command(1, "play2", null, Map.of("streamName", "other"));
        player.expectStatus("NetStream.Play.Failed");
        Frame live = Media.interFrame(40, 1, 1, 100);
        publisher.send(live);
        ScriptedMedia.expectAt(player, List.of(live));
    }

    /** Of what is not played nothing can be paused; such a command harms nobody. */
    @Test
    void shouldIgnorePlayControlOfWhoeverDoesNotPlay() {
        for (String command : List.of("pause", "seek", "receiveAudio", "receiveVideo")) {
            publisher.command(1, command, null, false, 0.0);
            publisher.command(7, command, null, true, 0.0);
        }
        Frame live = Media.interFrame(40, 1, 1, 100);
        publisher.send(live);
        ScriptedMedia.expectAt(player, List.of(live));
    }

    /** In any order and at whatever time. */
    private void expectHeaders() {
        var left = new ArrayList<>(HEADERS);
        while (!left.isEmpty()) {
            WireMessage message = player.nextMedia();
            Frame header = left.stream()
                    .filter(wanted -> wanted.type() == message.type())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no header: " + message));
            Bytes.assertEqual(
                    message.payload(), header.payload(), message.type() == MessageType.AUDIO ? "AAC" : "AVC header");
            left.remove(header);
        }
    }
}
