package dev.sluice.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/**
 * The two roots, as {@code bin/sluice} passes them.
 *
 * @param home SLUICE_HOME: what was installed, maybe read-only
 * @param base SLUICE_BASE: what belongs to this server
 */
record Installation(Path home, Path base) {

    /** @param properties a system property, or null; both roots default to the working directory */
    static Installation from(UnaryOperator<String> properties) {
        String home = properties.apply("sluice.home");
        String base = properties.apply("sluice.base");
        Path homePath = Path.of(home == null ? "" : home);
        return new Installation(homePath, base == null ? homePath : Path.of(base));
    }

    /** The base's own configuration; without one, the configuration that was installed. */
    Path defaultConfig() {
        Path own = base.resolve("conf").resolve("sluice.yml");
        return Files.exists(own) ? own : home.resolve("conf").resolve("sluice.yml");
    }
}
