package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.sluice.cli.StreamArgument.Split;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.TypeConversionException;

class StreamArgumentTest {
    private static StreamArgument stream(String text) {
        return new StreamArgument.Converter().convert(text);
    }

    @Test
    void shouldTryTheLongestApplicationFirst() {
        assertThat(stream("live/a/b").splits()).containsExactly(new Split("live/a", "b"), new Split("live", "a/b"));
    }

    /** The server lets a blank be a name, so its publisher must not be out of reach. */
    @Test
    void shouldTakeBlanksAsTheyAre() {
        assertThat(stream("live/ ").splits()).containsExactly(new Split("live", " "));
        assertThat(stream("live/ cam ").path()).isEqualTo("live/ cam ");
    }

    @Test
    void shouldTakeWhatAUrlWouldHave() {
        assertThat(stream("live/a%3Fb").splits()).containsExactly(new Split("live", "a?b"));
        assertThat(stream("live%2Fa%20b").splits()).containsExactly(new Split("live", "a b"));
        assertThat(stream("live/100%").path()).isEqualTo("live/100%");
        assertThat(stream("live/a b%3F")).hasToString("live/a%20b%3F");
    }

    @Test
    void shouldRefuseWhatNoStreamIsCalled() {
        for (String none : List.of(
                "",
                "live",
                "/live/a",
                "live/",
                "live//a",
                "live/a/..",
                "live%2F",
                "live/%0A",
                "live/a\\b",
                "live/50%cam",
                "live/a?token=secret",
                "live/" + "a".repeat(512))) {
            assertThatExceptionOfType(TypeConversionException.class)
                    .as(none)
                    .isThrownBy(() -> stream(none))
                    .withMessageNotContaining("secret");
        }
    }
}
