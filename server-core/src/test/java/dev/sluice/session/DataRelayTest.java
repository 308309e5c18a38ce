package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data messages, aggregates and AMF3 types as publishers send them and as players receive them. */
class DataRelayTest {
    private static final int DATA_AMF3 = 15;
    private static final int AGGREGATE = 22;

    private final TestServer server = TestServer.start();
    private final WireClient player = WireClient.playing(server.port(), "data");
    private final WireClient publisher = WireClient.publishing(server.port(), "data");

    @AfterEach
    void close() {
        publisher.close();
        player.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"onTextData", "onCuePoint", "onFI", "|RtmpSampleAccessX", "anything"})
    void shouldRelayEveryKindOfDataButKeepNone(String name) {
        Frame data = new Frame(MessageType.DATA, 40, Amf.encode(name, Amf.object("text", "x", "time", 1.0)));
        List<Frame> media = List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 100));
        publisher.send(data);
        publisher.send(media);
        ScriptedMedia.expectAt(player, List.of(data));
        ScriptedMedia.expectAt(player, media);
        try (WireClient late = WireClient.playing(server.port(), "data")) {
            ScriptedMedia.expectAt(late, media);
        }
    }

    /** RI-118: what the server need not understand it does not touch. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0b 4076d41be1d1eb85 0000",
                "06",
                "0d",
                "10 0003 466f6f 0001 61 05 000009",
                "08 00000001 0004 73656c66 07 0000 000009",
                "11 0a0b01",
                "02 ffff 61"
            })
    void shouldRelayDataThatItCannotParse(String value) {
        byte[] payload = Chunks.concat(Amf.encode("onMetaData"), Chunks.hex(value));
        publisher.send(new Frame(MessageType.DATA, 0, payload));
        WireMessage message = player.nextOf(MessageType.DATA);
        Bytes.assertEqual(message.payload(), payload, "metadata");
    }

    /** RI-091: players that are there are told nothing that could confuse them, those who come get none. */
    @Test
    void shouldTakeNewMetadataAfterClearing() {
        Frame old = Media.metadata(0, Amf.object("width", 1.0));
        Frame cleared = new Frame(MessageType.DATA, 0, Amf.encode("@clearDataFrame", "onMetaData"));
        Frame fresh = Media.metadata(0, Amf.object("width", 2.0));
        publisher.send(List.of(old, cleared, fresh));
        ScriptedMedia.expectAt(player, List.of(old, fresh));
    }

    @Test
    void shouldRelayAmf3DataAsAmf0() {
        byte[] values = Amf.encode("@setDataFrame", "onMetaData", Amf.object("width", 3.0));
        publisher.sendMessage(4, DATA_AMF3, 1, 0, Chunks.concat(new byte[1], values));
        WireMessage message = player.nextOf(MessageType.DATA);
        Bytes.assertEqual(message.payload(), Amf.encode("onMetaData", Amf.object("width", 3.0)), "metadata");
    }

    /** RI-103. */
    @Test
    void shouldSplitAggregates() {
        byte[] keyframe = Chunks.hex("17 01 000000 aabb");
        byte[] aggregate = Chunks.concat(
                Chunks.hex("08 000003 000000 00 000000 af0121 0000000e"),
                Chunks.hex("09 000007 000014 00 000000"),
                keyframe,
                Chunks.hex("00000012"));
        publisher.sendMessage(4, AGGREGATE, 1, 1000, aggregate);
        ScriptedMedia.expectAt(
                player,
                List.of(
                        new Frame(MessageType.AUDIO, 1000, Chunks.hex("af0121")),
                        new Frame(MessageType.VIDEO, 1020, keyframe)));
    }

    /** RI-104: the whole part is relayed, the rest ignored, the connection lives. */
    @ParameterizedTest
    @ValueSource(strings = {"08 ffffff 000000 00 000000 af01", "16 000003 000000 00 000000 160000 0000000e", "08 00"})
    void shouldSurviveABrokenAggregate(String rest) {
        byte[] whole = Chunks.hex("08 000003 000000 00 000000 af0121 0000000e");
        publisher.sendMessage(4, AGGREGATE, 1, 1000, Chunks.concat(whole, Chunks.hex(rest)));
        Frame next = Media.aac(1040, 1, 0, 50);
        publisher.send(next);
        ScriptedMedia.expectAt(player, List.of(new Frame(MessageType.AUDIO, 1000, Chunks.hex("af0121")), next));
    }

    /** RI-071: a value in AMF3 is no reason to end a connection. */
    @Test
    void shouldLiveOnAfterAnAmf3Value() {
        publisher.sendMessage(3, MessageType.COMMAND_AMF3, 0, 0, Chunks.hex("00 11 06 07 61 62 63"));
        publisher.sendMessage(
                3, MessageType.COMMAND_AMF3, 0, 0, Chunks.hex("00 02 0003 616263 00 0000000000000000 11 0a"));
        Frame next = Media.aac(40, 1, 0, 50);
        publisher.send(next);
        ScriptedMedia.expectAt(player, List.of(next));
    }

    /** RI-089: shared objects, in both encodings. */
    @Test
    void shouldRelayNoSharedObjects() {
        publisher.sendMessage(4, 16, 1, 0, new byte[30]);
        publisher.sendMessage(4, 19, 1, 0, new byte[30]);
        Frame next = Media.aac(40, 1, 0, 50);
        publisher.send(next);
        WireMessage first = player.nextMessage();
        assertThat(first.type()).as("%s", first).isEqualTo(MessageType.AUDIO);
    }
}
