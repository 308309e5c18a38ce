package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPatternsTest {
    @ParameterizedTest
    @CsvSource({
        "**,          live,  cam,     true",
        "live/*,      live,  cam,     true",
        "live/*,      live,  a/b,     false",
        "live/**,     live,  a/b,     true",
        "live/*,      lives, cam,     false",
        "*/cam,       vod,   cam,     true",
        "**/cam,      a/b,   cam,     true",
        "live/cam-*,  live,  cam-1,   true",
        "live/cam-*,  live,  dog-1,   false",
        "live/c.m,    live,  cam,     false",
        "live/a*b*c,  live,  a1b2c,   true",
    })
    void shouldMatchStreams(String pattern, String application, String name, boolean matches) {
        assertThat(StreamPatterns.parse(List.of(pattern)).match(application, name))
                .isEqualTo(matches);
    }

    @Test
    void shouldMatchWhenAnyPatternDoes() {
        StreamPatterns patterns = StreamPatterns.parse(List.of("live/a", "live/b"));
        assertThat(patterns.match("live", "b")).isTrue();
        assertThat(patterns.match("live", "c")).isFalse();
        assertThat(StreamPatterns.parse(List.of()).match("live", "b")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "live", "*", "/live/x"})
    void shouldRefuseWhatIsNoPattern(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StreamPatterns.parse(List.of(pattern)))
                .withMessageStartingWith("streams: ");
    }
}
