package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Amf;
import dev.sluice.wire.Bytes;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a player receives that comes when the stream is already running. */
class LateJoinTest {
    private final TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private static void expectPayloads(WireClient player, List<Frame> frames) {
        for (Frame frame : frames) {
            WireMessage message = player.nextRelayed();
            assertThat(message.type()).as("%s", message).isEqualTo(frame.type());
            Bytes.assertEqual(message.payload(), frame.relayedPayload(), "payload");
        }
    }

    /** RI-092. */
    @Test
    void shouldBeginWithHeadersAndTheNewestKeyframe() {
        try (WireClient publisher = WireClient.publishing(server.port(), "late")) {
            var script = new ScriptedMedia(1, 1000);
            List<Frame> headers = script.headers();
            publisher.send(headers);
            publisher.send(script.frames(20));
            List<Frame> lastGop = script.frames(5);
            publisher.send(lastGop);
            publisher.sync();
            try (WireClient player = WireClient.playing(server.port(), "late")) {
                expectPayloads(player, headers);
                ScriptedMedia.expectAt(player, lastGop);
                List<Frame> live = script.frames(15);
                publisher.send(live);
                ScriptedMedia.expectAt(player, live);
            }
        }
    }

    /**
     * Headers belong to the frame that follows. Metadata does not: ffmpeg makes a subtitle track of any that comes later
     * than 0.
     */
    @Test
    void shouldRepeatHeadersAtTheFirstFrameButMetadataAtZero() {
        try (WireClient publisher = WireClient.publishing(server.port(), "header-time")) {
            publisher.send(new ScriptedMedia(1, 1000).headersAnd(15));
            publisher.sync();
            try (WireClient player = WireClient.playing(server.port(), "header-time")) {
                assertThat(player.nextRelayed().timestamp()).as("metadata").isZero();
                long audioHeader = player.nextRelayed().timestamp();
                long videoHeader = player.nextRelayed().timestamp();
                long firstFrame = player.nextRelayed().timestamp();
                assertThat(List.of(audioHeader, videoHeader)).containsOnly(firstFrame);
            }
        }
    }

    /** RI-093. */
    @Test
    void shouldHoldVideoBackUntilAKeyframe() {
        try (WireClient publisher = WireClient.publishing(server.port(), "no-key")) {
            publisher.send(List.of(Media.aacHeader(0), Media.avcHeader(0, 1)));
            publisher.send(List.of(Media.interFrame(0, 1, 0, 50), Media.aac(3, 1, 0, 50)));
            publisher.sync();
            try (WireClient player = WireClient.playing(server.port(), "no-key")) {
                expectPayloads(player, List.of(Media.aacHeader(0), Media.avcHeader(0, 1)));
                Frame audio = Media.aac(43, 1, 1, 60);
                Frame keyframe = Media.keyframe(80, 1, 2, 100);
                publisher.send(List.of(Media.interFrame(40, 1, 1, 50), audio, keyframe));
                WireMessage message = player.nextRelayed();
                if (message.timestamp() == 3) {
                    message = player.nextRelayed();
                }
                Bytes.assertEqual(message.payload(), audio.payload(), "audio before the keyframe");
                ScriptedMedia.expectAt(player, List.of(keyframe));
            }
        }
    }

    /** RI-102. */
    @Test
    void shouldUseTheNewestSequenceHeader() {
        try (WireClient first = WireClient.playing(server.port(), "changed");
                WireClient publisher = WireClient.publishing(server.port(), "changed")) {
            List<Frame> before = List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 50));
            List<Frame> after = List.of(Media.avcHeader(40, 2), Media.keyframe(40, 1, 1, 50));
            publisher.send(before);
            publisher.send(after);
            ScriptedMedia.expectAt(first, before);
            ScriptedMedia.expectAt(first, after);
            publisher.sync();
            try (WireClient late = WireClient.playing(server.port(), "changed")) {
                ScriptedMedia.expectAt(late, after);
            }
        }
    }

    /** RI-090: an ECMA array stays one; ffmpeg reads no other. */
    @Test
    void shouldPassMetadataOnByteForByte() {
        try (WireClient publisher = WireClient.publishing(server.port(), "metadata")) {
            var array = new Amf.EcmaArray(20, Amf.object("width", 1920.0, "encoder", "x", "stereo", true));
            byte[] published = Amf.encode("@setDataFrame", "onMetaData", array);
            publisher.send(new Frame(MessageType.DATA, 0, published));
            publisher.sync();
            try (WireClient player = WireClient.playing(server.port(), "metadata")) {
                WireMessage message = player.nextRelayed();
                Bytes.assertEqual(message.payload(), Amf.encode("onMetaData", array), "metadata");
            }
        }
    }

    /** RI-091. */
    @Test
    void shouldForgetClearedMetadata() {
        try (WireClient publisher = WireClient.publishing(server.port(), "cleared")) {
            publisher.send(Media.metadata(0, Amf.object("width", 1.0)));
            publisher.send(new Frame(MessageType.DATA, 0, Amf.encode("@clearDataFrame", "onMetaData")));
            publisher.send(List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 50)));
            publisher.sync();
            try (WireClient player = WireClient.playing(server.port(), "cleared")) {
                ScriptedMedia.expectAt(player, List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 50)));
            }
        }
    }
}
