package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientUrlTest {
    /** Each URL that users write, as the clients named split it; RI-062, -063, -064, -066. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            nullValues = "none",
            value = {
                // app            | name                 | path             | query
                "live             | key?token=abc        | live/key         | token=abc",
                "live             | ''                   | live             | ''",
                "live/            | ''                   | live             | ''",
                "/live            | ''                   | live             | ''",
                "live/_definst_   | key                  | live/key         | ''",
                "live/_definst_/  | key                  | live/key         | ''",
                "live/a           | b/c                  | live/a/b/c       | ''",
                "live/a/b         | c                    | live/a/b/c       | ''",
                "live             | a/b/c                | live/a/b/c       | ''",
                "live/key?url=a   | b                    | live/key/b       | url=a",
                "live?x=1         | key                  | live/key         | x=1",
                "live/key         | ''                   | live/key         | ''",
                "live             | key.flv              | live/key.flv     | ''",
                "live             | mp4:key.mp4          | live/key.mp4     | ''",
                "live             | flv:key              | live/key         | ''",
                "live             | live:key             | live/key         | ''",
                "live             | /mp4:/key            | live/key         | ''",
                "a                | b:c/d                | a/b:c/d          | ''",
                "live             | /key                 | live/key         | ''",
                "live             | //key//              | live/key         | ''",
                "a/b?x=1          | k?token=t            | a/b/k            | x=1&token=t",
                "a/b/c?x=1        | k                    | a/b/c/k          | x=1",
                "live             | ?token=t             | live             | token=t",
                "live             | a?b?c=d              | live/a           | b?c=d",
                "live             | k?url=http://h/a/../b| live/k           | url=http://h/a/../b",
                "''               | key                  | key              | ''",
                "''               | ''                   | none             | ''",
                "/                | /                    | none             | ''"
            })
    void shouldJoinWhatClientsSplit(String app, String name, String path, String query) {
        ClientUrl url = ClientUrl.of(app, name);

        assertThat(url.path().orElse(null)).isEqualTo(path);
        assertThat(url.query()).isEqualTo(query);
    }

    @ParameterizedTest
    @CsvSource({
        "a%20b, a b",
        "caf%C3%A9, café",
        "a%2fb, a/b",
        "a%2Fb, a/b",
        "a+b, a+b",
        "100%, 100%",
        "a%2, a%2",
        "a%zzb, a%zzb",
        "a%%41, a%A",
        "a%252e%252e, a%2e%2e",
        "%25%32%65, %2e"
    })
    void shouldDecodePathOnce(String name, String decoded) {
        assertThat(ClientUrl.of("live", name).path()).contains("live/" + decoded);
    }

    /** RI-065; adversarial 56. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "..",
                ".",
                "a/../b",
                "../../x",
                "a/./b",
                "a//b",
                "%2e%2e",
                "%2E%2e/x",
                "a/%2e%2e/b",
                "a%2f..%2fb",
                "a%2f%2fb",
                "key%2f",
                "%2fkey",
                "\\",
                "..\\x",
                "a%5cb",
                "a\u0000b",
                "a%00b",
                "a\nb",
                "a%0d%0ab",
                "a\u007fb",
                "a%c2%85b",
                "a\ufffdb",
                "%ff",
                "%c0%ae%c0%ae",
                "%ed%a0%80",
                "mp4:..",
                "_definst_/.."
            })
    void shouldRefuseWhatNoStreamMayBeCalled(String name) {
        assertThat(ClientUrl.of("live", name).path()).isEmpty();
    }

    @Test
    void shouldRefuseDotsOfApplication() {
        assertThat(ClientUrl.of("live/..", "key").path()).isEmpty();
        assertThat(ClientUrl.of("%2e%2e", "key").path()).isEmpty();
    }

    @Test
    void shouldCapPathAt512Bytes() {
        assertThat(ClientUrl.of("live", "k".repeat(507)).path()).isPresent();
        assertThat(ClientUrl.of("live", "k".repeat(508)).path()).isEmpty();
        assertThat(ClientUrl.of("live", "k".repeat(5000)).path()).isEmpty();
        assertThat(ClientUrl.of("live", "é".repeat(253)).path()).isPresent();
        assertThat(ClientUrl.of("live", "é".repeat(254)).path()).isEmpty();
        // what counts is the name, not its spelling
        assertThat(ClientUrl.of("live", "%6b".repeat(507)).path()).isPresent();
    }

    @Test
    void shouldPreferParametersOfKey() {
        ClientUrl url = ClientUrl.of("live?token=app&x=1", "key?token=key&y=2");

        assertThat(url.parameters()).containsExactlyInAnyOrderEntriesOf(Map.of("token", "key", "x", "1", "y", "2"));
    }

    @ParameterizedTest
    @CsvSource({
        "a=b%20c, a, b c",
        "a=b+c, a, b c",
        "a%3d=b, a=, b",
        "a=b=c, a, b=c",
        "a, a, ''",
        "a=, a, ''",
        "a=%26, a, &",
        "a=%ff, a, %ff",
        "a=%2561, a, %61",
        "&&a=b&, a, b",
        "=x&a=b, a, b"
    })
    void shouldDecodeParametersOnce(String query, String name, String value) {
        assertThat(ClientUrl.of("live", "key?" + query).parameters()).containsExactly(Map.entry(name, value));
    }

    @Test
    void shouldHaveNoParametersWithoutQuery() {
        assertThat(ClientUrl.of("live", "key").parameters()).isEmpty();
        assertThat(ClientUrl.of("live?", "key?").parameters()).isEmpty();
    }
}
