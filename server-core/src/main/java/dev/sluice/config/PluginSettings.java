package dev.sluice.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * What stands under {@code plugins.settings.ID}, until the plugin says what it is. Immutable, but for what has been
 * learnt of which values are secret; any thread.
 *
 * <p>Two are equal when they say the same for the same plugin, wherever it stands in the file and in whatever order its
 * keys are.
 */
public final class PluginSettings {
    private static final KeyPath SETTINGS = KeyPath.ROOT.key("plugins").key("settings");
    private static final Tree NOTHING = new Tree.Mapping("", Map.of());

    private final Tree tree;
    private final KeyPath path;
    private final Environment environment;
    private final boolean written;
    private final AtomicReference<Secrets> secrets;

    PluginSettings(Tree tree, KeyPath path, Environment environment) {
        this(tree, path, environment, true, new AtomicReference<>(Secrets.UNKNOWN));
    }

    private PluginSettings(
            Tree tree, KeyPath path, Environment environment, boolean written, AtomicReference<Secrets> secrets) {
        this.tree = tree;
        this.path = path;
        this.environment = environment;
        this.written = written;
        this.secrets = secrets;
    }

    /** For a plugin that the configuration says nothing of. */
    public static PluginSettings none(String id) {
        return new PluginSettings(
                NOTHING,
                SETTINGS.key(id),
                new Environment(name -> null),
                false,
                new AtomicReference<>(Secrets.UNKNOWN));
    }

    /**
     * Reads them alone, not as a part of a configuration.
     *
     * @param yaml what would stand under {@code plugins.settings.ID}
     * @param file what problems name as the file
     * @param environment a variable's value, or null when it is not set
     * @throws ConfigException when it is not YAML
     */
    public static PluginSettings read(String id, String yaml, String file, UnaryOperator<String> environment)
            throws ConfigException {
        Problems problems = new Problems();
        KeyPath path = SETTINGS.key(id);
        Tree tree = new YamlReader(line -> file + ":" + line + ": ", problems)
                .read(yaml, path)
                .orElse(NOTHING);
        problems.throwIfAny();
        return new PluginSettings(tree, path, new Environment(environment));
    }

    /** Whether the configuration has the key, even with nothing under it. */
    public boolean written() {
        return written;
    }

    /**
     * Makes a record of them: each component is a key, see {@link dev.sluice.api.Setting}. What is not written has its
     * default. References to environment variables are resolved now.
     *
     * @param type may belong to another class loader, and need not be public
     * @throws ConfigException with every fault, each with file, line and the whole key
     * @throws IllegalArgumentException when a component has a type that no setting may have, or no annotation
     * @throws IllegalStateException when the record's constructor throws anything but an IllegalArgumentException
     */
    public <S extends Record> S bind(Class<S> type) throws ConfigException {
        Problems problems = new Problems();
        S settings = new RecordBinder(environment, problems).bind(type, tree, path);
        problems.throwIfAny();
        secrets.updateAndGet(known -> known.and(Secrets.of(type, tree, path)));
        return settings;
    }

    /**
     * The same, with what is known of the secrets in others when those say the same: whoever goes on with those does not
     * bind these.
     */
    PluginSettings knowing(PluginSettings others) {
        return equals(others) ? new PluginSettings(tree, path, environment, written, others.secrets) : this;
    }

    /** Without secrets, and with references to the environment resolved. */
    Tree shown() {
        return Tree.isMissing(tree) ? tree : secrets.get().without(tree, path, environment);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PluginSettings settings
                && written == settings.written
                && path.equals(settings.path)
                && content().equals(settings.content());
    }

    @Override
    public int hashCode() {
        return Objects.hash(path, content());
    }

    /** Which plugin's they are, and nothing of what they say, which may be secret. */
    @Override
    public String toString() {
        return path.toString();
    }

    private Tree content() {
        return Tree.isMissing(tree) ? NOTHING : withoutOrigin(tree);
    }

    private static Tree withoutOrigin(Tree tree) {
        if (tree instanceof Tree.Mapping mapping) {
            Map<String, Tree> entries = new LinkedHashMap<>();
            mapping.entries().forEach((key, entry) -> entries.put(key, withoutOrigin(entry)));
            return new Tree.Mapping("", entries);
        }
        if (tree instanceof Tree.Sequence sequence) {
            List<Tree> items =
                    sequence.items().stream().map(PluginSettings::withoutOrigin).toList();
            return new Tree.Sequence("", items);
        }
        Tree.Scalar scalar = (Tree.Scalar) tree;
        return new Tree.Scalar("", scalar.missing() ? "" : scalar.text(), scalar.missing());
    }
}
