package dev.sluice.amf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RI-120: a value of the wrong kind is an absent one. */
class AmfValueTest {
    @Test
    void shouldGiveNothingWhereAnotherKindIsAskedFor() {
        assertThat(AmfValue.of("1").asNumber()).isEmpty();
        assertThat(AmfValue.of(1).asString()).isEmpty();
        assertThat(AmfValue.of("true").asBoolean()).isEmpty();
        assertThat(AmfValue.NULL.asProperties()).isEmpty();
        assertThat(AmfValue.UNDEFINED.asString()).isEmpty();
    }

    @Test
    void shouldTakeNumberAsBoolean() {
        assertThat(AmfValue.of(1).asBoolean()).contains(true);
        assertThat(AmfValue.of(0).asBoolean()).contains(false);
        assertThat(AmfValue.of(Double.NaN).asBoolean()).contains(false);
    }

    @Test
    void shouldFindPropertiesOfObjectAndArray() {
        assertThat(AmfValue.object("app", AmfValue.of("live")).property("app").asString())
                .contains("live");
        assertThat(AmfValue.ecmaArray("width", AmfValue.of(640))
                        .property("width")
                        .asNumber())
                .hasValue(640);
        assertThat(AmfValue.object().property("app")).isEqualTo(AmfValue.UNDEFINED);
        assertThat(AmfValue.of("app").property("app")).isEqualTo(AmfValue.UNDEFINED);
    }
}
