package dev.sluice.config;

import java.util.List;
import java.util.Optional;

/** A configuration with the text that it was made of, of which single values can be changed. Immutable; any thread. */
public final class LoadedConfig {
    private final SluiceConfig config;
    private final Tree.Mapping root;
    private final Environment environment;
    private final HostLimits host;

    /** @param root not changed any more */
    LoadedConfig(SluiceConfig config, Tree.Mapping root, Environment environment, HostLimits host) {
        this.config = config;
        this.root = root;
        this.environment = environment;
        this.host = host;
    }

    public SluiceConfig config() {
        return config;
    }

    /**
     * The same with one value put in the place of what the text says. The file is not read again.
     *
     * @param key such as {@code limits.maxConnections}
     * @param value as it would be written in the file, but without references to the environment
     * @throws ConfigException when there is no such key, the value is none for it, or what it changes needs a restart
     */
    public LoadedConfig with(String key, String value) throws ConfigException {
        Problems problems = new Problems();
        Tree.Mapping changed = root.copy();
        Overrides.ofChange(problems).put(changed, key, value);
        problems.throwIfAny();
        SluiceConfig wanted = ConfigLoader.conclude(changed, environment, host, Optional.empty(), problems);
        List<String> needingRestart = ConfigChanges.between(config, wanted).needingRestart();
        needingRestart.forEach(restarted -> problems.add(restarted + ": needs a restart"));
        problems.throwIfAny();
        return new LoadedConfig(wanted, changed, environment, host);
    }
}
