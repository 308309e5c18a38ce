package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.Setting;
import dev.sluice.api.SettingsException;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestSettingsTest {
    private record Greeting(
            @Setting(value = "1", min = "1", max = "10") int times,

            @Setting List<String> names) {}

    @Test
    void shouldBindAsTheServerDoes() {
        assertThat(TestSettings.of(Greeting.class, "names: [Anna, Otto]\ntimes: 3"))
                .isEqualTo(new Greeting(3, List.of("Anna", "Otto")));
        assertThat(TestSettings.of(Greeting.class, "")).isEqualTo(new Greeting(1, List.of()));
    }

    @Test
    void shouldRefuseAsTheServerDoes() {
        SettingsException refusal = catchThrowableOfType(
                SettingsException.class, () -> TestSettings.of(Greeting.class, "# ours\ntimes: 0\nname: Anna"));

        assertThat(refusal.problems())
                .containsExactly(
                        "sluice.yml:2: plugins.settings.test.times: expected 1..10, got '0'",
                        "sluice.yml:3: plugins.settings.test.name: unknown key, did you mean 'names'?");
    }
}
