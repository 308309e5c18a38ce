package dev.sluice.cli;

import dev.sluice.jmx.LocalServer;
import dev.sluice.jmx.NoServerException;
import java.nio.file.Path;

/** Reaches a running server. */
@FunctionalInterface
interface ServerAccess {
    /** @throws FailedException when there is none or it cannot be reached; it says which */
    RunningServer connect() throws FailedException, InterruptedException;

    /** The one that runs on a SLUICE_BASE of this machine. */
    static ServerAccess on(Path base) {
        return () -> {
            try {
                LocalServer server = LocalServer.connect(base);
                return new RunningServer(server.beans(), server);
            } catch (NoServerException none) {
                throw FailedException.because(none.getMessage());
            }
        };
    }
}
