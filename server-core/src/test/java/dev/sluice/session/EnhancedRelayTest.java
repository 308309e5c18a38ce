package dev.sluice.session;

import dev.sluice.wire.Chunks;
import dev.sluice.wire.Frame;
import dev.sluice.wire.Media;
import dev.sluice.wire.MessageType;
import dev.sluice.wire.ScriptedMedia;
import dev.sluice.wire.TestServer;
import dev.sluice.wire.WireClient;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Enhanced RTMP v2 messages: relayed as they are, and understood as far as a late joiner needs it. The payloads behind
 * the tag headers are made up.
 */
class EnhancedRelayTest {
    private static final String HVC1 = "68766331";
    private static final String AV01 = "61763031";
    private static final String VP09 = "76703039";
    private static final String OPUS = "4f707573";
    private static final String FLAC = "664c6143";
    private static final String AC3 = "61632d33";
    private static final String CTS = "000000";

    private final TestServer server = TestServer.start();

    @AfterEach
    void close() {
        server.close();
    }

    private static Frame video(long timestamp, String hex) {
        return new Frame(MessageType.VIDEO, timestamp, Chunks.hex(hex));
    }

    private static Frame audio(long timestamp, String hex) {
        return new Frame(MessageType.AUDIO, timestamp, Chunks.hex(hex));
    }

    /** The headers, an older group of pictures, and the newest one, with which a late joiner begins. */
    static Stream<Arguments> codecs() {
        return Stream.of(
                Arguments.of(
                        "RI-095: HEVC, with and without composition time",
                        List.of(video(0, "90" + HVC1 + "01aa")),
                        List.of(video(0, "91" + HVC1 + CTS + "01"), video(40, "a1" + HVC1 + CTS + "02")),
                        List.of(video(80, "93" + HVC1 + "03"), video(120, "a3" + HVC1 + "04"))),
                Arguments.of(
                        "RI-096, RI-100: AV1 and Opus",
                        List.of(audio(0, "90" + OPUS + "0102"), video(0, "90" + AV01 + "81")),
                        List.of(video(0, "91" + AV01 + "01"), audio(0, "91" + OPUS + "01")),
                        List.of(video(80, "91" + AV01 + "02"), audio(80, "91" + OPUS + "02"), video(120, "a1" + AV01))),
                Arguments.of(
                        "RI-096: VP9 and FLAC",
                        List.of(audio(0, "90" + FLAC + "0102"), video(0, "90" + VP09 + "01")),
                        List.of(video(0, "91" + VP09 + "01")),
                        List.of(video(80, "91" + VP09 + "02"), audio(80, "91" + FLAC + "03"))),
                Arguments.of(
                        "AC-3, which has no sequence header",
                        List.of(video(0, "90" + HVC1 + "01")),
                        List.of(video(0, "91" + HVC1 + CTS + "01")),
                        List.of(video(80, "93" + HVC1 + "02"), audio(80, "91" + AC3 + "03"))),
                Arguments.of(
                        "RI-097: HDR metadata",
                        List.of(video(0, "90" + HVC1 + "01"), video(0, "84" + HVC1 + "02 0009 636f6c6f72496e666f 05")),
                        List.of(video(0, "91" + HVC1 + CTS + "01")),
                        List.of(video(80, "93" + HVC1 + "02"))),
                Arguments.of(
                        "RI-098: ModEx around a keyframe",
                        List.of(video(0, "90" + HVC1 + "01")),
                        List.of(video(0, "91" + HVC1 + CTS + "01")),
                        List.of(video(80, "97 02 0003e8 01" + HVC1 + CTS + "02"), video(120, "a3" + HVC1 + "03"))),
                Arguments.of(
                        "RI-099: a second video track with a header and keyframes of its own",
                        List.of(video(0, "90" + HVC1 + "01"), video(0, "96 00" + HVC1 + "01 55")),
                        List.of(video(0, "91" + HVC1 + CTS + "01")),
                        List.of(
                                video(80, "93" + HVC1 + "02"),
                                video(80, "96 01" + HVC1 + "01" + CTS + "03"),
                                video(120, "a3" + HVC1 + "04"))),
                Arguments.of(
                        "a second sound track",
                        List.of(
                                audio(0, "af 00 1210"),
                                audio(0, "95 00 6d703461 01 1190"),
                                video(0, "17 00 000000 01")),
                        List.of(video(0, "17 01 000000 01")),
                        List.of(
                                video(80, "17 01 000000 02"),
                                audio(80, "95 01 6d703461 01 99"),
                                audio(83, "af 01 21"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecs")
    void shouldRelayAndServeLateJoiners(String what, List<Frame> headers, List<Frame> older, List<Frame> newest) {
        try (WireClient player = WireClient.playing(server.port(), "enhanced");
                WireClient publisher = WireClient.publishing(server.port(), "enhanced")) {
            publisher.send(headers);
            publisher.send(older);
            publisher.send(newest);
            ScriptedMedia.expectAt(player, headers);
            ScriptedMedia.expectAt(player, older);
            ScriptedMedia.expectAt(player, newest);
            try (WireClient late = WireClient.playing(server.port(), "enhanced")) {
                // as they are, but at the time of the first frame
                long start = newest.get(0).timestamp();
                ScriptedMedia.expectAt(
                        late,
                        headers.stream()
                                .map(header -> new Frame(header.type(), start, header.payload()))
                                .toList());
                ScriptedMedia.expectAt(late, newest);
            }
        }
    }

    /** RI-101: what lies about its sizes is relayed; decoders may make of it what they like. */
    @Test
    void shouldRelayMalformedTags() {
        try (WireClient player = WireClient.playing(server.port(), "malformed");
                WireClient publisher = WireClient.publishing(server.port(), "malformed")) {
            List<Frame> start = List.of(Media.avcHeader(0, 1), Media.keyframe(0, 1, 0, 50));
            List<Frame> malformed = Stream.of(
                            "90",
                            "9068",
                            "90687663",
                            "97ff",
                            "97 ff ffff 00",
                            "96 00",
                            "96 20",
                            "96 11 68766331 01 ffffff")
                    .map(hex -> video(10, hex))
                    .toList();
            Frame live = Media.interFrame(40, 1, 1, 50);
            publisher.send(start);
            publisher.send(malformed);
            publisher.send(live);
            ScriptedMedia.expectAt(player, start);
            ScriptedMedia.expectAt(player, malformed);
            ScriptedMedia.expectAt(player, List.of(live));
        }
    }
}
