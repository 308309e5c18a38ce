package dev.sluice.cli;

import dev.sluice.config.ConfigException;
import dev.sluice.config.LoadedConfig;

/** Reads the configuration again, from the same file and with the same overrides as at the start. */
@FunctionalInterface
public interface ConfigSource {
    LoadedConfig load() throws ConfigException;
}
