package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PluginSettingsTest {
    @TempDir
    private Path folder;

    private record Greeting(
            @Setting(value = "1", min = "1", max = "10") int times,

            @Setting("hello") String text) {}

    @Test
    void shouldBindWhatTheFileSaysOfAPlugin() throws Exception {
        Map<String, PluginSettings> settings =
                settings("""
                plugins:
                  settings:
                    greeter:
                      times: 3
                      text: ${WORD}
                    quiet:
                """, List.of("plugins.settings.greeter.times=4", "plugins.settings.\"a.b\"={text: hi}"));

        assertThat(settings).containsOnlyKeys("greeter", "quiet", "a.b");
        assertThat(settings.get("greeter").bind(Greeting.class)).isEqualTo(new Greeting(4, "bonjour"));
        assertThat(settings.get("quiet").written()).isTrue();
        assertThat(settings.get("quiet").bind(Greeting.class)).isEqualTo(new Greeting(1, "hello"));
        assertThat(settings.get("a.b").bind(Greeting.class)).isEqualTo(new Greeting(1, "hi"));
    }

    @Test
    void shouldNameFileLineAndKeyOfAFault() throws Exception {
        PluginSettings settings =
                settings("""
                plugins:
                  settings:
                    greeter:
                      times: 0
                      texx: hi
                      text: ${NONE}
                """, List.of("plugins.settings.greeter.word=1")).get("greeter");

        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> settings.bind(Greeting.class));

        Path file = folder.resolve("sluice.yml");
        assertThat(refusal.problems())
                .containsExactly(
                        file + ":4: plugins.settings.greeter.times: expected 1..10, got '0'",
                        file + ":6: plugins.settings.greeter.text: the environment variable NONE is not set",
                        file + ":5: plugins.settings.greeter.texx: unknown key, did you mean 'text'?",
                        "--set plugins.settings.greeter.word: unknown key");
    }

    @Test
    void shouldHaveDefaultsForAPluginThatTheFileSaysNothingOf() throws Exception {
        PluginSettings none = PluginSettings.none("greeter");

        assertThat(none.written()).isFalse();
        assertThat(none.bind(Greeting.class)).isEqualTo(new Greeting(1, "hello"));
        assertThat(none).isEqualTo(PluginSettings.none("greeter")).isNotEqualTo(read("{}"));
    }

    private record Needy(@Setting(required = true) String text) {}

    @Test
    void shouldNameTheKeyThatNobodyHasWritten() {
        ConfigException refusal = catchThrowableOfType(
                ConfigException.class, () -> PluginSettings.none("greeter").bind(Needy.class));

        assertThat(refusal.problems()).containsExactly("plugins.settings.greeter.text: expected text, got nothing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{text: hi, list: [a, {b: c}]}",
                "# moved\n\ntext: 'hi'\nlist:\n- a\n- b: c\n",
                "list: [a, {b: c}]\ntext: \"hi\""
            })
    void shouldBeTheSameWhereverTheyStand(String yaml) throws ConfigException {
        PluginSettings settings = read("text: hi\nlist: [a, {b: c}]");

        assertThat(read(yaml)).isEqualTo(settings).hasSameHashCodeAs(settings);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text: ho\nlist: [a, {b: c}]",
                "text: hi\nlist: [{b: c}, a]",
                "text: hi\nlist: [a, {b: }]",
                "text: hi\nlist: [a]",
                "text: hi",
                "text: hi\nlist: [a, {b: c}]\nmore: 1",
                ""
            })
    void shouldDifferInWhatTheySay(String yaml) throws ConfigException {
        assertThat(read(yaml)).isNotEqualTo(read("text: hi\nlist: [a, {b: c}]"));
    }

    @Test
    void shouldBeThoseOfOnePlugin() throws ConfigException {
        assertThat(read("")).isEqualTo(read("{}")).isNotEqualTo(PluginSettings.read("other", "", "x", name -> null));
    }

    @Test
    void shouldKeepToThemselvesWhatTheySay() throws ConfigException {
        assertThat(read("text: geheim").toString()).isEqualTo("plugins.settings.greeter");
    }

    @Test
    void shouldBindARecordOfAnotherClassLoader() throws Exception {
        Class<?> foreign = new OwnCopy().loadClass(Greeting.class.getName());

        Record settings = read("times: 7").bind(foreign.asSubclass(Record.class));

        assertThat(settings).isNotInstanceOf(Greeting.class).hasToString("Greeting[times=7, text=hello]");
    }

    /** As a plugin has it: the record is its own, the API everybody's. */
    private static final class OwnCopy extends ClassLoader {
        OwnCopy() {
            super(PluginSettingsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PluginSettingsTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }

    private static PluginSettings read(String yaml) throws ConfigException {
        return PluginSettings.read("greeter", yaml, "x.yml", name -> null);
    }

    private Map<String, PluginSettings> settings(String yaml, List<String> overrides) throws Exception {
        Path file = Files.writeString(folder.resolve("sluice.yml"), yaml);
        Map<String, String> environment = Map.of("WORD", "bonjour");
        return ConfigLoader.load(file, overrides, environment::get, HostLimits.UNKNOWN)
                .plugins()
                .settings();
    }
}
