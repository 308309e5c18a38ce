package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HumanUnitsTest {
    @Test
    void shouldWriteRatesWithTheUnitThatSuitsThem() {
        assertThat(HumanUnits.rate(0)).isEqualTo("0 bit/s");
        assertThat(HumanUnits.rate(999)).isEqualTo("999 bit/s");
        assertThat(HumanUnits.rate(1_000)).isEqualTo("1.0 kbit/s");
        assertThat(HumanUnits.rate(2_149_000)).isEqualTo("2.1 Mbit/s");
        assertThat(HumanUnits.rate(214_900_000)).isEqualTo("215 Mbit/s");
    }

    @Test
    void shouldNotRoundToAThousandOfAUnit() {
        assertThat(HumanUnits.bytes(999_499)).isEqualTo("999 kB");
        assertThat(HumanUnits.bytes(999_500)).isEqualTo("1.0 MB");
        assertThat(HumanUnits.bytes(99_960)).isEqualTo("100 kB");
        assertThat(HumanUnits.bytes(1_400_000_000)).isEqualTo("1.4 GB");
        assertThat(HumanUnits.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void shouldWriteDurationsWithTwoUnitsAtMost() {
        assertThat(HumanUnits.duration(-5)).isEqualTo("0ms");
        assertThat(HumanUnits.duration(850)).isEqualTo("850ms");
        assertThat(HumanUnits.duration(59_999)).isEqualTo("59s");
        assertThat(HumanUnits.duration(785_000)).isEqualTo("13m 05s");
        assertThat(HumanUnits.duration(3_600_000)).isEqualTo("1h 00m");
        assertThat(HumanUnits.duration(100 * 3_600_000L)).isEqualTo("4d 04h");
    }

    @Test
    void shouldWriteDecimalsWithoutZerosThatSayNothing() {
        assertThat(HumanUnits.decimal(60, 2)).isEqualTo("60");
        assertThat(HumanUnits.decimal(30_000 / 1_001.0, 2)).isEqualTo("29.97");
        assertThat(HumanUnits.decimal(Double.NaN, 2)).isEqualTo("?");
        assertThat(HumanUnits.decimal(1e12, 0)).isEqualTo("1000000000000");
    }

    @Test
    void shouldReadDurationsAsTheConfigurationWritesThem() {
        assertThat(HumanUnits.parse("10m")).isEqualTo(Duration.ofMinutes(10));
        assertThat(HumanUnits.parse("1500ms")).isEqualTo(Duration.ofMillis(1_500));
        for (String none : List.of("", "10", "m", "-1s", "1w", "1 s", "9999999999s")) {
            assertThatIllegalArgumentException()
                    .as(none)
                    .isThrownBy(() -> HumanUnits.parse(none))
                    .withMessageContaining("such as 10m");
        }
    }
}
