package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.api.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the components of a plugin's record may be, as {@link Setting} promises it to authors. */
class RecordBinderTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("NAMES", "a, b,c", "PASSWORD", "geheim", "EMPTY", "", "ODD", "x${y}");

    private enum Mode {
        FAST,
        VERY_SLOW
    }

    private record Scalars(
            @Setting(value = "3", min = "-5", max = "7") int number,

            @Setting("0") int wide,

            @Setting(value = "64KiB", min = "1KiB") long size,

            @Setting("1TiB") long anySize,

            @Setting("10s") Duration time,

            @Setting(value = "auto", max = "9") OptionalInt threads,

            @Setting("auto") OptionalLong memory,

            @Setting("true") boolean on,

            @Setting("plain") String text,

            @Setting String mayBeEmpty,

            @Setting("very-slow") Mode mode) {}

    private record Lists(
            @Setting("a, b") List<String> names,

            @Setting(value = "1,2", min = "1", max = "9") List<Integer> numbers,

            @Setting List<Long> sizes,

            @Setting(value = "1s", max = "1m") List<Duration> times,

            @Setting("fast") List<Mode> modes,

            @Setting List<Boolean> switches) {}

    private record Maps(
            @Setting(max = "9") Map<String, Integer> numbers,

            @Setting Map<String, String> texts) {}

    private record Inner(@Setting("1") int number) {}

    private record Outer(
            Inner one,
            List<Inner> many,
            Map<String, Inner> named,

            @Setting(name = "default", value = "x") String byDefault) {}

    private record Needy(
            @Setting(required = true, min = "1", max = "3") int number,

            @Setting(required = true) String text,

            @Setting(required = true) List<String> names,

            @Setting(required = true) Map<String, Integer> numbers,

            @Setting(required = true) List<Inner> many,

            @Setting(required = true) Map<String, Inner> named,

            @Setting(required = true) Inner one) {}

    @Test
    void shouldTakeDefaults() throws ConfigException {
        assertThat(bind(Scalars.class, ""))
                .isEqualTo(new Scalars(
                        3,
                        0,
                        64 << 10,
                        1L << 40,
                        Duration.ofSeconds(10),
                        OptionalInt.empty(),
                        OptionalLong.empty(),
                        true,
                        "plain",
                        "",
                        Mode.VERY_SLOW));
        assertThat(bind(Lists.class, "{}"))
                .isEqualTo(new Lists(
                        List.of("a", "b"),
                        List.of(1, 2),
                        List.of(),
                        List.of(Duration.ofSeconds(1)),
                        List.of(Mode.FAST),
                        List.of()));
        assertThat(bind(Maps.class, "")).isEqualTo(new Maps(Map.of(), Map.of()));
        assertThat(bind(Outer.class, "")).isEqualTo(new Outer(new Inner(1), List.of(), Map.of(), "x"));
    }

    @Test
    void shouldReadScalars() throws ConfigException {
        assertThat(bind(Scalars.class, """
                        number: -5
                        wide: 2147483647
                        size: 2MiB
                        anySize: 0
                        time: 1d
                        threads: 9
                        memory: 1GiB
                        on: false
                        text: ${PASSWORD}
                        mayBeEmpty: ""
                        mode: fast
                        """))
                .isEqualTo(new Scalars(
                        -5,
                        Integer.MAX_VALUE,
                        2 << 20,
                        0,
                        Duration.ofDays(1),
                        OptionalInt.of(9),
                        OptionalLong.of(1 << 30),
                        false,
                        "geheim",
                        "",
                        Mode.FAST));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    number: -6              ~ number: expected -5..7, got '-6'
                    number: -99999999999999999999 ~ number: expected -5..7, got '-99999999999999999999'
                    wide: -1                ~ wide: expected 0..2147483647, got '-1'
                    wide: 2147483648        ~ wide: expected 0..2147483647, got '2147483648'
                    size: 1                 ~ size: expected a size such as 64KiB of at least 1KiB, got '1'
                    size: 9000000TiB        ~ size: expected a size such as 64KiB of at least 1KiB, got '9000000TiB'
                    anySize: -1             ~ anySize: expected a size such as 64KiB, got '-1'
                    time: 106752d           ~ time: expected a duration such as 10s, got '106752d'
                    time: -1s               ~ time: expected a duration such as 10s, got '-1s'
                    threads: 10             ~ threads: expected auto or 0..9, got '10'
                    memory: none            ~ memory: expected auto or a size such as 64KiB, got 'none'
                    on: yes                 ~ on: expected true | false, got 'yes'
                    on: 'True'              ~ on: expected true | false, got 'True'
                    text: ' '               ~ text: expected text, got ' '
                    text:                   ~ text: expected text, got nothing
                    mode: very_slow         ~ mode: expected fast | very-slow, got 'very_slow'
                    mode: FAST              ~ mode: expected fast | very-slow, got 'FAST'
                    on: [true]              ~ on: expected true | false, got a list
                    mod: fast               ~ mod: unknown key, did you mean 'mode'?
                    5                       ~ expected a mapping, got '5'
                    """)
    void shouldRefuseScalar(String yaml, String problem) {
        String key = problem.startsWith("expected") ? ": " : ".";
        assertThat(problems(Scalars.class, yaml)).containsExactly("x.yml:1: plugins.settings.p" + key + problem);
    }

    @Test
    void shouldKeepAProblemOnOneLine() {
        assertThat(problems(Scalars.class, "mode: \"a\\r\\n\\e[1mb\""))
                .containsExactly(at(1, "mode: expected fast | very-slow, got 'a [1mb'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "names: [a, b, c]",
                "names:\n- a\n- b\n- c",
                "names: a, b,c",
                "names: ${NAMES}",
                "names: [a, '${NONE:-b}', c]"
            })
    void shouldReadListAsSequenceOrText(String yaml) throws ConfigException {
        assertThat(bind(Lists.class, yaml).names()).containsExactly("a", "b", "c");
    }

    @Test
    void shouldReadListsOfEveryScalar() throws ConfigException {
        Lists lists = bind(Lists.class, """
                names: []
                numbers: "9"
                sizes: [1, 64KiB]
                times: 0, 5s
                modes: [very-slow, fast]
                switches: true, false
                """);

        assertThat(lists)
                .isEqualTo(new Lists(
                        List.of(),
                        List.of(9),
                        List.of(1L, 65_536L),
                        List.of(Duration.ZERO, Duration.ofSeconds(5)),
                        List.of(Mode.VERY_SLOW, Mode.FAST),
                        List.of(true, false)));
        assertThat(bind(Lists.class, "names: ''").names()).isEmpty();
        assertThat(bind(Lists.class, "names: ${EMPTY}").names()).isEmpty();
        assertThat(bind(Lists.class, "names:").names()).containsExactly("a", "b");
        assertThat(bind(Lists.class, "names: '[a],b'").names()).containsExactly("[a]", "b");
        assertThat(bind(Lists.class, "names: ['a,b']").names()).containsExactly("a,b");
        assertThat(bind(Lists.class, "names: ${ODD}").names()).containsExactly("x${y}");
    }

    @Test
    void shouldNameTheItemThatIsWrong() {
        assertThat(problems(Lists.class, """
                        numbers: [1, 0, x]
                        times:
                        - 1s
                        - 2m
                        modes: fast,, slow
                        names: { a: b }
                        sizes: [[1]]
                        switches: [true, ]
                        """))
                .containsExactly(
                        at(6, "names: expected a list, got a mapping"),
                        at(1, "numbers[1]: expected 1..9, got '0'"),
                        at(1, "numbers[2]: expected 1..9, got 'x'"),
                        at(7, "sizes[0]: expected a size such as 64KiB, got a list"),
                        at(4, "times[1]: expected a duration such as 10s in 0..1m, got '2m'"),
                        at(5, "modes[1]: expected fast | very-slow, got ''"),
                        at(5, "modes[2]: expected fast | very-slow, got 'slow'"));
    }

    @Test
    void shouldReadMapsAndRecords() throws ConfigException {
        assertThat(bind(Maps.class, "numbers: { a: 1, b.c: 2 }\ntexts: { x: '${PASSWORD}' }"))
                .isEqualTo(new Maps(Map.of("a", 1, "b.c", 2), Map.of("x", "geheim")));
        assertThat(bind(Outer.class, "{one: {number: 5}, many: [{}, {number: 6}], named: {a: }, default: y}"))
                .isEqualTo(
                        new Outer(new Inner(5), List.of(new Inner(1), new Inner(6)), Map.of("a", new Inner(1)), "y"));
        assertThat(problems(Maps.class, "numbers: { a: 10, b.c: }\ntexts: [a]"))
                .containsExactly(
                        at(1, "numbers.a: expected 0..9, got '10'"),
                        at(1, "numbers.\"b.c\": expected 0..9, got nothing"),
                        at(2, "texts: expected a mapping, got a list"));
        assertThat(problems(Outer.class, "one: 1\nmany: { number: 1 }\nnamed: 7\nbyDefault: y"))
                .containsExactly(
                        at(1, "one: expected a mapping, got '1'"),
                        at(2, "many: expected a list, got a mapping"),
                        at(3, "named: expected a mapping, got '7'"),
                        at(4, "byDefault: unknown key, did you mean 'default'?"));
    }

    @Test
    void shouldInsistOnWhatIsRequired() throws ConfigException {
        assertThat(problems(Needy.class, "\n\n"))
                .containsExactly(
                        at(1, "number: expected 1..3, got nothing"),
                        at(1, "text: expected text, got nothing"),
                        at(1, "names: expected a list with at least one item, got nothing"),
                        at(1, "numbers: expected a mapping with at least one entry, got nothing"),
                        at(1, "many: expected a list with at least one item, got nothing"),
                        at(1, "named: expected a mapping with at least one entry, got nothing"),
                        at(1, "one: expected a mapping, got nothing"));
        assertThat(problems(Needy.class, """
                        number: 2
                        text: ""
                        names: ""
                        numbers: {}
                        many: []
                        named: {}
                        one: {}
                        """))
                .containsExactly(
                        at(2, "text: expected text, got ''"),
                        at(3, "names: expected a list with at least one item, got none"),
                        at(4, "numbers: expected a mapping with at least one entry, got none"),
                        at(5, "many: expected a list with at least one item, got none"),
                        at(6, "named: expected a mapping with at least one entry, got none"));
        assertThat(bind(
                        Needy.class,
                        "{number: 2, text: a, names: b, numbers: {c: 3}, many: [{}], named: {d: {}}, one: {}}"))
                .isEqualTo(new Needy(
                        2,
                        "a",
                        List.of("b"),
                        Map.of("c", 3),
                        List.of(new Inner(1)),
                        Map.of("d", new Inner(1)),
                        new Inner(1)));
    }

    private static <R extends Record> R bind(Class<R> type, String yaml) throws ConfigException {
        return PluginSettings.read("p", yaml, "x.yml", ENVIRONMENT::get).bind(type);
    }

    private static List<String> problems(Class<? extends Record> type, String yaml) {
        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> bind(type, yaml));
        assertThat(refusal).as("a refusal").isNotNull();
        return refusal.problems();
    }

    private static String at(int line, String problem) {
        return "x.yml:" + line + ": plugins.settings.p." + problem;
    }
}
