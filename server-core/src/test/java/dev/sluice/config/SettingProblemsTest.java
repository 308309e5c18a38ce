package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.Setting;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a problem shows, and what it must not. */
class SettingProblemsTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PASSWORD", "geheim");

    private record User(
            @Setting(required = true) String name,

            @Setting(required = true, secret = true) String password) {}

    private record Secrets(
            @Setting(value = "1", secret = true) int number,

            @Setting(secret = true) List<Integer> numbers,

            @Setting(secret = true) Map<String, Integer> byName,

            List<User> users,
            Map<String, User> named) {}

    private record Between(
            @Setting("1") int low,

            @Setting("9") int high,

            @Setting(secret = true) String password) {
        Between {
            if (low > high) {
                throw new IllegalArgumentException("expected low <= high,\nnot with " + password);
            }
        }
    }

    private record Betweens(List<Between> all) {}

    @Test
    void shouldShowNoSecret() {
        List<String> problems = problems(Secrets.class, """
                        number: geheim
                        numbers: [1, geheim]
                        byName: { a: geheim, b: "${PASSWORD}" }
                        users: geheim
                        named:
                          a: geheim
                          b: { name: c }
                        """);

        assertThat(problems)
                .containsExactly(
                        at(1, "number: expected 0..2147483647, got '***'"),
                        at(2, "numbers[1]: expected 0..2147483647, got '***'"),
                        at(3, "byName.a: expected 0..2147483647, got '***'"),
                        at(3, "byName.b: expected 0..2147483647, got '***'"),
                        at(4, "users: expected a list, got '***'"),
                        at(6, "named.a: expected a mapping, got '***'"),
                        at(6, "named.a.name: expected text, got nothing"),
                        at(6, "named.a.password: expected text, got nothing"),
                        at(7, "named.b.password: expected text, got nothing"));
        assertThat(problems(Secrets.class, "numbers: geheim, 1\nbyName: geheim").toString())
                .doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"*geheim", "!geheim", "!!geheim x", "!a!geheim x", "[geheim", "@geheim", "%geheim", "a: geheim"})
    void shouldShowNoSecretThatIsNotEvenYaml(String secret) {
        assertThat(problems(User.class, "name: a\npassword: " + secret).toString())
                .contains("x.yml:")
                .doesNotContain("geheim");
    }

    @Test
    void shouldReportWhatAConstructorRefuses() {
        assertThat(problems(Betweens.class, """
                        all:
                        - high: 5
                        - low: 10
                          password: ${PASSWORD}
                        - low: 10
                          high: none
                        """))
                .containsExactly(
                        at(3, "all[1]: expected low <= high, not with ***"),
                        at(6, "all[2].high: expected 0..2147483647, got 'none'"));
    }

    private static <R extends Record> R bind(Class<R> type, String yaml) throws ConfigException {
        return PluginSettings.read("p", yaml, "x.yml", ENVIRONMENT::get).bind(type);
    }

    private static List<String> problems(Class<? extends Record> type, String yaml) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> bind(type, yaml));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.problems();
    }

    private static String at(int line, String problem) {
        return "x.yml:" + line + ": plugins.settings.p." + problem;
    }
}
