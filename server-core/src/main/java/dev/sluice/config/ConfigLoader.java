package dev.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/** Reads a configuration, all of it or none. */
public final class ConfigLoader {
    /** The lists and mappings that are not empty when nothing is written. */
    private static final String DEFAULTS = "{listeners: [{}], applications: {live: {}}}";

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Problems problems = new Problems();
    private final Environment environment;
    private final HostLimits host;
    private final Optional<Path> base;

    private ConfigLoader(UnaryOperator<String> environment, HostLimits host, Optional<Path> base) {
        this.environment = new Environment(environment);
        this.host = host;
        this.base = base;
    }

    /**
     * @param file the YAML file; problems show it as it is given here
     * @param overrides {@code key=value} each, such as {@code listeners[0].port=1936}; the last one of a key counts
     * @param environment a variable's value, or null when it is not set
     * @param host what the values are also held against
     * @throws ConfigException with every fault found
     */
    public static SluiceConfig load(
            Path file, List<String> overrides, UnaryOperator<String> environment, HostLimits host)
            throws ConfigException {
        return new ConfigLoader(environment, host, Optional.empty())
                .load(file, overrides)
                .config();
    }

    /**
     * The same for the server that runs with it: files that the configuration names must be there.
     *
     * @param base SLUICE_BASE, where relative paths in the configuration begin
     */
    public static LoadedConfig load(
            Path file, List<String> overrides, UnaryOperator<String> environment, HostLimits host, Path base)
            throws ConfigException {
        return new ConfigLoader(environment, host, Optional.of(base)).load(file, overrides);
    }

    /** The configuration of an empty file. */
    public static SluiceConfig defaults() {
        try {
            return new ConfigLoader(name -> null, HostLimits.UNKNOWN, Optional.empty())
                    .load("", line -> "", List.of())
                    .config();
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    private LoadedConfig load(Path file, List<String> overrides) throws ConfigException {
        return load(contentOf(file), line -> file + ":" + line + ": ", overrides);
    }

    private LoadedConfig load(String text, IntFunction<String> originOfLine, List<String> overrides)
            throws ConfigException {
        Optional<Tree> tree = new YamlReader(originOfLine, problems).read(text);
        problems.throwIfAny();
        Tree.Mapping root = mapping(tree.orElseThrow());
        addDefaults(root);
        Overrides.ofCommandLine(problems).apply(root, overrides);
        SluiceConfig config = conclude(root, environment, host, base, problems);
        return new LoadedConfig(config, root, environment, host);
    }

    /** @param base nothing when no file is looked at */
    static SluiceConfig conclude(
            Tree.Mapping root, Environment environment, HostLimits host, Optional<Path> base, Problems problems)
            throws ConfigException {
        SluiceConfig config = new RecordBinder(environment, problems).bind(SluiceConfig.class, root, KeyPath.ROOT);
        problems.throwIfAny();
        new Contradictions(root, problems).check(config, host);
        base.ifPresent(folder -> new RemoteFiles(root, folder, problems)
                .check(config.management().remote()));
        problems.throwIfAny();
        return config;
    }

    private Tree.Mapping mapping(Tree tree) throws ConfigException {
        if (tree instanceof Tree.Mapping mapping) {
            return mapping;
        }
        if (!Tree.isMissing(tree)) {
            problems.add(tree.origin(), KeyPath.ROOT, "expected a mapping, got " + tree.described());
            problems.throwIfAny();
        }
        return new Tree.Mapping(tree.origin(), new LinkedHashMap<>());
    }

    private void addDefaults(Tree.Mapping root) {
        new YamlReader(line -> root.origin(), problems)
                .read(DEFAULTS)
                .map(Tree.Mapping.class::cast)
                .ifPresent(defaults -> defaults.entries().forEach((key, value) -> {
                    if (Tree.isMissing(root.entries().get(key))) {
                        root.entries().put(key, value);
                    }
                }));
    }

    private String contentOf(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(YamlReader.MAX_CHARACTERS + 1);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (bytes.length <= YamlReader.MAX_CHARACTERS) {
                return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            }
            problems.add(file + ": larger than " + Quantity.bytes(YamlReader.MAX_CHARACTERS));
        } catch (CharacterCodingException e) {
            problems.add(file + ": not UTF-8 text");
        } catch (NoSuchFileException e) {
            problems.add(file + ": no such file");
        } catch (IOException e) {
            problems.add(file + ": cannot be read: " + e.getMessage());
        }
        throw new ConfigException(problems.lines());
    }
}
