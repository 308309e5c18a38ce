package dev.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class YamlWriterTest {
    @Test
    void shouldWriteAsPeopleDo() {
        Tree address = map("host", scalar("0.0.0.0"), "text", scalar("with space"));
        Tree tree = map(
                "listeners", list(address, address),
                "order", list(scalar("a"), scalar("null")),
                "none", list(),
                "nothing", new Tree.Scalar("", "", true),
                "deep", list(list(list(scalar("x")), map())),
                "settings", map("a b", map("c", scalar(""))));

        assertThat(YamlWriter.write(tree)).isEqualTo("""
                listeners:
                  - host: 0.0.0.0
                    text: "with space"
                  - host: 0.0.0.0
                    text: "with space"
                order: [a, "null"]
                none: []
                nothing: null
                deep:
                  - - [x]
                    - {}
                settings:
                  "a b":
                    c: ""
                """);
    }

    @Test
    void shouldLeaveNoReferencesToTheEnvironment() {
        assertThat(YamlWriter.write(map("a", scalar("${HOME}")))).isEqualTo("a: \"$${HOME}\"\n");
    }

    @Test
    void shouldWriteLongKeys() {
        Tree tree = map("long".repeat(2_000), map("b", list(map("c", scalar("d")))), "e".repeat(2_000), scalar("f"));

        assertThat(read(YamlWriter.write(tree))).isEqualTo(tree);
    }

    @Test
    void shouldWriteAnyTreeSoThatItIsReadAsTheSame() {
        long seed = System.nanoTime();
        RandomConfig random = new RandomConfig(new Random(seed));
        for (int round = 0; round < 2_000; round++) {
            Tree tree = random.tree(5);
            String written = YamlWriter.write(tree);

            assertThat(read(written))
                    .as("seed %d, round %d:%n%s", seed, round, written)
                    .isEqualTo(tree);
        }
    }

    private static Tree read(String text) {
        Problems problems = new Problems();
        Tree tree = new YamlReader(line -> "", problems).read(text).orElse(null);
        assertThat(problems.lines()).as(text).isEmpty();
        return resolved(tree);
    }

    private static Tree resolved(Tree tree) {
        if (tree instanceof Tree.Mapping mapping) {
            Map<String, Tree> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> entries.put(key, resolved(entry)));
            return new Tree.Mapping("", entries);
        }
        if (tree instanceof Tree.Sequence sequence) {
            List<Tree> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(resolved(item)));
            return new Tree.Sequence("", items);
        }
        Tree.Scalar scalar = (Tree.Scalar) tree;
        try {
            String text = new Environment(name -> null).resolve(scalar.text());
            return new Tree.Scalar("", scalar.missing() ? "" : text, scalar.missing());
        } catch (BadValueException unescaped) {
            throw new AssertionError(unescaped);
        }
    }

    private static Tree scalar(String text) {
        return new Tree.Scalar("", text, false);
    }

    private static Tree list(Tree... items) {
        return new Tree.Sequence("", List.of(items));
    }

    private static Tree map(Object... keysAndValues) {
        Map<String, Tree> entries = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            entries.put((String) keysAndValues[i], (Tree) keysAndValues[i + 1]);
        }
        return new Tree.Mapping("", entries);
    }
}
