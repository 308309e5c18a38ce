package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    @Test
    void shouldLeaveOrdinaryTextAlone() {
        assertThat(PrintableText.of("FMLE/3.0 (compatible; FMSc/1.0) Überträgt 直播 \uD83C\uDFA5"))
                .isEqualTo("FMLE/3.0 (compatible; FMSc/1.0) Überträgt 直播 \uD83C\uDFA5");
    }

    /** Adversarial 57: nobody but the server begins a line, moves the cursor or turns the direction of writing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r", "\n", "\t", "\u0000", "\u001b", "\u007f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e",
                "\u2066", "\u200b", "\ufeff", "\ud800", "\udfff", "\u0378"
            })
    void shouldReplaceWhatIsNoVisibleCharacter(String character) {
        assertThat(PrintableText.of("a" + character + "b")).isEqualTo("a?b");
    }

    @Test
    void shouldCutLongText() {
        assertThat(PrintableText.of("x".repeat(160))).isEqualTo("x".repeat(160));
        assertThat(PrintableText.of("x".repeat(161))).isEqualTo("x".repeat(160) + "...");
    }

    @Test
    void shouldCountCharactersOfTwoUnitsOnce() {
        String camera = "\uD83C\uDFA5";

        assertThat(PrintableText.of(camera.repeat(160))).isEqualTo(camera.repeat(160));
        assertThat(PrintableText.of(camera.repeat(161))).isEqualTo(camera.repeat(160) + "...");
    }
}
