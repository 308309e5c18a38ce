package dev.sluice.cli;

/** Runs the server; the root package, which this one may not see, passes it in. */
@FunctionalInterface
public interface ServerRunner {
    /**
     * Starts the server and serves until it is told to stop, or, for a rehearsal, stops it as soon as it listens.
     *
     * @return the exit code: 0 after a graceful stop, 1 when it could not start
     */
    int run(Launch launch) throws Exception;
}
