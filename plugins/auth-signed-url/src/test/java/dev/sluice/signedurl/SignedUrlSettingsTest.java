package dev.sluice.signedurl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.api.SettingsException;
import dev.sluice.signedurl.SignedUrlSettings.GuardedAction;
import dev.sluice.testkit.TestSettings;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedUrlSettingsTest {
    @Test
    void shouldGuardEverythingByDefault() {
        SignedUrlSettings settings = settings("keys: [ { id: k1, secret: 0123456789abcdef } ]");

        assertThat(settings.action()).containsExactly(GuardedAction.PUBLISH, GuardedAction.PLAY);
        assertThat(settings.streams()).containsExactly("**");
        assertThat(settings.clockSkew()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.maxLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(settings.keys().get(0).end()).isEmpty();
    }

    @Test
    void shouldReadWhenAKeyEnds() {
        SignedUrlSettings settings = settings("""
                keys:
                  - { id: a, secret: 0123456789abcdef, notAfter: "2027-01-01T00:00:00Z" }
                  - { id: b, secret: 0123456789abcdef, notAfter: "2027-01-01T00:00:00+01:00" }
                """);

        assertThat(settings.keys())
                .flatExtracting(key -> key.end().stream().toList())
                .containsExactly(Instant.parse("2027-01-01T00:00:00Z"), Instant.parse("2026-12-31T23:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | keys: expected a list with at least one item",
                "keys: [] | keys: expected a list with at least one item",
                "keys: [ { id: k1, secret: 0123456789abcde } ] | keys[0]: secret: expected at least 16 bytes",
                "keys: [ { id: k1, secret: 'base64:AAAA' } ] | keys[0]: secret: expected at least 16 bytes",
                "keys: [ { id: k1, secret: 'base64:0123456789abcde%' } ] | keys[0]: secret: what follows base64: is no",
                "keys: [ { id: 'k 1', secret: 0123456789abcdef } ] | keys[0]: id: expected 1..64 letters",
                "keys: [ { id: k, secret: 0123456789abcdef, notAfter: 2027-01-01 } ] | keys[0]: notAfter: expected a time",
                "keys: [ { id: k, secret: 0123456789abcdef }, { id: k, secret: 0123456789abcdefg } ] | keys: the id 'k'",
                "{ streams: live, keys: [ { id: k, secret: 0123456789abcdef } ] } | streams: 'live' matches nothing",
                "{ streams: /live/*, keys: [ { id: k, secret: 0123456789abcdef } ] } | streams: '/live/*': no name",
                "{ streams: [], keys: [ { id: k, secret: 0123456789abcdef } ] } | streams: an empty list",
                "{ action: '', keys: [ { id: k, secret: 0123456789abcdef } ] } | action: an empty list",
                "{ action: connect, keys: [ { id: k, secret: 0123456789abcdef } ] } | expected publish | play",
                "{ keyParameter: sig, keys: [ { id: k, secret: 0123456789abcdef } ] } | two parameters of the query",
                "{ keyParameter: 'k=1', keys: [ { id: k, secret: 0123456789abcdef } ] } | a parameter of the query has"
            })
    void shouldRefuseFaultsWithoutShowingSecrets(String yaml, String message) {
        assertThatThrownBy(() -> settings(yaml))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("sluice.yml:1: plugins.settings.test")
                .hasMessageContaining(message)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("0123456789"));
    }

    @Test
    void shouldNotShowSecretsAsText() {
        assertThat(settings("keys: [ { id: k1, secret: 0123456789abcdef } ]").toString())
                .contains("k1")
                .doesNotContain("0123456789abcdef");
    }

    private static SignedUrlSettings settings(String yaml) {
        return TestSettings.of(SignedUrlSettings.class, yaml);
    }
}
