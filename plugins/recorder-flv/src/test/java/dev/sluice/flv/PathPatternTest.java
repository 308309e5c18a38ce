package dev.sluice.flv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternTest {
    private static final ZonedDateTime TIME = ZonedDateTime.of(2026, 11, 24, 9, 5, 7, 0, ZoneOffset.UTC);

    private static String expand(String pattern, String application, String name) {
        return PathPattern.parse(pattern).expand(application, name, 3, TIME);
    }

    @ParameterizedTest
    @CsvSource({
        "{app}/{name}-{yyyyMMdd-HHmmss}.flv, live/cam-20261124-090507.flv",
        "{name}.flv,                         cam.flv",
        "{yyyy}/{MM}/{dd}/{name}.flv,        2026/11/24/cam.flv",
        "all/{app}_{name}_part{n}.flv,       all/live_cam_part3.flv",
        "{app}/{name}/{HH-mm.ss}.flv,        live/cam/09-05.07.flv"
    })
    void shouldExpandPlaceholders(String pattern, String path) {
        assertThat(expand(pattern, "live", "cam")).isEqualTo(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{name}",
                "{name}.mp4",
                "{app}.flv",
                "/abs/{name}.flv",
                "../{name}.flv",
                "a//{name}.flv",
                ".hidden/{name}.flv",
                "a\\{name}.flv",
                "c:{name}.flv",
                "{name}\n.flv",
                "{nam}.flv",
                "{name}-{'x'}.flv",
                "{name}{n}.flv",
                "{name}-{yyyyyyyyyyyyyyyyyyyyyyyy}.flv",
                "{name.flv",
                "name}.flv",
                "{}/{name}.flv"
            })
    void shouldRefusePatternsThatMeanNothing(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathPattern.parse(pattern))
                .withMessageStartingWith("path: ");
    }

    @ParameterizedTest
    @CsvSource({
        "{app}/{name}.flv,      true",
        "{name}/x/{app}.flv,    true",
        "{app}-{name}.flv,      false",
        "{name}.flv,            false",
    })
    void shouldKnowWhetherItTellsStreamsApart(String pattern, boolean apart) {
        assertThat(PathPattern.parse(pattern).tellsStreamsApart()).isEqualTo(apart);
    }

    /** Adversarial case 56. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "cam_1-a           ; cam_1-a",
                "cam.1             ; cam.1",
                "a/b               ; a/b",
                "..                ; %2E%2E",
                ".                 ; %2E",
                "../../etc/passwd  ; %2E%2E/%2E%2E/etc/passwd",
                "...               ; %2E.%2E",
                ".hidden           ; %2Ehidden",
                "trailing.         ; trailing%2E",
                "/etc/passwd       ; %/etc/passwd",
                "a//b              ; a/%/b",
                "%2e%2e            ; %252e%252e",
                "..\\..\\x         ; %2E.%5C..%5Cx",
                "C:\\x             ; C%3A%5Cx",
                "a:b               ; a%3Ab",
                "a b               ; a%20b",
                "*?\"<>|           ; %2A%3F%22%3C%3E%7C",
                "nul               ; %6Eul",
                "COM1.x            ; %43OM1.x",
                "console           ; console",
                "~tilde            ; %7Etilde",
                "x.flv             ; x%2Eflv",
                "x.FLV/y           ; x%2EFLV/y",
                "x.flv.part        ; x.flv%2Epart",
                "x.flv.damaged/y   ; x.flv%2Edamaged/y",
                "Пол               ; %D0%9F%D0%BE%D0%BB",
                "1/2/3/4/5/6/7/8/9 ; 1/2/3/4/5/6/7/8%2F9"
            })
    void shouldMakeHostileNamesHarmless(String name, String encoded) {
        assertThat(expand("{app}/{name}.flv", "live", name)).isEqualTo("live/" + encoded + ".flv");
    }

    @ParameterizedTest
    @CsvSource({"0, %00", "10, %0A", "55357, %ud83d"})
    void shouldEncodeWhatNoFileNameHolds(int character, String encoded) {
        assertThat(expand("{name}.flv", "live", "a" + (char) character + "b")).isEqualTo("a" + encoded + "b.flv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{app}/{name}.flv", "{name}/{app}.flv", "{name}/x/{app}-x.flv", "{app}/x/{name}-x.flv"})
    void shouldNotLetApplicationsAndNamesShareTheirSlashes(String pattern) {
        String[] parts = {
            "a", "b", "c", "x", "a-x", "a/b", "b/c", "b/x", "x/a", "a/b/c", "a/x/b", "a%2Fb", "", "/", "a/"
        };
        Map<String, String> streams = new HashMap<>();
        for (String application : parts) {
            for (String name : parts) {
                String path = expand(pattern, application, name);
                assertThat(streams.put(path, application + " " + name)).as(path).isNull();
            }
        }
    }

    @Test
    void shouldMakeNoFoldersOfAnApplication() {
        assertThat(expand("{app}/{name}.flv", "live/hd", "a/b")).isEqualTo("live%2Fhd/a/b.flv");
    }

    @Test
    void shouldBoundNamesAndKeepThemApart() {
        String longName = "x".repeat(64_000);
        String path = expand("{app}/{name}-{n}.flv", "live", longName + "/" + longName + "1");
        String other = expand("{app}/{name}-{n}.flv", "live", longName + "/" + longName + "2");

        assertThat(path).isNotEqualTo(other).endsWith(".flv");
        for (Path part : Path.of(path)) {
            assertThat(part.toString().getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(SafeName.MAX_BYTES);
        }
    }

    @Test
    void shouldNeverLeaveTheFolderNorLetTwoNamesMeet() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        String alphabet = "../\\%:ab2E-_ ~\0é𝄞*F";
        int[] characters = alphabet.codePoints().toArray();
        Path root = Path.of("/recordings");
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            var name = new StringBuilder();
            for (int length = random.nextInt(6); length >= 0; length--) {
                name.appendCodePoint(characters[random.nextInt(characters.length)]);
            }
            String path = expand("{app}/{name}.flv", "live", name.toString());
            Path file = root.resolve(path);
            assertThat(file.normalize()).isEqualTo(file);
            assertThat(file.startsWith(root.resolve("live"))).isTrue();
            assertThat(path).matches("live(/[A-Za-z0-9%_-][A-Za-z0-9%._-]*)+\\.flv");
            String before = names.put(path, name.toString());
            assertThat(before).isIn(null, name.toString());
        }
    }
}
