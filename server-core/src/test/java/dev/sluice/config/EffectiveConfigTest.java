package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.Setting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveConfigTest {
    private static final Path SHIPPED = Path.of("..", "conf", "sluice.yml");
    private static final String HOUSE = """
            plugins:
              settings:
                house:
                  delay: 1500ms
                  tokens: geheim1, geheim2
                  doors:
                    - { name: "${NAME}", code: "${CODE}", headers: { geheim3: geheim4 } }
                    - name: back
                  gates:
                    north: { code: geheim5 }
                  main: { code: "" }
            """;

    @TempDir
    private Path folder;

    private Path file;

    /** Without a secret. */
    record Plain(@Setting String name, @Setting List<String> items) {}

    private record Door(
            @Setting(secret = true) String code,
            @Setting String name,
            @Setting(secret = true) Map<String, String> headers) {}

    private record House(
            @Setting("1s") Duration delay,
            @Setting(secret = true) List<String> tokens,
            List<Door> doors,
            Map<String, Door> gates,
            Door main) {}

    @BeforeEach
    void setUp() {
        file = folder.resolve("sluice.yml");
    }

    @Test
    void shouldPrintTheShippedFileSoThatItMeansTheSame() throws Exception {
        SluiceConfig shipped = ConfigLoader.load(SHIPPED, List.of(), name -> null, HostLimits.UNKNOWN);

        assertThat(load(EffectiveConfig.print(shipped))).isEqualTo(shipped);
    }

    @Test
    void shouldPrintTheEmptyFileSoThatItMeansTheSame() throws Exception {
        assertThat(load(EffectiveConfig.print(ConfigLoader.defaults()))).isEqualTo(ConfigLoader.defaults());
    }

    @Test
    void shouldPrintEveryKeySoThatItMeansTheSame() throws Exception {
        long seed = System.nanoTime();
        RandomConfig random = new RandomConfig(new Random(seed));
        for (int round = 0; round < 300; round++) {
            SluiceConfig config = random.next();
            String printed = EffectiveConfig.print(config);

            assertThat(bound(printed))
                    .as("seed %d, round %d:%n%s", seed, round, printed)
                    .isEqualTo(config);
        }
    }

    @Test
    void shouldPrintWhatPeopleWouldWrite() {
        assertThat(EffectiveConfig.print(ConfigLoader.defaults())).contains("""
                server:
                  eventLoops: auto
                  shutdownGrace: 5s
                listeners:
                  - host: 0.0.0.0
                    port: 1935
                    backlog: 4096
                rtmp:
                """, """
                  maxMessageSize: 8MiB
                """, """
                applications:
                  live:
                    publish:
                      onDuplicate: reject
                """, """
                      waitTimeout: 0
                """, """
                      maxFlushDelay: 35ms
                """, """
                plugins:
                  directory: plugins
                  watch: true
                  disabled: []
                  required: []
                  settings: {}
                """, """
                    keystore: ""
                    keystorePassword: ""
                """);
    }

    @Test
    void shouldShowNothingOfAPluginThatHasNotSaidWhatIsSecret() throws Exception {
        String printed = EffectiveConfig.print(load(HOUSE));

        assertThat(printed).contains("""
                    house:
                      delay: "***"
                      tokens: "***"
                      doors: "***"
                      gates: "***"
                      main: "***"
                """).doesNotContain("geheim", "front", "1500");
        assertThat(load(printed).plugins().settings()).containsOnlyKeys("house");
    }

    @Test
    void shouldShowWhatIsNoSecretOnceThePluginHasBoundIt() throws Exception {
        SluiceConfig config = load(HOUSE);
        config.plugins().settings().get("house").bind(House.class);

        assertThat(EffectiveConfig.print(config)).contains("""
                    house:
                      delay: 1500ms
                      tokens: "***"
                      doors:
                        - name: front
                          code: "***"
                          headers: "***"
                        - name: back
                      gates:
                        north:
                          code: "***"
                      main:
                        code: ""
                """).doesNotContain("geheim");
    }

    @Test
    void shouldHideWhatAnyRecordCallsASecret() throws Exception {
        record Open(@Setting String code, @Setting String name) {}
        record Closed(
                @Setting(secret = true) String code,
                @Setting String name) {}
        SluiceConfig config = load("plugins: { settings: { door: { code: geheim, name: front } } }");
        PluginSettings settings = config.plugins().settings().get("door");

        settings.bind(Closed.class);
        settings.bind(Open.class);

        assertThat(EffectiveConfig.print(config)).contains("name: front\n").doesNotContain("geheim");
    }

    @Test
    void shouldHideEverythingWhenThePluginRefusesIt() throws Exception {
        record Narrow(@Setting String other) {}
        SluiceConfig config = load(HOUSE);
        PluginSettings settings = config.plugins().settings().get("house");

        assertThatThrownBy(() -> settings.bind(Narrow.class)).isInstanceOf(ConfigException.class);

        assertThat(EffectiveConfig.print(config)).doesNotContain("geheim", "front", "1500");
    }

    @Test
    void shouldStillKnowSecretsOfAPluginThatAReloadLeavesAlone() throws Exception {
        SluiceConfig running = load(HOUSE);
        SluiceConfig wanted = load("# moved\n" + HOUSE + "limits: { maxConnections: 5 }");

        SluiceConfig effective = ConfigChanges.between(running, wanted).effective();
        running.plugins().settings().get("house").bind(House.class);

        assertThat(EffectiveConfig.print(effective)).contains("name: front\n").doesNotContain("geheim");
        SluiceConfig changed = load(HOUSE.replace("1500ms", "2s"));
        assertThat(EffectiveConfig.print(
                        ConfigChanges.between(effective, changed).effective()))
                .doesNotContain("geheim", "front", "2s");
    }

    private SluiceConfig load(String text) throws Exception {
        Files.writeString(file, text);
        Map<String, String> environment = Map.of("NAME", "front", "CODE", "geheim6");
        return ConfigLoader.load(file, List.of(), environment::get, HostLimits.UNKNOWN);
    }

    /** Whether the values go together is another question. */
    private static SluiceConfig bound(String text) {
        Problems problems = new Problems();
        Tree tree = new YamlReader(line -> line + ": ", problems).read(text).orElse(null);
        SluiceConfig config = tree == null
                ? null
                : new RecordBinder(new Environment(name -> null), problems)
                        .bind(SluiceConfig.class, tree, KeyPath.ROOT);
        assertThat(problems.lines()).as(text).isEmpty();
        return config;
    }
}
