package dev.sluice.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "cam, cam, true",
        "cam, Cam, false",
        "cam, cam1, false",
        "cam, acam, false",
        "cam*, cam, true",
        "cam*, cam12, true",
        "cam*, cam1/2, false",
        "cam**, cam1/2, true",
        "**, a/b/c, true",
        "**, '', true",
        "*, '', true",
        "*, a/b, false",
        "cam?, cam1, true",
        "cam?, cam, false",
        "a?b, a/b, false",
        "*/low, news/low, true",
        "*/low, news/uk/low, false",
        "**/low, news/uk/low, true",
        "*a*a*b, aaaaab, true",
        "*.*, a.b, true",
        "a.c, abc, false",
        "?, 🎥, true",
        "[ab], a, false",
        "a***b, a/x/b, true"
    })
    void shouldMatchTheWholeName(String pattern, String name, boolean expected) {
        assertThat(NamePattern.of(pattern).matches(name)).isEqualTo(expected);
    }

    @Test
    void shouldAgreeWithRegularExpressions() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            String pattern = text(random, "ab/**?", 8);
            String name = text(random, "ab/", 10);
            if (pattern.isEmpty()) {
                continue;
            }
            assertThat(NamePattern.of(pattern).matches(name))
                    .as("seed %d: %s on %s", seed, pattern, name)
                    .isEqualTo(Pattern.matches(expression(pattern), name));
        }
    }

    @Test
    void shouldNotTakeLongForAnyPattern() {
        NamePattern pattern = NamePattern.of("*a**".repeat(128));

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(pattern.matches("a".repeat(127) + "b".repeat(2_000)))
                        .isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/cam", "cam/", "a//b", "cam\n"})
    void shouldRefuseWhatNoNameMatches(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.ofName(pattern));
    }

    @Test
    void shouldRefusePatternsLongerThanAnyName() {
        assertThatIllegalArgumentException().isThrownBy(() -> NamePattern.of("a".repeat(513)));
    }

    private static String text(Random random, String alphabet, int maxLength) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String expression(String pattern) {
        return pattern.replace("**", "#")
                .replace("*", "[^/]*")
                .replace("#", ".*")
                .replace("?", "[^/]");
    }
}
