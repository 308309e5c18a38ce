package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.management.openmbean.CompositeDataSupport;
import javax.management.openmbean.CompositeType;
import javax.management.openmbean.OpenDataException;
import javax.management.openmbean.OpenType;
import javax.management.openmbean.SimpleType;
import javax.management.openmbean.TabularDataSupport;
import javax.management.openmbean.TabularType;
import org.junit.jupiter.api.Test;

class JsonTest {
    private static final CompositeType ROW = rowType();

    private static CompositeType rowType() {
        try {
            String[] names = {"name", "players"};
            return new CompositeType(
                    "row", "row", names, names, new OpenType<?>[] {SimpleType.STRING, SimpleType.INTEGER});
        } catch (OpenDataException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static CompositeDataSupport row(String name, int players) throws OpenDataException {
        return new CompositeDataSupport(ROW, Map.of("name", name, "players", players));
    }

    @Test
    void shouldPrintCompositesAndTables() throws OpenDataException {
        var table = new TabularDataSupport(new TabularType("table", "table", ROW, new String[] {"name"}));
        table.put(row("a", 1));

        assertThat(Json.of(new Object[] {row("b", 2), table, new CompositeDataSupport[0]}))
                .isEqualTo("[{\"name\":\"b\",\"players\":2},[{\"name\":\"a\",\"players\":1}],[]]");
    }

    @Test
    void shouldPrintEachKindOfValue() {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("nothing", null);
        values.put("truth", true);
        values.put("whole", Long.MIN_VALUE);
        values.put("broken", 29.97);
        values.put("endless", Double.POSITIVE_INFINITY);
        values.put("none", Double.NaN);
        values.put("date", new Date(0));
        values.put("texts", new String[] {"a", "b"});
        values.put("numbers", new long[] {1, 2});
        values.put("list", List.of(Map.of()));

        assertThat(Json.of(values))
                .isEqualTo("{\"nothing\":null,\"truth\":true,\"whole\":-9223372036854775808,\"broken\":29.97,"
                        + "\"endless\":null,\"none\":null,\"date\":\"1970-01-01T00:00:00Z\",\"texts\":[\"a\",\"b\"],"
                        + "\"numbers\":[1,2],\"list\":[{}]}");
    }

    @Test
    void shouldEscapeWhatJsonOrATerminalWouldMisunderstand() {
        assertThat(Json.of("\"\\/\n\u0000\u001b\u009b\u202e\ud800"))
                .isEqualTo("\"\\\"\\\\/\\u000a\\u0000\\u001b\\u009b\\u202e\\ud800\"");
        assertThat(Json.of("é日🎥")).isEqualTo("\"é日🎥\"");
    }

    @Test
    void shouldPrintAnyTextSoThatItCanBeReadAgain() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            int[] points = random.ints(random.nextInt(12), 0, 3)
                    .map(kind -> kind == 0
                            ? random.nextInt(0x100)
                            : kind == 1 ? random.nextInt(0x10000) : random.nextInt(0x110000))
                    .toArray();
            String text = new String(points, 0, points.length);

            assertThat(read(Json.of(text))).as("seed %d", seed).isEqualTo(text);
        }
    }

    /** A string of RFC 8259, and nothing else. */
    private static String read(String json) {
        assertThat(json).startsWith("\"").endsWith("\"").hasSizeGreaterThanOrEqualTo(2);
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < json.length() - 1; i++) {
            char c = json.charAt(i);
            assertThat(c).isGreaterThanOrEqualTo(' ').isNotEqualTo('"');
            if (c != '\\') {
                text.append(c);
            } else if (json.charAt(++i) == 'u') {
                text.append((char) Integer.parseInt(json.substring(i + 1, i + 5), 16));
                i += 4;
            } else {
                assertThat(Arrays.asList('"', '\\')).contains(json.charAt(i));
                text.append(json.charAt(i));
            }
        }
        return text.toString();
    }
}
