package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest extends ConfigFileFixture {
    private static final Path SHIPPED = Path.of("..", "conf", "sluice.yml");

    @Test
    void shouldTakeTheDocumentedDefaultsForAnEmptyFile() throws ConfigException {
        SluiceConfig config = load("");

        assertThat(config).isEqualTo(ConfigLoader.defaults());
        assertThat(config.server()).isEqualTo(new ServerConfig(OptionalInt.empty(), seconds(5)));
        assertThat(config.listeners()).containsExactly(new ListenerConfig("0.0.0.0", 1935, 4096));
        assertThat(config.rtmp())
                .isEqualTo(new RtmpConfig(
                        60_000, 2_500_000, 2_500_000, seconds(5), seconds(15), seconds(60), seconds(20)));
        AuthFailuresConfig failures = new AuthFailuresConfig(10, Duration.ofMinutes(1), Duration.ofMinutes(5));
        assertThat(config.limits())
                .isEqualTo(new LimitsConfig(
                        10_000, 8 << 20, 64 << 10, 1 << 20, 64, 8, 16 << 20, 4, failures, OptionalLong.empty()));
        PublishConfig publish =
                new PublishConfig(OnDuplicate.REJECT, seconds(5), seconds(20), seconds(15), seconds(10));
        PlayConfig play = new PlayConfig(
                WhenMissing.WAIT,
                Duration.ZERO,
                StartAt.KEYFRAME,
                seconds(5),
                Duration.ofMillis(35),
                seconds(10),
                8 << 20,
                OnLag.SKIP,
                seconds(10),
                256 << 10);
        assertThat(config.applications())
                .isEqualTo(Map.of("live", new ApplicationConfig(publish, play, seconds(15), 32 << 20)));
        assertThat(config.auth())
                .isEqualTo(new AuthConfig(AuthDefault.ALLOW, seconds(5), List.of(), AuthCombine.FIRST));
        assertThat(config.plugins()).isEqualTo(new PluginsConfig("plugins", true, List.of(), List.of(), Map.of()));
        RemoteConfig remote =
                new RemoteConfig(false, "127.0.0.1", 9010, "", "conf/jmx.password", "conf/jmx.access", "", "");
        assertThat(config.management()).isEqualTo(new ManagementConfig(500, 1000, remote));
    }

    @Test
    void shouldShipAFileThatSaysWhatAnEmptyOneMeans() throws ConfigException {
        assertThat(ConfigLoader.load(SHIPPED, List.of(), name -> null, HostLimits.UNKNOWN))
                .isEqualTo(ConfigLoader.defaults());
    }

    @Test
    void shouldShowEveryKeyInTheShippedFile() throws IOException {
        String shipped = Files.readString(SHIPPED);

        assertThat(List.of(
                        ServerConfig.class,
                        ListenerConfig.class,
                        RtmpConfig.class,
                        LimitsConfig.class,
                        ApplicationConfig.class,
                        AuthConfig.class,
                        AuthFailuresConfig.class,
                        PluginsConfig.class,
                        ManagementConfig.class,
                        RemoteConfig.class,
                        PublishConfig.class,
                        PlayConfig.class))
                .flatMap(Key::of)
                .allSatisfy(key -> assertThat(shipped).containsPattern("(?m)^[ -]*" + key.name() + ":"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"# nothing\n", "---\n", "applications:\nlisteners:\nlimits:\n", "\uFEFFserver: {}\n"})
    void shouldTakeWhatIsLeftOutAsDefault(String text) throws ConfigException {
        assertThat(load(text)).isEqualTo(ConfigLoader.defaults());
    }

    @Test
    void shouldReadUnitsAndChoices() throws ConfigException {
        SluiceConfig config = load("""
                server: { eventLoops: 3 }
                limits: { directMemory: 1GiB, maxCommandSize: 2048 }
                listeners:
                  - port: 1936
                  - { host: "::1", port: 1937 }
                applications:
                  live/eu: { play: { maxLag: 1500ms, startAt: live, whenMissing: reject }, window: 2m }
                  "*": { publish: { resumeGrace: 0 } }
                auth: { default: deny, timeout: 100ms, order: [rules, hooks], combine: all }
                plugins: { directory: /opt/plugins, watch: false, disabled: other, required: [rules] }
                """);

        assertThat(config.auth())
                .isEqualTo(new AuthConfig(
                        AuthDefault.DENY, Duration.ofMillis(100), List.of("rules", "hooks"), AuthCombine.ALL));
        assertThat(config.plugins())
                .isEqualTo(new PluginsConfig("/opt/plugins", false, List.of("other"), List.of("rules"), Map.of()));

        assertThat(config.server().eventLoops()).hasValue(3);
        assertThat(config.limits().directMemory()).hasValue(1L << 30);
        assertThat(config.limits().maxCommandSize()).isEqualTo(2048);
        assertThat(config.listeners()).extracting(ListenerConfig::port).containsExactly(1936, 1937);
        assertThat(config.applications()).containsOnlyKeys("live/eu", "*");
        ApplicationConfig application = config.applications().get("live/eu");
        assertThat(application.play().maxLag()).isEqualTo(Duration.ofMillis(1500));
        assertThat(application.play().startAt()).isEqualTo(StartAt.LIVE);
        assertThat(application.play().whenMissing()).isEqualTo(WhenMissing.REJECT);
        assertThat(application.window()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.applications().get("*").publish().resumeGrace()).isZero();
    }

    @Test
    void shouldReportEveryFaultWithItsLine() {
        assertThat(problems("""
                        rtmp:
                          chunkSize: 64KiB
                        limits:
                          maxConnections: many
                          maxConections: 5
                        applications:
                          live:
                            play:
                              startAt: kayframe
                              maxLag: 10
                              onLag: [skip]
                            window:
                        """))
                .containsExactly(
                        file + ":2: rtmp.chunkSize: expected 128..16777215, got '64KiB'",
                        file + ":4: limits.maxConnections: expected 1..1000000, got 'many'",
                        file + ":5: limits.maxConections: unknown key, did you mean 'maxConnections'?",
                        file + ":9: applications.live.play.startAt: expected keyframe | live, got 'kayframe'",
                        file
                                + ":10: applications.live.play.maxLag: expected a duration such as 10s in 10ms..1h, got '10'",
                        file + ":11: applications.live.play.onLag: expected skip | disconnect, got a list",
                        file
                                + ":12: applications.live.window: expected a duration such as 10s in 100ms..1h, got nothing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    limits: { maxConnections: 0 }               | limits.maxConnections: expected 1..1000000, got '0'
                    limits: { maxConnections: 1000001 }         | limits.maxConnections: expected 1..1000000, got '1000001'
                    limits: { maxConnections: 99999999999999999999 } | limits.maxConnections: expected 1..1000000, got '99999999999999999999'
                    limits: { maxConnections: -1 }              | limits.maxConnections: expected 1..1000000, got '-1'
                    limits: { directMemory: some }              | limits.directMemory: expected auto or a size such as 64KiB in 1MiB..1TiB, got 'some'
                    limits: { maxDataSize: 9000000TiB }         | limits.maxDataSize: expected a size such as 64KiB in 1KiB..16777215, got '9000000TiB'
                    limits: 5                                   | limits: expected a mapping, got '5'
                    listeners: []                               | listeners: expected a list with at least one item, got none
                    listeners: { port: 5 }                      | listeners: expected a list with at least one item, got a mapping
                    applications: {}                            | applications: expected a mapping with at least one entry, got none
                    'listeners: [{ host: "" }]'                 | listeners[0].host: expected text, got ''
                    limits: { maxConnectionsPerAddress: 5 }     | limits.maxConnectionsPerAddress: unknown key
                    auth: { default: maybe }                    | auth.default: expected allow | deny, got 'maybe'
                    auth: { byDefault: allow }                  | auth.byDefault: unknown key, did you mean 'default'?
                    auth: { timeout: 2m }                       | auth.timeout: expected a duration such as 10s in 100ms..1m, got '2m'
                    'auth: { order: [a, b c] }'                 | auth.order[1]: expected a plugin's id (1 to 64 of A-Z a-z 0-9 . _ -), got 'b c'
                    'auth: { order: [a, b, a] }'                | auth.order[2]: a is there already
                    limits: { authFailures: { max: -1 } }       | limits.authFailures.max: expected 0..1000000, got '-1'
                    plugins: { watch: on }                      | plugins.watch: expected true | false, got 'on'
                    plugins: { disabled: ../x }                 | plugins.disabled[0]: expected a plugin's id
                    plugins: { required: [""] }                 | plugins.required[0]: expected text, got ''
                    plugins: { settings: { a/b: {} } }          | plugins.settings.a/b: expected a plugin's id
                    plugins: { settings: { a: geheim } }        | plugins.settings.a: expected a mapping, got '***'
                    plugins: { settings: [a] }                  | plugins.settings: expected a mapping, got a list
                    sever: {}                                   | sever: unknown key, did you mean 'server'?
                    applications: { "v1.0": { windw: 1s } }     | applications."v1.0".windw: unknown key, did you mean 'window'?
                    applications: { /live: {} }                 | applications./live: expected a name such as live or live/eu, or *
                    server: { server: 1, server: 2 }            | server.server: written twice
                    '[server]'                                  | expected a mapping, got a list
                    """)
    void shouldRefuse(String text, String problem) {
        assertThat(problems(text)).anySatisfy(line -> assertThat(line).startsWith(file + ":1: " + problem));
    }

    @Test
    void shouldRefuseValuesThatContradictEachOther() {
        assertThat(problems("""
                        limits:
                          maxReassembly: 1MiB
                        listeners: [{ port: 1935 }, { port: 1935 }]
                        applications:
                          live:
                            play:
                              maxLagBytes: 4MiB
                          other:
                            windowBytes: 4MiB
                        """))
                .containsExactly(
                        file + ":3: listeners[1]: 0.0.0.0:1935 is there already",
                        file + ":2: limits.maxReassembly: expected at least maxMessageSize (8MiB), got 1MiB",
                        file
                                + ":7: applications.live.play.maxLagBytes: expected at least limits.maxMessageSize (8MiB), got 4MiB",
                        file
                                + ":9: applications.other.windowBytes: expected at least play.maxLagBytes (8MiB), got 4MiB");
    }

    @Test
    void shouldRefuseToNeedWhatIsDisabled() {
        assertThat(problems("""
                        auth: { order: [b, a] }
                        plugins:
                          disabled: [a, c]
                          required:
                          - b
                          - c
                        """))
                .containsExactly(
                        file + ":6: plugins.required[1]: c is in plugins.disabled",
                        file + ":1: auth.order[1]: a is in plugins.disabled");
    }

    @Test
    void shouldRefuseMoreThanTheHostLeaves() {
        HostLimits host = new HostLimits(16 << 20, 1024);

        assertThat(problems("limits: { directMemory: 64MiB }", host, List.of()))
                .containsExactly(
                        file
                                + ":1: limits.maxConnections: expected at most 824 with 1024 file descriptors (ulimit -n), got 10000",
                        file + ":1: limits.directMemory: expected at most the JVM's direct memory"
                                + " (-XX:MaxDirectMemorySize, 16MiB), got 64MiB",
                        file + ":1: applications.live.windowBytes: expected at most the JVM's direct memory"
                                + " (-XX:MaxDirectMemorySize, 16MiB), got 32MiB");
    }

    @Test
    void shouldLetOverridesWin() throws ConfigException {
        SluiceConfig config = load(
                "limits: { maxConnections: 5 }\nlisteners: [{ port: 1936, backlog: 7 }]",
                List.of(
                        "limits.maxConnections=6",
                        "limits.maxConnections=7",
                        "listeners[0].port=1940",
                        "listeners[1]={port: 1941}",
                        "applications.live.play.maxLag=3s",
                        "applications.\"v1.0\".window=20s"));

        assertThat(config.limits().maxConnections()).isEqualTo(7);
        assertThat(config.listeners())
                .containsExactly(new ListenerConfig("0.0.0.0", 1940, 7), new ListenerConfig("0.0.0.0", 1941, 4096));
        assertThat(config.applications()).containsOnlyKeys("live", "v1.0");
        assertThat(config.applications().get("live").play().maxLag()).isEqualTo(seconds(3));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    limits.maxConnections=x   | --set limits.maxConnections: expected 1..1000000, got 'x'
                    limits.maxConnections=    | --set limits.maxConnections: expected 1..1000000, got ''
                    limits.none=1             | --set limits.none: unknown key
                    listeners[2].port=1       | --set listeners[2].port: there is no such place
                    limits[0]=1               | --set limits[0]: there is no such place
                    limits.a=[                | --set limits.a: not valid YAML
                    server.eventLoops=!!x 5   | --set server.eventLoops: tags are not allowed
                    limits                    | --set limits: expected key=value
                    .limits=geheim            | --set .limits: expected key=value
                    limits..a=1               | --set limits..a: expected key=value
                    """)
    void shouldRefuseOverride(String override, String problem) {
        assertThat(problems("limits: {}", HostLimits.UNKNOWN, List.of(override)))
                .singleElement()
                .asString()
                .startsWith(problem);
    }

    @Test
    void shouldFillInTheEnvironment() throws ConfigException {
        write("""
                listeners:
                  - host: ${HOST}
                    port: ${PORT:-1940}
                limits: { maxConnections: "${EMPTY:-12}" }
                """);
        Map<String, String> environment = Map.of("HOST", "10.0.0.$1", "EMPTY", "");

        SluiceConfig config = ConfigLoader.load(file, List.of(), environment::get, HostLimits.UNKNOWN);

        assertThat(config.listeners()).containsExactly(new ListenerConfig("10.0.0.$1", 1940, 4096));
        assertThat(config.limits().maxConnections()).isEqualTo(12);
        assertThat(load("listeners: [{ host: 'a$${b}' }]").listeners().get(0).host())
                .isEqualTo("a${b}");
    }

    @Test
    void shouldRefuseWhatTheEnvironmentDoesNotHave() {
        assertThat(problems("listeners:\n- host: ${NONE}\n- host: ${a b}\n"))
                .containsExactly(
                        file + ":2: listeners[0].host: the environment variable NONE is not set",
                        file + ":3: listeners[1].host: expected ${NAME} or ${NAME:-default}");
    }

    @Test
    void shouldKnowTheLimitsOfThisProcess() {
        assertThat(HostLimits.ofThisProcess().directMemoryBytes()).isBetween(1L << 20, 1L << 50);
        assertThat(HostLimits.ofThisProcess().openFiles()).isGreaterThan(10);
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }
}
