package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadedConfigTest {
    @TempDir
    private Path folder;

    private Path file;
    private LoadedConfig loaded;

    private record Door(
            @Setting(secret = true) String code,
            @Setting(value = "1", max = "5") int locks) {}

    @BeforeEach
    void load() throws Exception {
        file = Files.writeString(folder.resolve("sluice.yml"), """
                limits: { maxConnections: 100, directMemory: 64MiB }
                applications: { live: {}, "v1.0": { window: 5s } }
                plugins: { settings: { door: { code: "${CODE}" } } }
                """);
        loaded = ConfigLoader.load(
                file,
                List.of("rtmp.idleTimeout=30s"),
                name -> name.equals("CODE") ? "geheim" : null,
                HostLimits.UNKNOWN,
                folder);
    }

    @Test
    void shouldPutOneValueIntoTheTextThatWasLoaded() throws Exception {
        Files.delete(file);

        SluiceConfig config = loaded.with("limits.maxConnections", "5")
                .with("applications.\"v1.0\".window", "20s")
                .with("limits.maxConnections", "6")
                .config();

        assertThat(config.limits().maxConnections()).isEqualTo(6);
        assertThat(config.limits().directMemory()).hasValue(64 << 20);
        assertThat(config.rtmp().idleTimeout()).hasSeconds(30);
        assertThat(config.applications().get("v1.0").window()).hasSeconds(20);
        assertThat(ConfigChanges.between(loaded.config(), config).applied())
                .containsExactly("applications.\"v1.0\".window", "limits.maxConnections");
    }

    @Test
    void shouldStayAsItIs() throws Exception {
        SluiceConfig before = loaded.config();

        loaded.with("applications.other", "{}").with("plugins.settings.door.code", "other");

        assertThat(loaded.config()).isEqualTo(before);
        assertThat(loaded.with("server.shutdownGrace", "1s").config().applications())
                .containsOnlyKeys("live", "v1.0");
        assertThat(before.plugins().settings().get("door").bind(Door.class).code())
                .isEqualTo("geheim");
    }

    @Test
    void shouldNameThePlaceOfWhatIsRefused() throws Exception {
        PluginSettings door = loaded.with("plugins.settings.door.locks", "6")
                .config()
                .plugins()
                .settings()
                .get("door");

        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> door.bind(Door.class));

        assertThat(refusal.problems()).containsExactly("plugins.settings.door.locks: expected 0..5, got '6'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            limits.directMemory          | 128MiB     | limits.directMemory: needs a restart
            limits                       | {}         | limits.directMemory: needs a restart
            listeners                    | [{port: 1}]| listeners[0].port: needs a restart
            management.remote.port       | 9011       | management.remote.port: needs a restart
            limits.maxConnections        | 0          | limits.maxConnections: expected 1..1000000, got '0'
            limits.maxConnections        | ``         | limits.maxConnections: expected 1..1000000, got ''
            limits.maxConnections        | !!x 5      | limits.maxConnections: tags are not allowed; text that begins with ! needs quotes
            limits.maxConnections=5      | 5          | limits.maxConnections=5: unknown key, did you mean 'maxConnections'?
            limit.maxConnections         | 5          | limit: unknown key, did you mean 'limits'?
            applications.live[0]         | 5          | applications.live[0]: there is no such place
            limits.maxMessageSize        | 12MiB      | applications.live.play.maxLagBytes: expected at least limits.maxMessageSize (12MiB), got 8MiB
            ``                           | 5          | : expected a key such as limits.maxConnections
            a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u | 5 | a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u: expected a key such as limits.maxConnections
            """)
    void shouldRefuse(String key, String value, String problem) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> loaded.with(key, value));

        assertThat(refusal.problems()).first().asString().endsWith(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${CODE}", "a${CODE:-b}", "[x, {y: \"\\x24{CODE}\"}]", "${"})
    void shouldNotMakeTheEnvironmentKnown(String value) throws Exception {
        ConfigException refusal =
                catchThrowableOfType(ConfigException.class, () -> loaded.with("plugins.settings.other.code", value));

        assertThat(refusal.problems())
                .containsExactly("plugins.settings.other.code: only the file can refer to the environment");
        assertThat(EffectiveConfig.print(
                        loaded.with("plugins.directory", "plugins").config()))
                .doesNotContain("geheim");
    }

    @Test
    void shouldTakeTextThatOnlyLooksLikeAReference() throws Exception {
        assertThat(loaded.with("plugins.settings.other", "{a: '$${CODE}'}")
                        .config()
                        .plugins()
                        .settings())
                .containsKey("other");
    }

    @Test
    void shouldTakeTheValueThatHoldsForAKeyThatNeedsARestart() throws Exception {
        assertThat(loaded.with("limits.directMemory", "64MiB").config()).isEqualTo(loaded.config());
    }
}
