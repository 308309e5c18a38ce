package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.sluice.api.Setting;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an author of a plugin may do wrong with its record. */
class SettingMisuseTest {
    private record Untyped(LocalDate day) {}

    private record WrongType(@Setting("x") LocalDate day) {}

    private record NotAnnotated(int number) {}

    private record ListNotAnnotated(List<String> names) {}

    private record MapNotAnnotated(Map<String, String> names) {}

    private record Wildcard(@Setting List<?> names) {}

    @SuppressWarnings("rawtypes")
    private record Raw(@Setting List names) {}

    private record Nested(@Setting List<List<String>> names) {}

    private record OddKeys(@Setting Map<Integer, String> names) {}

    private record Boxed(@Setting("1") Integer number) {}

    private record NoDefault(@Setting int number) {}

    private record DefaultOutOfRange(
            @Setting(value = "5", max = "4") int number) {}

    private record OddRange(
            @Setting(value = "5", min = "6", max = "4") int number) {}

    private record OddBound(
            @Setting(value = "5", min = "few") int number) {}

    private record BadListDefault(@Setting("1, x") List<Integer> number) {}

    private record MapDefault(@Setting("1") Map<String, Integer> number) {}

    private record Endless(Endless number) {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                Untyped.class,
                WrongType.class,
                NotAnnotated.class,
                ListNotAnnotated.class,
                MapNotAnnotated.class,
                Wildcard.class,
                Raw.class,
                Nested.class,
                OddKeys.class,
                Boxed.class,
                NoDefault.class,
                DefaultOutOfRange.class,
                OddRange.class,
                OddBound.class,
                BadListDefault.class,
                MapDefault.class,
                Endless.class
            })
    void shouldTellTheAuthorOfARecordThatCannotBeBound(Class<? extends Record> type) {
        String component = type.getRecordComponents()[0].getName();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> bind(type, component + ":"))
                .withMessageStartingWith("record " + type.getName())
                .satisfies(refusal ->
                        assertThat(refusal.getMessage()).matches(".*(component " + component + ": .+|holds itself)"));
    }

    private record Broken(@Setting String text) {
        Broken {
            if (text.isEmpty()) {
                throw new UnsupportedOperationException("of the plugin's own");
            }
        }
    }

    @Test
    void shouldTellTheAuthorOfAConstructorThatFails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> bind(Broken.class, ""))
                .withMessageContaining(Broken.class.getName())
                .withCauseInstanceOf(UnsupportedOperationException.class);
    }

    private static <R extends Record> R bind(Class<R> type, String yaml) throws ConfigException {
        return PluginSettings.read("p", yaml, "x.yml", name -> null).bind(type);
    }
}
