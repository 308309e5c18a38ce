package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SettingsException;
import dev.sluice.hooks.HooksSettings.Format;
import dev.sluice.hooks.HooksSettings.Retries;
import dev.sluice.testkit.TestSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DocumentationTest {
    private static final Pattern BLOCK =
            Pattern.compile("```yaml\nplugins:\n  settings:\n    http-hooks:\n(.*?)```", Pattern.DOTALL);

    private static String page;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readString(Path.of("../../distribution/docs/plugins/http-hooks.md"));
    }

    @Test
    void shouldBindItsExamples() {
        List<HooksSettings> examples = new ArrayList<>();
        for (Matcher block = BLOCK.matcher(page); block.find(); ) {
            examples.add(TestSettings.of(HooksSettings.class, block.group(1).stripIndent()));
        }

        assertThat(examples).extracting(HooksSettings::format).containsExactly(Format.NGINX_RTMP, Format.JSON);
        assertThat(examples.get(0).targets()).containsOnlyKeys(Hook.PUBLISH, Hook.PLAY, Hook.PUBLISH_DONE, Hook.UPDATE);
        assertThat(examples.get(1).targets()).containsOnlyKeys(Hook.PUBLISH, Hook.PLAY, Hook.EVENTS);
        assertThat(examples.get(1).headers()).containsOnlyKeys("X-Api-Key");
    }

    @Test
    void shouldNameEachKeyWithItsDefault() {
        HooksSettings defaults = TestSettings.of(HooksSettings.class, "");

        assertThat(defaults.timeout()).isEqualTo(Duration.ofSeconds(4));
        assertThat(defaults.retries()).isEqualTo(new Retries(3, Duration.ofSeconds(1)));
        assertThat(defaults.targets()).isEmpty();
        assertRow("format", "json");
        assertRow("method", "post");
        assertRow("timeout", "4s");
        assertRow("connectTimeout", "2s");
        assertRow("whenUnavailable", "deny");
        assertRow("concurrency", Integer.toString(defaults.concurrency()));
        assertRow("queueSize", Integer.toString(defaults.queueSize()));
        assertRow("retries.count", Integer.toString(defaults.retries().count()));
        assertRow("retries.backoff", "1s");
        assertRow("updateInterval", "30s");
        assertRow("updateStrict", Boolean.toString(defaults.updateStrict()));
        assertThat(Arrays.stream(HooksSettings.class.getRecordComponents()).map(RecordComponent::getName))
                .allSatisfy(key ->
                        assertThat(page.substring(page.indexOf("## Settings"))).containsPattern("`" + key + "[`.]"));
    }

    @Test
    void shouldBeToldWhereSettingsAreWrong() {
        assertThatThrownBy(() -> TestSettings.of(
                        HooksSettings.class, "format: nginx\nonPublish: secret\ntimeout: 90s\nonpublish: http://host"))
                .isInstanceOfSatisfying(
                        SettingsException.class,
                        refusal -> assertThat(refusal.problems())
                                .anySatisfy(line -> assertThat(line).contains("format: "))
                                .anySatisfy(line -> assertThat(line).contains("timeout: "))
                                .anySatisfy(line -> assertThat(line).contains("'onPublish'"))
                                .noneSatisfy(line -> assertThat(line).contains("secret")));
        assertThatThrownBy(() -> TestSettings.of(HooksSettings.class, "onPublish: secret-host/x"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("onPublish: expected a URL")
                .hasMessageNotContaining("secret");
    }

    private static void assertRow(String key, String defaultValue) {
        assertThat(page).contains("| `" + key + "` | `" + defaultValue + "` |");
    }
}
