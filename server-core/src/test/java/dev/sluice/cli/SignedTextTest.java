package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedTextTest {
    static final String SECRET = "an example secret of 32 bytes ok";
    private static final String BASE64_SECRET = "base64:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** By hmac of Python. The same numbers stand in dev.sluice.signedurl.SignedTextTest and in the documentation. */
    @ParameterizedTest
    @CsvSource({
        SECRET + ", publish, live/cam1, 4102444800, k1, '',"
                + "0264c0c4da8616287b0a4cd4e136b57711436e06a5a3f067824acbcc09a560c2",
        SECRET + ", play, live/cam1, 4102444800, k1, '',"
                + "613e7d1dec0669980883de028fd808bfa2103b0c0b87b25640f814fb983a1a82",
        SECRET + ", play, live/eu/news/main, 4102444800, '', 192.0.2.7,"
                + "63c147c46d6107af98de04e3d61618b582b33db21055b21d74c79bf5d9e3ec3f",
        SECRET + ", play, live/cam1, 4102444800, 2027-a, 2001:db8::1,"
                + "290a123af283534649158dc493110f619a65f2f04c6aac46d93091b0331fad89",
        BASE64_SECRET + ", publish, live/küche 🎥, 4102444800, k1, '',"
                + "7614734d5bc49b4427a2697025f7104326776f0c26c0b3d671539816b7c15391"
    })
    void shouldSignAsDocumented(
            String secret, String action, String path, String expires, String keyId, String address, String signature) {
        String field = address.isEmpty() ? "" : SignedText.addressField(SigningTarget.address(address));
        SignedText text = new SignedText(action, path, expires, keyId, field);

        assertThat(HexFormat.of().formatHex(text.signature(SignedText.secretBytes(secret))))
                .isEqualTo(signature);
    }
}
