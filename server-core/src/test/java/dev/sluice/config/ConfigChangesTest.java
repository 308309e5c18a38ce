package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigChangesTest {
    @TempDir
    private Path folder;

    private Path empty;

    @BeforeEach
    void writeEmptyFile() throws Exception {
        empty = Files.createFile(folder.resolve("sluice.yml"));
    }

    @Test
    void shouldFindNothingToDoWhenNothingHasChanged() throws Exception {
        ConfigChanges changes = ConfigChanges.between(with(), with());

        assertThat(changes.applied()).isEmpty();
        assertThat(changes.needingRestart()).isEmpty();
        assertThat(changes.effective()).isEqualTo(with());
    }

    @Test
    void shouldApplyWhatCanChangeLive() throws Exception {
        SluiceConfig wanted = with(
                "limits.maxConnections=5",
                "rtmp.idleTimeout=30s",
                "limits.authFailures.max=3",
                "auth={default: deny, order: [a, b]}",
                "server.shutdownGrace=1s",
                "management={maxConnectionBeans: 3, maxStreamBeans: 4}",
                "applications.live.play.maxLag=3s");

        ConfigChanges changes = ConfigChanges.between(with(), wanted);

        assertThat(changes.applied())
                .containsExactly(
                        "applications.live.play.maxLag",
                        "auth.default",
                        "auth.order",
                        "limits.authFailures.max",
                        "limits.maxConnections",
                        "management.maxConnectionBeans",
                        "management.maxStreamBeans",
                        "rtmp.idleTimeout",
                        "server.shutdownGrace");
        assertThat(changes.needingRestart()).isEmpty();
        assertThat(changes.effective()).isEqualTo(wanted);
    }

    @Test
    void shouldBeAConfigurationThatIsAcceptedWhenARequiredPluginIsDisabled() throws Exception {
        ConfigChanges changes =
                ConfigChanges.between(with("plugins.required=[a, b]"), with("plugins={required: [], disabled: [b]}"));

        assertThat(changes.needingRestart()).containsExactly("plugins.required");
        assertThat(changes.effective().plugins().required()).containsExactly("a");
        Path printed = Files.writeString(folder.resolve("printed.yml"), EffectiveConfig.print(changes.effective()));
        assertThat(ConfigLoader.load(printed, List.of(), name -> null, HostLimits.UNKNOWN))
                .isEqualTo(changes.effective());
    }

    @Test
    void shouldNameAndKeepWhatNeedsARestart() throws Exception {
        SluiceConfig wanted = with(
                "server.eventLoops=3",
                "listeners[0].port=1936",
                "rtmp.chunkSize=4096",
                "rtmp.windowAckSize=5000",
                "rtmp.peerBandwidth=6000",
                "limits.directMemory=64MiB",
                "plugins={directory: other, watch: false, required: [b]}",
                "management.remote={host: 127.0.0.2, port: 9011, keystorePassword: other}");

        ConfigChanges changes = ConfigChanges.between(with(), wanted);

        assertThat(changes.needingRestart())
                .containsExactly(
                        "limits.directMemory",
                        "listeners[0].port",
                        "management.remote.host",
                        "management.remote.keystorePassword",
                        "management.remote.port",
                        "plugins.directory",
                        "plugins.required",
                        "plugins.watch",
                        "rtmp.chunkSize",
                        "rtmp.peerBandwidth",
                        "rtmp.windowAckSize",
                        "server.eventLoops");
        assertThat(changes.applied()).isEmpty();
        assertThat(changes.effective()).isEqualTo(with());
    }

    @Test
    void shouldTellOfApplicationsThatComeAndGo() throws Exception {
        ConfigChanges changes = ConfigChanges.between(with(), with("applications={other: {}}"));

        assertThat(changes.applied()).contains("applications.live.window", "applications.other.window");
        assertThat(changes.effective().applications()).containsOnlyKeys("other");
    }

    @Test
    void shouldNameThePluginsWhoseSettingsChange() throws Exception {
        SluiceConfig running = with("plugins.settings={same: {a: 1}, other: {b: 1}, gone: {}}");
        SluiceConfig wanted =
                with("plugins.settings={come: , other: {b: 2}, same: {a: 1}, x.y: {}}", "plugins.directory=elsewhere");

        ConfigChanges changes = ConfigChanges.between(running, wanted);

        assertThat(changes.applied())
                .containsExactly(
                        "plugins.settings.\"x.y\"",
                        "plugins.settings.come",
                        "plugins.settings.gone",
                        "plugins.settings.other");
        assertThat(changes.needingRestart()).containsExactly("plugins.directory");
        assertThat(changes.effective().plugins().settings())
                .isEqualTo(wanted.plugins().settings());
        assertThat(changes.effective().plugins().directory()).isEqualTo("plugins");
    }

    private SluiceConfig with(String... overrides) throws ConfigException {
        return ConfigLoader.load(empty, List.of(overrides), name -> null, HostLimits.UNKNOWN);
    }
}
