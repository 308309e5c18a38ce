package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.wire.Amf;
import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Handshake;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import dev.sluice.wire.WireMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A whole session as OBS's copy of librtmp puts it on the wire, from the first byte to the last. */
class ObsSessionTest {
    private static final int CHUNK_SIZE = 4096;

    @Test
    void shouldServeObsFromStartToStop() throws IOException {
        try (TestServer server = TestServer.start();
                WireClient player = WireClient.playing(server.port(), "obs");
                WireClient obs = WireClient.connectTo(server.port())) {
            obs.answerPings(false);
            shakeHandsAndConnect(obs);
            startPublishing(obs);

            var chunks = new ObsChunks();
            List<Frame> frames = frames();
            for (Frame frame : frames) {
                obs.send(chunks.encode(frame));
            }
            ScriptedMedia.expectAt(player, frames);

            stop(obs);
            player.expectStatus("NetStream.Play.UnpublishNotify");
            player.expectClosed();
        }
    }

    /** C2 goes out before S2 is read, in one segment with Set Chunk Size and connect. */
    private static void shakeHandsAndConnect(WireClient obs) {
        byte[] c1 = Handshake.c1();
        obs.send(Chunks.concat(Handshake.C0, c1));
        byte s0 = obs.read(1)[0];
        byte[] s1 = obs.read(Handshake.SIZE);
        Map<String, Object> properties = Amf.object(
                "app", "live",
                "type", "nonprivate",
                "flashVer", "FMLE/3.0 (compatible; FMSc/1.0)",
                "swfUrl", "rtmp://127.0.0.1/live",
                "tcUrl", "rtmp://127.0.0.1/live");
        obs.send(Chunks.concat(
                s1,
                Chunks.encode(128, 2, MessageType.SET_CHUNK_SIZE, 0, 0, Chunks.number(CHUNK_SIZE)),
                command(3, 0, Amf.encode("connect", 1.0, properties))));
        new Handshake.Answer(s0, s1, obs.read(Handshake.SIZE)).check(c1);
        assertThat(obs.expectCommand("_result", 1).code()).isEqualTo("NetConnection.Connect.Success");
    }

    private static void startPublishing(WireClient obs) {
        obs.send(command(3, 0, Amf.encode("releaseStream", 2.0, null, "obs")));
        obs.send(command(3, 0, Amf.encode("FCPublish", 3.0, null, "obs")));
        obs.send(command(3, 0, Amf.encode("createStream", 4.0, null)));
        WireMessage reply = obs.nextCommand();
        while (!reply.name().equals("_result") || !reply.values().get(1).equals(4.0)) {
            reply = obs.nextCommand();
        }
        assertThat(reply.values().get(3)).isEqualTo(1.0);
        obs.send(command(4, 1, Amf.encode("publish", 5.0, null, "obs", "live")));
        obs.expectStatus("NetStream.Publish.Start");
    }

    private static byte[] command(int csid, int msid, byte[] payload) {
        return Chunks.encode(CHUNK_SIZE, csid, MessageType.COMMAND, msid, 0, payload);
    }

    /** Metadata with the fixed count of 20, headers at 0, then frames, some of equal length and distance. */
    private static List<Frame> frames() {
        Map<String, Object> entries = Amf.object(
                "duration", 0.0,
                "fileSize", 0.0,
                "width", 1280.0,
                "height", 720.0,
                "videocodecid", 7.0,
                "stereo", true,
                "encoder", "obs-output module (libobs version 30.2.2)");
        byte[] metadata = Amf.encode("@setDataFrame", "onMetaData", new Amf.EcmaArray(20, entries));
        var frames = new ArrayList<Frame>();
        frames.add(new Frame(MessageType.DATA, 0, metadata));
        frames.add(Media.aacHeader(0));
        frames.add(Media.avcHeader(0, 1));
        for (int i = 0; i < 60; i++) {
            long timestamp = i * 33L;
            boolean key = i % 30 == 0;
            frames.add(key ? Media.keyframe(timestamp, 1, i, 20_000) : Media.interFrame(timestamp, 1, i, 300));
            if (i % 3 == 0) {
                frames.add(Media.aac(timestamp + 1, 1, i, 200));
                frames.add(Media.aac(timestamp + 24, 1, i + 1, 200));
                frames.add(Media.aac(timestamp + 24 + 23, 1, i + 2, 200));
            }
        }
        frames.sort(Comparator.comparingLong(Frame::timestamp));
        return frames;
    }

    private static void stop(WireClient obs) throws IOException {
        obs.send(command(3, 0, Amf.encode("FCUnpublish", 6.0, null, "obs")));
        obs.send(command(3, 0, Amf.encode("deleteStream", 7.0, null, 1.0)));
        obs.halfClose();
        obs.expectClosed();
    }
}
