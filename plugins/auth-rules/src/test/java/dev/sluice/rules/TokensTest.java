package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.rules.Tokens.Fit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
    /** {@code printf %s studio-1 | sha256sum} */
    static final String SHA256_OF_STUDIO_1 = "5d6ccca5b24d380f5f261b7240a4aedf436dca46705ed12499beb1ee1aaecdcd";

    /** By hashlib.pbkdf2_hmac of Python. */
    static final String PBKDF2_OF_STUDIO_1 =
            "pbkdf2:1000:MDEyMzQ1Njc4OWFiY2RlZg==:yoF7phidnA/d8AAw8OE56TKe+e4Pdp2RtFQ8BaDluHs=";

    private static final String PBKDF2_OF_UNICODE =
            "pbkdf2:1000:MDEyMzQ1Njc4OWFiY2RlZg==:nCv6XhMoMm2Cn+oDrLO364TQymk2PO/Dl7UsQyJGrGs=";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "studio-1",
                "sha256:" + SHA256_OF_STUDIO_1,
                "sha256:5D6CCCA5B24D380F5F261B7240A4AEDF436DCA46705ED12499BEB1EE1AAECDCD",
                PBKDF2_OF_STUDIO_1
            })
    void shouldFitTheTokenHoweverItIsWritten(String written) {
        Tokens tokens = Tokens.of(List.of(written));

        assertThat(tokens.fits("studio-1")).isTrue();
        for (String wrong : new String[] {"studio-2", "studio-", "studio-11", "Studio-1", "", written + "x"}) {
            assertThat(tokens.fits(wrong)).as(wrong).isFalse();
        }
        assertThat(tokens.fits(null)).isFalse();
    }

    @Test
    void shouldNotTakeAHashForTheToken() {
        assertThat(Tokens.of(List.of("sha256:" + SHA256_OF_STUDIO_1)).fits(SHA256_OF_STUDIO_1))
                .isFalse();
        assertThat(Tokens.of(List.of(PBKDF2_OF_STUDIO_1)).fits(PBKDF2_OF_STUDIO_1))
                .isFalse();
    }

    @Test
    void shouldHashUnicodeAsUtf8() {
        assertThat(Tokens.of(List.of(PBKDF2_OF_UNICODE)).fits("schlüssel-🎥")).isTrue();
    }

    @Test
    void shouldFitAnyOfSeveralTokens() {
        Tokens tokens = Tokens.of(List.of("old", "sha256:" + SHA256_OF_STUDIO_1, PBKDF2_OF_UNICODE));

        assertThat(List.of("old", "studio-1", "schlüssel-🎥")).allMatch(tokens::fits);
        assertThat(tokens.fits("new")).isFalse();
    }

    @Test
    void shouldFitEverybodyWithoutTokens() {
        assertThat(Tokens.of(List.of()).quickFit(null)).isEqualTo(Fit.YES);
    }

    @Test
    void shouldKnowQuicklyWhatHasFittedOnce() {
        Tokens tokens = Tokens.of(List.of("plain", PBKDF2_OF_STUDIO_1));

        assertThat(tokens.quickFit("plain")).isEqualTo(Fit.YES);
        assertThat(tokens.quickFit("studio-1")).isEqualTo(Fit.UNKNOWN);
        assertThat(tokens.fits("studio-2")).isFalse();
        assertThat(tokens.quickFit("studio-2")).isEqualTo(Fit.UNKNOWN);
        assertThat(tokens.fits("studio-1")).isTrue();
        assertThat(tokens.quickFit("studio-1")).isEqualTo(Fit.YES);
        assertThat(tokens.fits("studio-2")).isFalse();
        assertThat(tokens.quickFit("studio-2")).isEqualTo(Fit.UNKNOWN);
        assertThat(tokens.quickFit("studio-1")).isEqualTo(Fit.YES);
    }

    @Test
    void shouldNotHashWhatIsTooLongForAToken() {
        String longest = "x".repeat(Tokens.MAX_CHARS);

        assertThat(Tokens.of(List.of(longest)).fits(longest)).isTrue();
        assertThat(Tokens.of(List.of(PBKDF2_OF_STUDIO_1)).quickFit(longest + "x"))
                .isEqualTo(Fit.NO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sha256:",
                "sha256:5d6ccca5",
                "sha256:" + SHA256_OF_STUDIO_1 + "00",
                "sha256:xx6ccca5b24d380f5f261b7240a4aedf436dca46705ed12499beb1ee1aaecdcd",
                "pbkdf2:",
                "pbkdf2:999:MDEyMzQ1Njc4OWFiY2RlZg==:yoF7phidnA/d8AAw8OE56TKe+e4Pdp2RtFQ8BaDluHs=",
                "pbkdf2:1000001:MDEyMzQ1Njc4OWFiY2RlZg==:yoF7phidnA/d8AAw8OE56TKe+e4Pdp2RtFQ8BaDluHs=",
                "pbkdf2:99999999:MDEyMzQ1Njc4OWFiY2RlZg==:yoF7phidnA/d8AAw8OE56TKe+e4Pdp2RtFQ8BaDluHs=",
                "pbkdf2:1000:MDEy:yoF7phidnA/d8AAw8OE56TKe+e4Pdp2RtFQ8BaDluHs=",
                "pbkdf2:1000:MDEyMzQ1Njc4OWFiY2RlZg==:yoF7phidnA==",
                "pbkdf2:1000:MDEyMzQ1Njc4OWFiY2RlZg=:yoF7phidnA/d8AAw8OE56TKe+e4Pdp2RtFQ8BaDluHs=",
                "pbkdf2:1000:MDEyMzQ1Njc4OWFiY2RlZg=="
            })
    void shouldRefuseBadHashesWithoutShowingThem(String written) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tokens.of(List.of("good", written)))
                .withMessageStartingWith("entry 2: ")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("MDEy", "yoF7", "6ccca5"));
    }

    @Test
    void shouldRefuseEmptyAndEndlessTokens() {
        assertThatIllegalArgumentException().isThrownBy(() -> Tokens.of(List.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> Tokens.of(List.of("x".repeat(1_025))));
    }
}
