package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignCommandTest {
    private static final String SIGNATURE = "0264c0c4da8616287b0a4cd4e136b57711436e06a5a3f067824acbcc09a560c2";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    private Path base;

    @BeforeEach
    void setUp() throws IOException {
        configure("maxLifetime: 0", "{ id: k1, secret: " + SignedTextTest.SECRET + " }");
    }

    @Test
    void shouldPrintTheQueryThatIsDocumented() {
        assertThat(sign("--stream=live/cam1", "--action=publish", "--expires=4102444800"))
                .isZero();

        assertThat(printed()).isEqualTo("expires=4102444800&key=k1&sig=" + SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2100-01-01T00:00:00Z", "2100-01-01T01:00:00+01:00", "4102444800"})
    void shouldTakeTheExpiryInAnyForm(String expires) {
        assertThat(sign("--stream", "live/cam1", "--action", "publish", "--expires", expires))
                .isZero();

        assertThat(printed()).endsWith("&sig=" + SIGNATURE);
    }

    @ParameterizedTest
    @CsvSource({"90s, 90", "15m, 900", "2h, 7200", "1d, 86400"})
    void shouldCountFromNow(String expires, long seconds) {
        long before = Instant.now().getEpochSecond();
        assertThat(sign("--stream=live/cam1", "--action=play", "--expires=" + expires))
                .isZero();

        long expiry = Long.parseLong(printed().replaceAll("expires=([0-9]+)&.*", "$1"));
        assertThat(expiry).isBetween(before + seconds, Instant.now().getEpochSecond() + seconds);
    }

    @Test
    void shouldPrintTheWholeUrlWithItsNameEncoded() {
        assertThat(sign(
                        "--stream=live/küche 1",
                        "--action=play",
                        "--expires=4102444800",
                        "--url=rtmp://media.example.org:1936/"))
                .isZero();

        assertThat(printed())
                .matches("rtmp://media\\.example\\.org:1936/live/k%C3%BCche%201"
                        + "\\?expires=4102444800&key=k1&sig=[0-9a-f]{64}");
    }

    @Test
    void shouldTakeAStreamAsOtherCommandsDo() {
        String[] rest = {"--action=play", "--expires=4102444800", "--url=rtmp://media.example.org"};
        for (String typed : List.of("live/a%3Fb c", "live/a%3fb%20c")) {
            assertThat(sign("--stream=" + typed, rest[0], rest[1], rest[2])).isZero();
        }
        assertThat(printed().lines().distinct())
                .singleElement()
                .asString()
                .startsWith("rtmp://media.example.org/live/a%3Fb%20c?");
    }

    @Test
    void shouldBindToAnAddressAndLeaveNothingThatNeedsEncoding() {
        assertThat(sign("--stream=live/cam1", "--action=play", "--expires=4102444800", "--address=2001:db8::1"))
                .isZero();

        assertThat(printed()).matches("[A-Za-z0-9_.=&-]+").contains("&ip=1&");
        out.reset();
        assertThat(sign("--stream=live/cam1", "--action=play", "--expires=4102444800"))
                .isZero();
        assertThat(printed()).doesNotContain("ip=");
    }

    @Test
    void shouldSignWithTheNamedKeyElseTheFirst() throws IOException {
        configure(
                "maxLifetime: 0, expiresParameter: e, keyParameter: k, signatureParameter: s",
                "{ id: new, secret: 0123456789abcdef }, { id: k1, secret: " + SignedTextTest.SECRET + " }");

        sign("--stream=live/cam1", "--action=publish", "--expires=4102444800");
        assertThat(printed()).startsWith("e=4102444800&k=new&s=");
        out.reset();
        sign("--stream=live/cam1", "--action=publish", "--expires=4102444800", "--key=k1");
        assertThat(printed()).isEqualTo("e=4102444800&k=k1&s=" + SIGNATURE);
    }

    @Test
    void shouldSignWithASecretFileOnAMachineWithoutConfiguration() throws IOException {
        Files.delete(base.resolve("conf/sluice.yml"));
        Path secret = Files.writeString(base.resolve("secret"), SignedTextTest.SECRET + "\n");

        sign("--stream=live/cam1", "--action=publish", "--expires=4102444800", "--secret-file=" + secret, "--key=k1");
        assertThat(printed()).isEqualTo("expires=4102444800&key=k1&sig=" + SIGNATURE);
        out.reset();
        sign(
                "--stream=live/eu/news/main",
                "--action=play",
                "--expires=4102444800",
                "--secret-file=" + secret,
                "--address=192.0.2.7");
        assertThat(printed())
                .isEqualTo(
                        "expires=4102444800&ip=1&sig=63c147c46d6107af98de04e3d61618b582b33db21055b21d74c79bf5d9e3ec3f");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--stream=cam1 | --stream: expected application/name",
                "--stream=live/../cam1 | --stream: expected application/name",
                "--stream=live/cam1?a=b | --stream: expected the stream without a query",
                "--action=record | --action: expected publish or play, got 'record'",
                "--expires=soon | --expires: expected 2h",
                "--expires=1000 | --expires: 1970-01-01T00:16:40Z is over",
                "--expires=2020-01-01T00:00:00Z | is over",
                "--expires=999999999d | is too late",
                "--key=k2 | --key: no key is called 'k2', there are [k1]",
                "--address=localhost | --address: 'localhost' is no IPv4 or IPv6 address",
                "--address=10.0.0.256 | --address: '10.0.0.256' is no IPv4 or IPv6 address",
                "--url=http://example.org | --url: expected rtmp://HOST[:PORT]",
                "--url=rtmp://example.org/live | --url: expected rtmp://HOST[:PORT]",
                "--secret-file=/nonexistent/secret | --secret-file: /nonexistent/secret cannot be read"
            })
    void shouldRefuseWrongUsageInOneLine(String option, String message) {
        String name = option.substring(0, option.indexOf('='));
        String[] args = Stream.of("--stream=live/cam1", "--action=publish", "--expires=4102444800", option)
                .filter(arg -> arg.equals(option) || !arg.startsWith(name + "="))
                .toArray(String[]::new);

        assertThat(sign(args)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .asString()
                .contains(message);
        assertThat(printed()).isEmpty();
    }

    @Test
    void shouldRefuseWhatTheServerWouldRefuse() throws IOException {
        configure(
                "maxLifetime: 1d",
                "{ id: k1, secret: " + SignedTextTest.SECRET + ", notAfter: '2099-01-01T00:00:00Z' }");
        assertThat(sign("--stream=live/cam1", "--action=play", "--expires=25h")).isEqualTo(2);
        configure(
                "maxLifetime: 0",
                "{ id: k1, secret: " + SignedTextTest.SECRET + ", notAfter: '2099-01-01T00:00:00Z' }");
        assertThat(sign("--stream=live/cam1", "--action=play", "--expires=4102444800"))
                .isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8).lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("longer than maxLifetime, 86400s"),
                        line -> assertThat(line).contains("the key 'k1' ends before, at 2099-01-01T00:00:00Z"));
    }

    @Test
    void shouldSayWhereSettingsAreMissingOrWrongWithoutShowingTheSecret() throws IOException {
        configure("maxLifetime: 0", "{ id: k1, secret: shortsecret }");
        assertThat(sign("--stream=live/cam1", "--action=play", "--expires=2h")).isEqualTo(2);
        Files.writeString(base.resolve("conf/sluice.yml"), "");
        assertThat(sign("--stream=live/cam1", "--action=play", "--expires=2h")).isEqualTo(2);

        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("sluice.yml:1: plugins.settings.auth-signed-url.keys[0]: secret: expected at least 16 bytes")
                .contains("sluice.yml has no plugins.settings.auth-signed-url; there is also --secret-file")
                .doesNotContain("shortsecret");
    }

    private void configure(String settings, String keys) throws IOException {
        Path folder = Files.createDirectories(base.resolve("conf"));
        Files.writeString(
                folder.resolve("sluice.yml"),
                "plugins: { settings: { auth-signed-url: { " + settings + ", keys: [ " + keys + " ] } } }");
    }

    private int sign(String... args) {
        String[] command = Stream.concat(Stream.of("sign"), Arrays.stream(args)).toArray(String[]::new);
        return SluiceCommand.execute(command, launch -> 1, new Installation(base, base), stream(out), stream(err));
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
