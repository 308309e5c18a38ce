package dev.sluice.jmx;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients give. */
class ArgumentsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4/64",
                "1.2.3.4/24",
                "1",
                "::g",
                ":",
                "fe80::1%nosuch",
                "a:b"
            })
    void shouldRefuseWhatIsNoAddress(String text) {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Arguments.address(text))
                .withMessage("address: expected an IPv4 or IPv6 address, got " + text);
    }
}
