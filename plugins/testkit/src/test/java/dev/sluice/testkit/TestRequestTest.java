package dev.sluice.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestRequestTest {
    @Test
    void shouldDecodeTheQueryAsTheServerDoes() {
        assertThat(value("a%2Bb+c")).isEqualTo("a+b c");
        assertThat(value("%c3%BC")).isEqualTo("ü");
        assertThat(value("ü")).isEqualTo("ü");
        assertThat(value("100%")).isEqualTo("100%");
        assertThat(value("100%2")).isEqualTo("100%2");
        assertThat(value("%2g%g2%zz%%41")).isEqualTo("%2g%g2%zz%A");
        assertThat(value("a+%ff")).isEqualTo("a+%ff");
        assertThat(value("")).isEmpty();
    }

    @Test
    void shouldHaveAParameterForEachName() {
        assertThat(TestRequest.publish("cam").with("a=1&b&=2&a=3&%63=4").parameters())
                .containsEntry("a", "3")
                .containsEntry("b", "")
                .containsEntry("c", "4")
                .hasSize(3);
        assertThat(TestRequest.publish("cam").parameters()).isEmpty();
    }

    private static String value(String written) {
        return TestRequest.publish("cam").with("x=" + written).parameters().get("x");
    }
}
