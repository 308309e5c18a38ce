package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTextTest {
    @Test
    void shouldLetNothingThroughThatATerminalObeys() {
        assertThat(ShownText.of("a\u001b[2Jb\u009b31mc\u0007\td\r")).isEqualTo("a?[2Jb?31mc??d");
        assertThat(ShownText.of("left\u202eright\u2028next\ud800")).isEqualTo("left?right?next?");
    }

    @Test
    void shouldPutLinesBehindEachOther() {
        assertThat(ShownText.of("first\nsecond\r\nthird\n")).isEqualTo("first; second; third");
    }

    @Test
    void shouldKeepWhatPeopleWrite() {
        assertThat(ShownText.of("Übertragung 日本 🎥 é")).isEqualTo("Übertragung 日本 🎥 é");
        assertThat(ShownText.keepingIndent("  key: \u001bvalue")).isEqualTo("  key: ?value");
    }

    @Test
    void shouldCountColumnsAndNotCharacters() {
        assertThat(ShownText.width("日本")).isEqualTo(4);
        assertThat(ShownText.width("🎥")).isEqualTo(2);
        assertThat(ShownText.width("e\u0301")).isEqualTo(1);
    }

    @Test
    void shouldCutToTheColumnsThereAre() {
        assertThat(ShownText.cut("live/camera", 11)).isEqualTo("live/camera");
        assertThat(ShownText.cut("live/camera", 8)).isEqualTo("live/ca…");
        assertThat(ShownText.cut("日本語", 4)).isEqualTo("日…");
        assertThat(ShownText.cut("🎥🎥", 3)).isEqualTo("🎥…");
        assertThat(ShownText.cut("abc", 1)).isEqualTo("…");
        assertThat(ShownText.cut("abc", 0)).isEmpty();
    }
}
