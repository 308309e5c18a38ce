package dev.sluice.cli;

import dev.sluice.config.LoadedConfig;
import java.nio.file.Path;

/**
 * What a server is started with.
 *
 * @param source for a reload
 * @param home SLUICE_HOME, where the bundled plugins lie
 * @param base SLUICE_BASE, against which relative paths are resolved
 * @param rehearsal start, listen, stop: what the JVM loads on the way goes into its class data archive
 */
public record Launch(LoadedConfig loaded, ConfigSource source, Path home, Path base, boolean rehearsal) {}
