package dev.sluice.signedurl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.testkit.TestRequest;
import dev.sluice.testkit.TestSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignedUrlAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2099-12-31T23:00:00Z");
    private static final long SOON = NOW.getEpochSecond() + 3_600;
    private static final String SECRET = SignedTextTest.SECRET;
    private static final String ONE_KEY = "{ keys: [ { id: k1, secret: " + SECRET + " } ] }";
    private static final String TWO_KEYS = "{ keys: [ { id: k1, secret: " + SECRET
            + " }, { id: k2, secret: another secret of the same kind, notAfter: '2099-12-31T23:00:00Z' } ] }";

    private Instant now = NOW;
    private SignedUrlAuthenticator authenticator = authenticator(ONE_KEY);

    @Test
    void shouldAllowWhatIsSignedHoweverTheSignatureIsWritten() {
        byte[] signature = sign("publish", "live/cam1", SOON, "", "");
        String url64 = Base64.getUrlEncoder().encodeToString(signature);
        String hex = HexFormat.of().formatHex(signature);

        for (String written : new String[] {hex, hex.toUpperCase(), url64, url64.replace("=", "")}) {
            assertThat(publish("cam1", "expires=" + SOON + "&sig=" + written)).isEqualTo("ALLOW");
        }
    }

    @Test
    void shouldAllowTheDocumentedQuery() {
        String query = "expires=4102444800&key=k1&sig=0264c0c4da8616287b0a4cd4e136b57711436e06a5a3f067824acbcc09a560c2";

        assertThat(publish("cam1", query)).isEqualTo("ALLOW");
        assertThat(decide(TestRequest.play("cam1").with(query))).isEqualTo("DENY: The signature does not fit.");
        assertThat(publish("cam2", query)).isEqualTo("DENY: The signature does not fit.");
        assertThat(decide(TestRequest.publish("cam1").in("vod").with(query)))
                .isEqualTo("DENY: The signature does not fit.");
    }

    @Test
    void shouldSignThePathHoweverItIsSplit() {
        String query = query("publish", "live/eu/cam1", SOON, "k1", "");

        assertThat(publish("eu/cam1", query)).isEqualTo("ALLOW");
        assertThat(decide(TestRequest.publish("cam1").in("live/eu").with(query)))
                .isEqualTo("ALLOW");
    }

    @Test
    void shouldHoldUntilItExpiresAndTheClocksMayDiffer() {
        String query = query("publish", "live/cam1", NOW.getEpochSecond(), "k1", "");

        now = NOW.plusSeconds(30);
        assertThat(publish("cam1", query)).isEqualTo("ALLOW");
        now = NOW.plusSeconds(31);
        assertThat(publish("cam1", query)).isEqualTo("DENY: The signature has expired.");
    }

    @Test
    void shouldRefuseSignaturesThatExpireTooLate() {
        long limit = NOW.getEpochSecond() + 86_400 + 30;

        assertThat(publish("cam1", query("publish", "live/cam1", limit, "k1", "")))
                .isEqualTo("ALLOW");
        assertThat(publish("cam1", query("publish", "live/cam1", limit + 1, "k1", "")))
                .isEqualTo("DENY: The signature expires too late.");
        assertThat(publish("cam1", query("publish", "live/cam1", 999_999_999_999L, "k1", "")))
                .isEqualTo("DENY: The signature expires too late.");

        authenticator = authenticator("{ maxLifetime: 0, " + ONE_KEY.substring(1));
        assertThat(publish("cam1", query("publish", "live/cam1", 999_999_999_999L, "k1", "")))
                .isEqualTo("ALLOW");
    }

    @Test
    void shouldKnowSeveralKeysById() {
        authenticator = authenticator(TWO_KEYS);
        String byTheSecond = "expires=" + SOON + "&key=k2&sig="
                + HexFormat.of()
                        .formatHex(new SignedText("publish", "live/cam1", "" + SOON, "k2", "")
                                .signature(SignedText.secretBytes("another secret of the same kind")));

        assertThat(publish("cam1", query("publish", "live/cam1", SOON, "k1", "")))
                .isEqualTo("ALLOW");
        assertThat(publish("cam1", byTheSecond)).isEqualTo("ALLOW");
        now = NOW.plusSeconds(1);
        assertThat(publish("cam1", byTheSecond)).isEqualTo("DENY: The key of the signature has ended.");
        assertThat(publish("cam1", byTheSecond.replace("k2", "k1"))).isEqualTo("DENY: The signature does not fit.");
        assertThat(publish("cam1", query("publish", "live/cam1", SOON, "k3", "")))
                .isEqualTo("DENY: The signature does not fit.");
        assertThat(publish("cam1", query("publish", "live/cam1", SOON, "", "")))
                .isEqualTo("DENY: The signature does not fit.");
    }

    @Test
    void shouldBindASignatureToAnAddress() throws UnknownHostException {
        String field = SignedText.addressField(InetAddress.getByName("2001:db8::1"));
        String query = query("play", "live/cam1", SOON, "k1", field) + "&ip=1";
        TestRequest request = TestRequest.play("cam1").with(query);

        assertThat(decide(request.from("2001:db8::1"))).isEqualTo("ALLOW");
        assertThat(decide(request.from("2001:db8::2"))).isEqualTo("DENY: The signature does not fit.");
        assertThat(decide(request.from("192.0.2.7"))).isEqualTo("DENY: The signature does not fit.");
        assertThat(decide(TestRequest.play("cam1")
                        .with(query.replace("&ip=1", ""))
                        .from("2001:db8::1")))
                .isEqualTo("DENY: The signature does not fit.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | A signature is needed.",
                "expires=4102444800 | A signature is needed.",
                "token=abc | A signature is needed.",
                "sig= | The signature is incomplete or malformed.",
                "sig=SIG | The signature is incomplete or malformed.",
                "expires=&sig=SIG | The signature is incomplete or malformed.",
                "expires=0&sig=SIG | The signature is incomplete or malformed.",
                "expires=-1&sig=SIG | The signature is incomplete or malformed.",
                "expires=+4102444800&sig=SIG | The signature is incomplete or malformed.",
                "expires=04102444800&sig=SIG | The signature is incomplete or malformed.",
                "expires=4102444800.0&sig=SIG | The signature is incomplete or malformed.",
                "expires=4102444800%0A&sig=SIG | The signature is incomplete or malformed.",
                "expires=9999999999999&sig=SIG | The signature is incomplete or malformed.",
                "expires=4102444800&sig=SIG0 | The signature is incomplete or malformed.",
                "expires=4102444800&sig=xyz | The signature is incomplete or malformed.",
                "expires=4102444800&sig=SIG&ip=0 | The signature is incomplete or malformed.",
                "expires=4102444800&sig=SIG&ip= | The signature is incomplete or malformed.",
                "expires=4102444800&sig=SIG&ip=1 | The signature does not fit.",
                "expires=4102444800&sig=SIG&key=k1%0A | The signature does not fit.",
                "expires=4102444801&sig=SIG&key=k1 | The signature does not fit."
            })
    void shouldDenyWhatIsNoSignature(String query, String reason) {
        String signature = HexFormat.of().formatHex(sign("publish", "live/cam1", 4_102_444_800L, "k1", ""));
        assertThat(publish("cam1", "expires=4102444800&key=k1&sig=" + signature))
                .isEqualTo("ALLOW");

        assertThat(publish("cam1", query == null ? "" : query.replace("SIG", signature)))
                .isEqualTo("DENY: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hex", "base64url"})
    void shouldDenyWhenAnyBitOfTheQueryIsAnother(String form) {
        byte[] signature = sign("publish", "live/cam1", SOON, "k1", "");
        String written = form.equals("hex")
                ? HexFormat.of().formatHex(signature)
                : Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        String query = "expires=" + SOON + "&key=k1&sig=" + written;
        assertThat(publish("cam1", query)).isEqualTo("ALLOW");

        for (int i = 0; i < query.length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                StringBuilder tampered = new StringBuilder(query);
                tampered.setCharAt(i, (char) (query.charAt(i) ^ 1 << bit));
                boolean sameDigits = form.equals("hex")
                        && i > query.indexOf("sig=") + 3
                        && tampered.toString().equalsIgnoreCase(query);
                // a lone percent sign and the like stay out of what the client's query is decoded to
                if (!sameDigits && tampered.charAt(i) != '%') {
                    assertThat(publish("cam1", tampered.toString()))
                            .as("%s", tampered)
                            .startsWith("DENY: ");
                }
            }
        }
    }

    @Test
    void shouldDenyWhenAnyBitOfTheNameIsAnother() {
        String query = query("publish", "live/cam1", SOON, "k1", "");
        for (int i = 0; i < "cam1".length(); i++) {
            for (int bit = 0; bit < 7; bit++) {
                StringBuilder name = new StringBuilder("cam1");
                name.setCharAt(i, (char) (name.charAt(i) ^ 1 << bit));

                assertThat(publish(name.toString(), query)).startsWith("DENY: ");
            }
        }
    }

    @Test
    void shouldHaveNoOpinionOfWhatItDoesNotGuard() {
        authenticator = authenticator("{ action: play, streams: [ 'live/paid/*', 'vod/**' ], " + ONE_KEY.substring(1));

        assertThat(decide(TestRequest.connect())).isEqualTo("ABSTAIN");
        assertThat(publish("paid/cam", "")).isEqualTo("ABSTAIN");
        assertThat(decide(TestRequest.play("free/cam"))).isEqualTo("ABSTAIN");
        assertThat(decide(TestRequest.play("paid/cam"))).isEqualTo("DENY: A signature is needed.");
        assertThat(decide(TestRequest.play("a/b/c").in("vod"))).isEqualTo("DENY: A signature is needed.");
    }

    @Test
    void shouldReadTheParametersThatAreConfigured() {
        authenticator =
                authenticator("{ expiresParameter: e, signatureParameter: s, keyParameter: k, addressParameter: a, "
                        + ONE_KEY.substring(1));
        String query = query("publish", "live/cam1", SOON, "k1", "");

        assertThat(publish("cam1", query)).isEqualTo("DENY: A signature is needed.");
        assertThat(publish(
                        "cam1",
                        query.replace("expires=", "e=").replace("sig=", "s=").replace("key=", "k=")))
                .isEqualTo("ALLOW");
    }

    private String publish(String name, String query) {
        return decide(TestRequest.publish(name).with(query));
    }

    private String decide(AccessRequest request) {
        Decision decision =
                authenticator.authenticate(request).toCompletableFuture().join();
        return decision.toString();
    }

    private SignedUrlAuthenticator authenticator(String yaml) {
        return new SignedUrlAuthenticator(TestSettings.of(SignedUrlSettings.class, yaml), () -> now);
    }

    private static String query(String action, String path, long expires, String keyId, String address) {
        return "expires=" + expires + (keyId.isEmpty() ? "" : "&key=" + keyId) + "&sig="
                + HexFormat.of().formatHex(sign(action, path, expires, keyId, address));
    }

    private static byte[] sign(String action, String path, long expires, String keyId, String address) {
        return new SignedText(action, path, Long.toString(expires), keyId, address)
                .signature(SignedText.secretBytes(SECRET));
    }
}
