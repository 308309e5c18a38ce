package dev.sluice.cli;

import java.io.IOException;

/** Reaches the server that runs on this SLUICE_BASE. */
@FunctionalInterface
interface ServerAccess {
    /** @throws IOException when there is none or it cannot be reached, with a message that says which it is */
    RunningServer connect() throws IOException;
}
