package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.TestContext;
import java.nio.file.Path;
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
}
