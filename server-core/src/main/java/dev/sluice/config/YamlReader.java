package dev.sluice.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One YAML text to a {@link Tree}. Nothing is constructed from tags: values stay text until a record component says
 * what they are. Depth, size and the number of nodes visited, aliases counted each time, are bounded.
 */
final class YamlReader {
    static final int MAX_CHARACTERS = 1 << 20;

    private static final int MAX_DEPTH = 20;
    private static final int MAX_NODES = 20_000;

    /** What plain YAML resolves to; anything else was asked for by an explicit tag. */
    private static final Set<Tag> PLAIN_TAGS =
            Set.of(Tag.MAP, Tag.SEQ, Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP);

    private static final Pattern UNDEFINED = Pattern.compile("(found undefined (?:alias|tag handle)) .*");

    private final IntFunction<String> originOfLine;
    private final Problems problems;
    private int visitedNodes;

    /** @param originOfLine {@link Tree#origin()} for a line counted from 1 */
    YamlReader(IntFunction<String> originOfLine, Problems problems) {
        this.originOfLine = originOfLine;
        this.problems = problems;
    }

    /** The tree, or nothing when the text could not be read; why has been reported. */
    Optional<Tree> read(String text) {
        return read(text, KeyPath.ROOT);
    }

    /** @param path where the text stands in the configuration */
    Optional<Tree> read(String text, KeyPath path) {
        try {
            Node root = new Yaml(new SafeConstructor(options())).compose(new StringReader(text));
            String origin = originOfLine.apply(1);
            if (root == null) {
                return Optional.of(new Tree.Scalar(origin, "", true));
            }
            return Optional.of(convert(root, originOf(root), path));
        } catch (MarkedYAMLException e) {
            problems.add(originOfLine.apply(lineOf(e)) + "not valid YAML: " + problemOf(e));
        } catch (YAMLException e) {
            problems.add(originOfLine.apply(1) + "not valid YAML: " + firstLine(e));
        } catch (TooComplexException e) {
            problems.add(e.getMessage());
        }
        return Optional.empty();
    }

    private static LoaderOptions options() {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        // Both are judged in convert(), which knows the line and counts what an alias stands for.
        options.setMaxAliasesForCollections(MAX_NODES);
        options.setTagInspector(tag -> true);
        return options;
    }

    private Tree convert(Node node, String origin, KeyPath path) {
        visitedNodes++;
        if (visitedNodes > MAX_NODES || path.steps().size() > MAX_DEPTH) {
            throw new TooComplexException(origin + "too many or too deeply nested values");
        }
        if (!PLAIN_TAGS.contains(node.getTag())) {
            problems.add(origin, path, "tags are not allowed; text that begins with ! needs quotes");
        }
        if (node instanceof MappingNode mapping) {
            return convertMapping(mapping, origin, path);
        }
        if (node instanceof SequenceNode sequence) {
            List<Tree> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, originOf(item), path.item(items.size())));
            }
            return new Tree.Sequence(origin, items);
        }
        ScalarNode scalar = (ScalarNode) node;
        return new Tree.Scalar(origin, scalar.getValue(), node.getTag().equals(Tag.NULL));
    }

    private Tree convertMapping(MappingNode mapping, String origin, KeyPath path) {
        Map<String, Tree> entries = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            // An entry stands where its key does: a mapping's own mark is its first key's.
            String entryOrigin = originOf(entry.getKeyNode());
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                problems.add(entryOrigin, path, "a key must be plain text");
                continue;
            }
            KeyPath entryPath = path.key(key.getValue());
            Tree value = convert(entry.getValueNode(), entryOrigin, entryPath);
            if (entries.putIfAbsent(key.getValue(), value) != null) {
                problems.add(entryOrigin, entryPath, "written twice");
            }
        }
        return new Tree.Mapping(origin, entries);
    }

    private String originOf(Node node) {
        return originOfLine.apply(node.getStartMark().getLine() + 1);
    }

    /** Without the name, for it may be a secret that should have been quoted. */
    private static String problemOf(MarkedYAMLException e) {
        return UNDEFINED
                .matcher(String.valueOf(e.getProblem()))
                .replaceFirst("$1; text that begins with * or ! needs quotes");
    }

    private static int lineOf(MarkedYAMLException e) {
        return e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
    }

    private static String firstLine(YAMLException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private static final class TooComplexException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooComplexException(String message) {
            super(message);
        }
    }
}
