package dev.sluice.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The reader of the other tests must be able to refuse. */
class ExpositionTest {
    private static final String GOOD = """
            # HELP a_total Helps.
            # TYPE a_total counter
            a_total{x="1\\"",y="2"} 1.0
            a_total{x="2",y="2"} 1e+9
            # HELP b Helps.
            # TYPE b gauge
            b NaN
            """;

    @Test
    void shouldReadWhatIsRight() {
        assertThat(Exposition.parse(GOOD, false).series())
                .containsOnlyKeys("a_total{x=1\\\", y=2}", "a_total{x=2, y=2}", "b");
    }

    @Test
    void shouldRefuseWhatIsWrong() {
        List<String> wrong = List.of(
                GOOD.replace("a_total", "a"),
                GOOD.replace("# TYPE b gauge\n", ""),
                GOOD.replace("b NaN", "b NaN\nb NaN"),
                GOOD.replace("b NaN", "b nan"),
                GOOD.replace("b NaN", "b NaN\na_total 2"),
                GOOD.replace("b NaN", "c 1"),
                GOOD.replace("\\\"", "\""),
                GOOD.replace("\\\"", "\\t"),
                GOOD.replace("\\\"", "\n"),
                GOOD.replace("y=", "x="),
                GOOD.replace("x=\"2\"", "x=\"1\\\"\""),
                GOOD.replace("b gauge", "b gauge\n# TYPE b gauge"),
                GOOD + "\n",
                GOOD.stripTrailing());
        for (String text : wrong) {
            assertThatThrownBy(() -> Exposition.parse(text, false)).as(text).isInstanceOf(AssertionError.class);
        }
        assertThatThrownBy(() -> Exposition.parse(GOOD, true)).isInstanceOf(AssertionError.class);
    }
}
