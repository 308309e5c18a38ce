package dev.sluice.signedurl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest;
import dev.sluice.testkit.TestRequest;
import dev.sluice.testkit.TestSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What docs/plugins/auth-signed-url.md shows does what it says there. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../../distribution/docs/plugins/auth-signed-url.md");
    private static final String HEAD = "        auth-signed-url:\n";
    private static final Instant NOW = Instant.parse("2099-12-31T22:00:00Z");

    @Test
    void shouldLetWhoPublishesShowTheSignatureOfTheExample() throws IOException {
        String query = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("    expires="))
                .findFirst()
                .orElseThrow()
                .strip();

        assertThat(decide(0, TestRequest.publish("cam1").with(query))).isEqualTo("ALLOW");
        assertThat(decide(0, TestRequest.publish("cam1"))).isEqualTo("DENY: A signature is needed.");
        assertThat(decide(0, TestRequest.play("cam1"))).isEqualTo("ABSTAIN");
    }

    @Test
    void shouldLetPlayersOfPaidStreamsIn() throws IOException {
        String secret = "base64:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
        String address = SignedText.addressField(InetAddress.getByName("192.0.2.7"));
        SignedText text = new SignedText("play", "paid/film", "4102444800", "2027-a", address);
        String query = "expires=4102444800&key=2027-a&ip=1&sig="
                + HexFormat.of().formatHex(text.signature(SignedText.secretBytes(secret)));
        TestRequest film = TestRequest.play("film").in("paid").with(query);

        assertThat(decide(1, film.from("192.0.2.7"))).isEqualTo("ALLOW");
        assertThat(decide(1, film.from("192.0.2.8"))).isEqualTo("DENY: The signature does not fit.");
        assertThat(decide(1, film.with(""))).isEqualTo("DENY: A signature is needed.");
        assertThat(decide(1, TestRequest.play("film"))).isEqualTo("ABSTAIN");
    }

    /** The vectors are those that {@link SignedTextTest} computes. */
    @Test
    void shouldShowTheVectorsOfTheTests() throws Exception {
        String page = Files.readString(PAGE);

        for (String[] vector : new String[][] {
            {"publish", "live/cam1", "k1", ""},
            {"play", "live/cam1", "k1", ""},
            {"play", "live/eu/news/main", "", "192.0.2.7"},
            {"play", "live/cam1", "2027-a", "2001:db8::1"}
        }) {
            String field = vector[3].isEmpty() ? "" : SignedText.addressField(InetAddress.getByName(vector[3]));
            byte[] signature = new SignedText(vector[0], vector[1], "4102444800", vector[2], field)
                    .signature(SignedText.secretBytes(SignedTextTest.SECRET));
            String row = String.join(" | ", vector[0], vector[1], vector[2], vector[3]);
            String signed = "| " + row + " | " + HexFormat.of().formatHex(signature) + " |";
            assertThat(page).contains(signed.replace("  ", " "));
        }
    }

    private static String decide(int example, AccessRequest request) throws IOException {
        String[] parts = Files.readString(PAGE).split(HEAD, -1);
        assertThat(parts).as("two examples").hasSize(3);
        String yaml = Arrays.stream(parts[example + 1].split("\n", -1))
                .takeWhile(line -> line.startsWith("          "))
                .collect(Collectors.joining("\n"));
        SignedUrlSettings settings = TestSettings.of(SignedUrlSettings.class, yaml);
        return new SignedUrlAuthenticator(settings, () -> NOW)
                .authenticate(request)
                .toCompletableFuture()
                .join()
                .toString();
    }
}
