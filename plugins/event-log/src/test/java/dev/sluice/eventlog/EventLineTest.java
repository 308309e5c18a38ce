package dev.sluice.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.api.ServerEvent;
import dev.sluice.testkit.TestClient;
import dev.sluice.testkit.TestStatistics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventLineTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void shouldSayWhatHasHappened() throws IOException {
        JsonNode line = parse(ServerEvent.of(ServerEvent.Type.PUBLISH_STOPPED)
                .time(Instant.parse("2026-11-24T09:06:10Z"))
                .subject(7)
                .connection(TestClient.number(17).from("2001:db8::1"))
                .stream("live", "cam/1")
                .reason("The client has left.")
                .detail("publishType", "live")
                .detail("bytesIn", 12_345L)
                .build());
        assertThat(line).isEqualTo(JSON.readTree("""
                {"time": "2026-11-24T09:06:10.000Z", "type": "publish_stopped", "subject": 7,
                 "connection": {"id": 17, "address": "2001:db8:0:0:0:0:0:1", "port": 50000,
                   "connectedAt": "1970-01-01T00:00:00.000Z", "app": "live",
                   "flashVer": "FMLE/3.0 (compatible; FMSc/1.0)"},
                 "application": "live", "stream": "cam/1", "reason": "The client has left.",
                 "details": {"publishType": "live", "bytesIn": 12345}}
                """));
    }

    @Test
    void shouldLeaveOutWhatIsEmpty() {
        ServerEvent event = ServerEvent.of(ServerEvent.Type.PLUGIN_STATE)
                .time(Instant.EPOCH)
                .build();
        assertThat(new String(new EventLine(true).of(event), StandardCharsets.UTF_8))
                .isEqualTo("{\"time\":\"1970-01-01T00:00:00.000Z\",\"type\":\"plugin_state\"}\n");
    }

    @Test
    void shouldSayThatAnEventIsReplayed() throws IOException {
        ServerEvent event = ServerEvent.of(ServerEvent.Type.PLAY_STARTED).build();
        assertThat(parse(event).has("replayed")).isFalse();
        assertThat(parse(event.asReplayed()).get("replayed").asBoolean()).isTrue();
    }

    @Test
    void shouldShowStatistics() throws IOException {
        var statistics = new TestStatistics(Duration.ofSeconds(9), 4, 1, 3, 100, 300, 4096, List.of(), List.of());
        JsonNode line = parse(ServerEvent.of(ServerEvent.Type.STATISTICS)
                .statistics(statistics)
                .build());
        assertThat(line.get("statistics")).isEqualTo(JSON.readTree("""
                {"uptimeMillis": 9000, "connections": 4, "publishers": 1, "players": 3, "streams": 0,
                 "bytesIn": 100, "bytesOut": 300, "logBytes": 4096}
                """));
    }

    @Test
    void shouldNeverShowAQuery() {
        var client = new TestClient(
                1,
                TestClient.number(1).remoteAddress(),
                Instant.EPOCH,
                "live?token=s3cret",
                "rtmp://127.0.0.1/live?token=s3cret",
                "https://example.org/?session=s3cret",
                "https://example.org/player.swf?session=s3cret",
                "OBS");
        ServerEvent event = ServerEvent.of(ServerEvent.Type.PUBLISH_STARTED).connection(client).stream(
                        "live?token=s3cret", "cam?token=s3cret")
                .query("token=s3cret")
                .build();
        assertThat(new String(new EventLine(true).of(event), StandardCharsets.UTF_8))
                .contains("\"app\":\"live\"", "\"stream\":\"cam\"")
                .doesNotContain("s3cret")
                .doesNotContain("token");
    }

    @Test
    void shouldNeverShowAQueryWhoseMarkIsEncoded() throws IOException {
        for (String mark : List.of("?", "%3F", "%3f", "%253F", "%25253f")) {
            TestClient client = TestClient.number(1).to("live" + mark + "token=s3cret");
            ServerEvent event = ServerEvent.of(ServerEvent.Type.PUBLISH_STARTED).connection(client).stream(
                            "live" + mark + "token=s3cret", "100%" + mark + "token=s3cret")
                    .build();
            JsonNode line = parse(event);
            assertThat(line.get("connection").get("app").asText()).as(mark).isEqualTo("live");
            assertThat(line.get("application").asText()).as(mark).isEqualTo("live");
            assertThat(line.get("stream").asText()).as(mark).isEqualTo("100%");
        }
    }

    /** It may be a stream key, good elsewhere or at another time. */
    @ParameterizedTest
    @EnumSource(ServerEvent.Type.class)
    void shouldShowNamesThatWereRejectedOnlyWhenWanted(ServerEvent.Type type) throws IOException {
        ServerEvent event =
                ServerEvent.of(type).stream("live", "s3cret").reason("Denied.").build();
        boolean rejected = type.name().endsWith("_REJECTED");

        assertThat(parse(event, false).path("stream").asText()).isEqualTo(rejected ? "" : "s3cret");
        assertThat(parse(event, false).path("application").asText()).isEqualTo("live");
        assertThat(parse(event, true).path("stream").asText()).isEqualTo("s3cret");
    }

    @Test
    void shouldStayOneValidLineWhateverTheStringsHold() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        String[] bits = {
            "\n",
            "\r",
            "\0",
            "\u001b[31m",
            "\"",
            "\\",
            "\u2028",
            "\u2029",
            "\u0085",
            "\u009b",
            "\ud800",
            "\udc00",
            "ü",
            "😀",
            "</script>",
            "{",
            "\ufffe",
            "\u007f",
            "a"
        };
        for (int i = 0; i < 2_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(12); n >= 0; n--) {
                text.append(bits[random.nextInt(bits.length)]);
            }
            shouldStayOneValidLine(text.toString());
        }
    }

    private static void shouldStayOneValidLine(String text) throws IOException {
        ServerEvent event = ServerEvent.of(ServerEvent.Type.PLAY_REJECTED).stream(text, text)
                .reason(text)
                .detail(text, text)
                .build();
        String line = decodeStrictly(new EventLine(true).of(event));
        assertThat(line.codePoints().filter(c -> Character.isISOControl(c) || c == 0x2028 || c == 0x2029))
                .containsExactly((int) '\n');
        assertThat(line).endsWith("\n");
        JsonNode json = JSON.readTree(line);
        String readable = text.replaceAll("\\p{Cs}", "\ufffd");
        assertThat(json.get("stream").asText()).isEqualTo(readable);
        assertThat(json.get("reason").asText()).isEqualTo(readable);
        assertThat(json.get("details").get(readable).asText()).isEqualTo(readable);
    }

    private static String decodeStrictly(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static JsonNode parse(ServerEvent event) throws IOException {
        return parse(event, false);
    }

    private static JsonNode parse(ServerEvent event, boolean rejectedStreams) throws IOException {
        return JSON.readTree(new EventLine(rejectedStreams).of(event));
    }
}
