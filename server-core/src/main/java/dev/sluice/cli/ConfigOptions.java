package dev.sluice.cli;

import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.HostLimits;
import dev.sluice.config.LoadedConfig;
import dev.sluice.config.SluiceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say which configuration is meant. */
final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration; without it conf/sluice.yml in SLUICE_BASE, then in SLUICE_HOME.")
    private Path file;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Overrides one key, such as limits.maxConnections=500 or listeners[0].port=1936. Repeatable.")
    private List<String> overrides = new ArrayList<>();

    LoadedConfig load(Installation installation, List<String> furtherOverrides) throws ConfigException {
        List<String> all = new ArrayList<>(overrides);
        all.addAll(furtherOverrides);
        return ConfigLoader.load(
                fileOf(installation), all, System::getenv, HostLimits.ofThisProcess(), installation.base());
    }

    /** For a command that reads a server's configuration without being that server, and maybe on another host. */
    SluiceConfig loadForeign(Installation installation) throws ConfigException {
        return ConfigLoader.load(fileOf(installation), overrides, System::getenv, HostLimits.UNKNOWN);
    }

    Path fileOf(Installation installation) {
        return file == null ? installation.defaultConfig() : file;
    }
}
