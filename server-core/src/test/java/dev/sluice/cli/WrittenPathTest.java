package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WrittenPathTest {
    private static final String CHARACTERS = "%%%%??/ 0123456789abcdefABCDEFä名\u00a0\u202e\u0007+";

    @Test
    void shouldWriteAsItIsWhatCanBeReadAndTyped() {
        for (String path : new String[] {"live/cam1", "live/a/b", "live/größe名前", "live/a*,=:\"+&#"}) {
            assertThat(WrittenPath.of(path)).isEqualTo(path);
            assertThat(WrittenPath.read(path)).isEqualTo(path);
        }
    }

    @Test
    void shouldWriteAsInAUrlWhatCanNot() {
        assertThat(WrittenPath.of("live/a?b")).isEqualTo("live/a%3Fb");
        assertThat(WrittenPath.of("live/100%")).isEqualTo("live/100%25");
        assertThat(WrittenPath.of("live/ my\u00a0cam ")).isEqualTo("live/%20my%C2%A0cam%20");
        assertThat(WrittenPath.of("live/a\u202eb\u001b[2J")).isEqualTo("live/a%E2%80%AEb%1B[2J");
        assertThat(WrittenPath.of("live/😀\udb40\udc41")).isEqualTo("live/😀%F3%A0%81%81");
    }

    @Test
    void shouldReadWhatAPublisherHasInItsUrl() {
        assertThat(WrittenPath.read("live%2Fa%20b+c%3f%C3%a4")).isEqualTo("live/a b+c?ä");
        for (String noEscape : new String[] {"live/100%", "live/%x0", "live/%4", "live/%%", "live/%+1"}) {
            assertThat(WrittenPath.read(noEscape)).isEqualTo(noEscape);
        }
    }

    @Test
    void shouldRefuseWhatIsNoText() {
        for (String broken : new String[] {"live/50%cam", "live/%ff", "live/%C3"}) {
            assertThatExceptionOfType(IllegalArgumentException.class)
                    .isThrownBy(() -> WrittenPath.read(broken))
                    .withMessageContaining(broken)
                    .withMessageContaining("%25");
        }
    }

    @Test
    void shouldReadAgainWhateverItWrites() {
        long seed = new Random().nextLong();
        RandomGenerator random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            String path = random.ints(random.nextInt(1, 12), 0, CHARACTERS.length())
                    .map(c -> CHARACTERS.charAt(c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            assertThat(WrittenPath.read(WrittenPath.of(path)))
                    .as("seed %d, %s", seed, path)
                    .isEqualTo(path);
            assertThat(WrittenPath.read(WrittenPath.inUrl(path)))
                    .as("seed %d, %s", seed, path)
                    .isEqualTo(path);
            assertThat(WrittenPath.of(path)).as("seed %d", seed).doesNotContain("?", " ");
        }
    }
}
