package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LogLevelsTest {
    private static final String TESTED = "dev.sluice.tested";

    @AfterEach
    void calmDown() {
        LogLevels.set(TESTED, "ERROR");
    }

    @Test
    void shouldChangeWhatALoggerAndThoseBelowItLog() {
        LogLevels.set(TESTED + ".below", "OFF");

        LogLevels.set(TESTED, "debug");

        assertThat(LogLevels.get(TESTED)).isEqualTo("DEBUG");
        assertThat(LogLevels.get(TESTED + ".below")).isEqualTo("DEBUG");
        assertThat(LoggerFactory.getLogger(TESTED).isDebugEnabled()).isTrue();
        assertThat(LoggerFactory.getLogger(TESTED + ".below.that").isDebugEnabled())
                .isTrue();
        LogLevels.set(TESTED, "WARN");
        assertThat(LoggerFactory.getLogger(TESTED + ".below").isInfoEnabled()).isFalse();
    }

    @Test
    void shouldLeaveOthersAlone() {
        String before = LogLevels.get("dev.sluice");

        LogLevels.set(TESTED, "TRACE");

        assertThat(LogLevels.get("dev.sluice")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "LOUD", "ALL", "INFO\n"})
    void shouldRefuseLevelsThatThereAreNot(String level) {
        assertThatThrownBy(() -> LogLevels.set(TESTED, level))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level: expected TRACE, DEBUG, INFO, WARN, ERROR or OFF, got '" + level + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "dev..sluice", "dev sluice", "dev.sluice\n"})
    void shouldRefuseNamesThatNoLoggerHas(String logger) {
        assertThatThrownBy(() -> LogLevels.set(logger, "INFO"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("logger: expected a name such as dev.sluice");
        assertThatThrownBy(() -> LogLevels.get(logger)).isInstanceOf(IllegalArgumentException.class);
    }
}
