package dev.sluice;

import dev.sluice.cli.ServerVersion;
import dev.sluice.jmx.JvmRmi;
import dev.sluice.jmx.LocalAccess;
import dev.sluice.jmx.RemoteAccess;
import dev.sluice.jmx.RemoteAccessException;
import dev.sluice.jmx.RemoteSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How other processes come to the server's management: those of bin/sluice, and, where that is configured, any. */
final class ManagementAccess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementAccess.class);

    private final Optional<LocalAccess> local;
    private final Optional<RemoteAccess> remote;

    private ManagementAccess(Optional<LocalAccess> local, Optional<RemoteAccess> remote) {
        this.local = local;
        this.remote = remote;
    }

    /** Before anything in the JVM uses RMI. */
    static void prepare(Optional<RemoteSettings> settings) {
        settings.ifPresentOrElse(JvmRmi::prepare, JvmRmi::prepare);
    }

    /**
     * @param base SLUICE_BASE, which this server has for itself
     * @throws RemoteAccessException when remote access cannot be as it is configured
     */
    static ManagementAccess open(Path base, Optional<RemoteSettings> settings) throws RemoteAccessException {
        Optional<RemoteAccess> remote =
                settings.isPresent() ? Optional.of(RemoteAccess.start(settings.get())) : Optional.empty();
        return new ManagementAccess(openToCommands(base), remote);
    }

    /** Without them the server serves all the same. */
    private static Optional<LocalAccess> openToCommands(Path base) {
        try {
            return Optional.of(LocalAccess.open(base, ServerVersion.current()));
        } catch (IOException failure) {
            LOG.warn("the commands of bin/sluice will not find this server: {}", failure.toString());
            return Optional.empty();
        }
    }

    /** Ends the connections of those who manage. */
    @Override
    public void close() {
        local.ifPresent(LocalAccess::close);
        remote.ifPresent(RemoteAccess::close);
    }
}
