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
        SECRET + ", publish, live/cam1, 1893456000, k1, '',"
                + "77dee4686b407bc3cb632dd7028ccd97db43ba13844f310dbf4caf8f0f62878e",
        SECRET + ", play, live/cam1, 1893456000, k1, '',"
                + "52a44b2acb720682a6d5ba1d1abf52bac647c7b2748f29f8ef9da4a3685328bc",
        SECRET + ", play, live/eu/news/main, 1893456000, '', 192.0.2.7,"
                + "b563d768ab4bffef3a446a3e4b2a5cf209bb774930aedd2ad380c3d1c448ec63",
        SECRET + ", play, live/cam1, 1893456000, 2027-a, 2001:db8::1,"
                + "15485a1240458aaf8b9cf774a8691fd5401e7c2abc01942f7c28de43f721cf7b",
        BASE64_SECRET + ", publish, live/küche 🎥, 1893456000, k1, '',"
                + "1d0fb49106d16c1b33be9585799dd6126820e24adeec4b140d7312f003ada3f4"
    })
    void shouldSignAsDocumented(
            String secret, String action, String path, String expires, String keyId, String address, String signature) {
        String field = address.isEmpty() ? "" : SignedText.addressField(SigningTarget.address(address));
        SignedText text = new SignedText(action, path, expires, keyId, field);

        assertThat(HexFormat.of().formatHex(text.signature(SignedText.secretBytes(secret))))
                .isEqualTo(signature);
    }
}
