package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SettingsException;
import dev.sluice.testkit.TestContext;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HooksPluginTest {
    @Test
    void shouldDoNothingWithoutSettings() {
        try (TestContext context = new TestContext("http-hooks", Path.of("."), null)) {
            HooksPlugin plugin = new HooksPlugin(context);
            plugin.start();

            assertThat(context.authenticators()).isEmpty();
            assertThat(context.listeners()).isEmpty();
            plugin.stop();
        }
    }

    @Test
    void shouldDoNothingWithoutUrls() {
        try (Running running = new Running(Settings.json())) {
            assertThat(running.context().authenticators()).isEmpty();
            assertThat(running.context().listeners()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onConnect", "onPublish", "onPlay"})
    void shouldOnlyAuthenticateIfOnlyAsked(String key) {
        try (Running running = new Running(Settings.nginx().with(key, "http://127.0.0.1/x"))) {
            assertThat(running.context().authenticators()).hasSize(1);
            assertThat(running.context().listeners()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onPublishDone", "onPlayDone", "onDone", "onDisconnect", "onUpdate", "onRecordDone"})
    void shouldOnlyListenIfOnlyTold(String key) {
        try (Running running = new Running(Settings.nginx().with(key, "http://127.0.0.1/x"))) {
            assertThat(running.context().authenticators()).isEmpty();
            assertThat(running.context().listeners()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"onConnect", "onPublish", "onPlay"})
    void shouldNotStartIfTheServerGivesUpFirst(String question) {
        Settings settings =
                Settings.nginx().with(question, "http://127.0.0.1/x").with("timeout", Duration.ofSeconds(5));
        try (TestContext context = new TestContext("http-hooks", Path.of("."), settings.build())) {
            HooksPlugin plugin = new HooksPlugin(context);
            context.authTimeout(Duration.ofMillis(5000));

            assertThatThrownBy(plugin::start)
                    .isInstanceOf(SettingsException.class)
                    .hasMessage("plugins.settings.http-hooks.timeout: expected less than auth.timeout (5000 ms),"
                            + " got 5000 ms: the server would give up first");
            assertThat(context.authenticators()).isEmpty();
            plugin.stop();
        }
    }

    @Test
    void shouldStartIfItGivesUpFirst() {
        Settings settings =
                Settings.nginx().with("onPublish", "http://127.0.0.1/x").with("timeout", Duration.ofMillis(4999));
        try (TestContext context = new TestContext("http-hooks", Path.of("."), settings.build())) {
            HooksPlugin plugin = new HooksPlugin(context);
            context.authTimeout(Duration.ofMillis(5000));
            plugin.start();

            assertThat(context.authenticators()).hasSize(1);
            plugin.stop();
        }
    }

    @Test
    void shouldLeaveTheTimeoutOfNotificationsAlone() {
        Settings settings =
                Settings.nginx().with("onDone", "http://127.0.0.1/x").with("timeout", Duration.ofSeconds(30));
        try (TestContext context = new TestContext("http-hooks", Path.of("."), settings.build())) {
            HooksPlugin plugin = new HooksPlugin(context);
            plugin.start();

            assertThat(context.listeners()).hasSize(1);
            plugin.stop();
        }
    }
}
