package dev.sluice.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.hooks.HooksSettings.Method;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HooksSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "http://host, http://host/",
        "HTTP://host:8080, http://host:8080/",
        "https://me:pw@host/a/b?token=abc#x, https://host/a/b",
        "http://[2001:db8::1]:81/x, http://[2001:db8::1]:81/x",
        "http://host/a%20b, http://host/a%20b",
    })
    void shouldShowAUrlWithoutItsSecrets(String url, String shown) {
        Target target = Target.of("onPublish", url);

        assertThat(target).hasToString(shown);
        assertThat(target.shown()).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hook.example.com/secret",
                "ftp://host/secret",
                "http:///secret",
                "http://ho st/secret",
                "/secret",
                "http://under_score/secret",
                "rtmp://host/secret",
                "http:secret"
            })
    void shouldRefuseAUrlWithoutShowingIt(String url) {
        assertThatThrownBy(() -> Settings.json().with("onRecordDone", url).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("onRecordDone: expected a URL such as https://host:8443/path")
                .hasNoCause();
    }

    @Test
    void shouldKnowEachHookByItsKey() {
        Settings settings = Settings.json();
        String[] keys = {
            "onConnect",
            "onPublish",
            "onPlay",
            "onPublishDone",
            "onPlayDone",
            "onDone",
            "onDisconnect",
            "onUpdate",
            "onRecordDone",
            "events"
        };
        for (String key : keys) {
            settings.with(key, "http://host/" + key);
        }

        Map<Hook, Target> targets = settings.build().targets();

        assertThat(targets).hasSize(Hook.values().length);
        targets.forEach((hook, target) -> assertThat(target.shown().replaceAll("([A-Z])", "_$1"))
                .endsWithIgnoringCase("/" + (hook == Hook.EVENTS ? "" : "on_") + hook));
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        assertRefused(Settings.json().with("method", Method.GET), "method: get goes with format: nginx-rtmp");
        assertRefused(Settings.nginx().with("events", "http://host"), "events goes with format: json");
        assertRefused(Settings.nginx().with("secret", "s"), "secret goes with format: json");
    }

    @ParameterizedTest
    @CsvSource({"Host, x", "Content-Length, 5", "Bad Name, x", "X-Key, 'a\nb'"})
    void shouldRefuseHeadersThatCannotBeSent(String name, String value) {
        assertRefused(
                Settings.json().with("headers", Map.of(name, value)),
                "headers: '" + name + "' cannot be set, or not to this value");
    }

    @Test
    void shouldNotConnectLongerThanItWaits() {
        HooksSettings settings = Settings.json()
                .with("timeout", Duration.ofSeconds(1))
                .with("connectTimeout", Duration.ofSeconds(2))
                .build();

        assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void shouldNotShowSecrets() {
        HooksSettings settings = Settings.json()
                .with("onPublish", "http://host/abc123")
                .with("secret", "abc123")
                .with("headers", Map.of("X-Key", "abc123"))
                .build();

        assertThat(settings.toString()).doesNotContain("abc123").contains("PUBLISH");
    }

    private static void assertRefused(Settings settings, String message) {
        assertThatThrownBy(settings::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message)
                .hasNoCause();
    }
}
