package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no configuration, or that would have the server make what it does not want. */
class HostileConfigFileTest extends ConfigFileFixture {
    @Test
    void shouldRefuseTagsThatPlainYamlHasNoNeedOf() {
        assertThat(problems("server: !!javax.script.ScriptEngineManager [ !!java.net.URL ['http://localhost/'] ]"))
                .first()
                .asString()
                .startsWith(file + ":1: server: tags are not allowed");
        assertThat(problems("server: !mine {}"))
                .containsExactly(file + ":1: server: tags are not allowed; text that begins with ! needs quotes");
    }

    @Test
    void shouldRefuseAliasBombs() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            String nine = ("*a" + (i - 1) + ", ").repeat(9);
            bomb.append("a%d: &a%d [%s*a%d]\n".formatted(i, i, nine, i - 1));
        }

        assertThat(problems(bomb.toString())).singleElement().asString().contains("too many or too deeply nested");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &a [*a]", "a: &a { b: *a }"})
    void shouldRefuseEndlessNesting(String text) {
        assertThat(problems(text)).singleElement().asString().contains("nested");
    }

    @Test
    void shouldRefuseDeepNesting() {
        assertThat(problems("a: " + "[".repeat(5000) + "]".repeat(5000)))
                .singleElement()
                .asString()
                .contains("not valid YAML");
    }

    @Test
    void shouldRefuseWhatIsNoConfigurationFile() throws IOException {
        assertThat(problems("a: b: c"))
                .containsExactly(file + ":1: not valid YAML: mapping values are not allowed here");
        assertThat(problems("#".repeat((1 << 20) + 1))).containsExactly(file + ": larger than 1MiB");
        Files.write(file, "host: \u00fc".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal(HostLimits.UNKNOWN, List.of()).problems()).containsExactly(file + ": not UTF-8 text");
        Files.delete(file);
        assertThat(refusal(HostLimits.UNKNOWN, List.of()).problems()).containsExactly(file + ": no such file");
    }
}
