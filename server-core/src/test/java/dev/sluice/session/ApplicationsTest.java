package dev.sluice.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.session.Applications.Located;
import dev.sluice.stream.StreamPath;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationsTest {
    private final Applications named = applications("live", "live/hd", "vod");
    private final Applications open = applications("live", "*");

    @ParameterizedTest
    @CsvSource({
        "live/key, live, key",
        "live/a/b, live, a/b",
        "live/hd/key, live/hd, key",
        "live/hd/a/b, live/hd, a/b",
        "live/hd, live, hd",
        "live/hdx/key, live, hdx/key",
        "vod/live/key, vod, live/key"
    })
    void shouldTakeLongestPrefix(String path, String application, String name) {
        assertThat(named.locate(path).map(Located::path)).contains(new StreamPath(application, name));
        assertThat(named.locate(path).orElseThrow().settings().sendBufferBytes())
                .isEqualTo(mark(application));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "live", "vod", "other/key", "livex/key", "*/key", "Live/key"})
    void shouldNotFindOtherPaths(String path) {
        assertThat(named.locate(path)).isEmpty();
    }

    @Test
    void shouldTakeAnyOtherFirstSegmentWithWildcard() {
        assertThat(open.locate("other/a/b").map(Located::path)).contains(new StreamPath("other", "a/b"));
        assertThat(open.locate("other/a/b").orElseThrow().settings().sendBufferBytes())
                .isEqualTo(mark("*"));
        assertThat(open.locate("live/a").orElseThrow().settings().sendBufferBytes())
                .isEqualTo(mark("live"));
        assertThat(open.locate("other")).isEmpty();
        assertThat(open.locate("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"live", "live/hd", "live/hd/key", "live/anything", "vod"})
    void shouldLetConnectWhatMayLeadToStream(String path) {
        assertThat(named.leadsSomewhere(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "liv", "livex", "other", "li/ve", "vo"})
    void shouldNotLetConnectWhatLeadsNowhere(String path) {
        assertThat(named.leadsSomewhere(path)).isFalse();
    }

    @Test
    void shouldLeadFromPartOfPrefix() {
        Applications deep = applications("a/b/c");

        assertThat(deep.leadsSomewhere("a")).isTrue();
        assertThat(deep.leadsSomewhere("a/b")).isTrue();
        assertThat(deep.leadsSomewhere("a/c")).isFalse();
    }

    @Test
    void shouldLeadAnywhereWithWildcard() {
        assertThat(open.leadsSomewhere("other")).isTrue();
    }

    private static Applications applications(String... names) {
        Map<String, ApplicationSettings> byName = new HashMap<>();
        for (String name : names) {
            byName.put(name, new ApplicationSettings(0, 0, false, 0, 0, mark(name), null));
        }
        return new Applications(byName);
    }

    /** Tells settings apart. */
    private static int mark(String name) {
        return name.hashCode();
    }
}
