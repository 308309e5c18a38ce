package dev.sluice;

import java.nio.file.Path;

/**
 * Where a server lives.
 *
 * @param home SLUICE_HOME: what was installed, maybe read-only
 * @param base SLUICE_BASE: what is this server's own
 */
public record Roots(Path home, Path base) {
    public Roots {
        home = home.toAbsolutePath().normalize();
        base = base.toAbsolutePath().normalize();
    }
}
