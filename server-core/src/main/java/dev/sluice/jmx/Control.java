package dev.sluice.jmx;

import java.util.List;

/** What a server lets its management do with it as a whole. Any thread; what changes something may take a while. */
public interface Control {
    String version();

    /** In milliseconds since 1970, UTC. */
    long startedAtMillis();

    /** Since it was started, however the system's clock was set meanwhile. */
    long uptimeMillis();

    /** Addresses that it accepts connections on, such as {@code 0.0.0.0:1935}. */
    List<String> listeners();

    /** The configuration as it holds now: YAML that a server accepts, but for secrets, which are {@code "***"}. */
    String effectiveConfiguration();

    /**
     * Reads the configuration again.
     *
     * @throws RefusedConfigurationException when it stays as it was
     */
    ConfigurationChange reload() throws RefusedConfigurationException;

    /**
     * Changes one key that can be changed without a restart, until the next reload or restart.
     *
     * @param key such as {@code limits.maxConnections}
     * @param value as it would be written in the file, but without references to the environment; it may be a secret
     * @throws RefusedConfigurationException when there is no such key, it needs a restart, or the value is none for it;
     *     what it says may quote the value
     */
    ConfigurationChange change(String key, String value) throws RefusedConfigurationException;

    /**
     * What a logger logs, such as {@code INFO}; {@code dev.sluice} is all of the server's.
     *
     * @throws IllegalArgumentException when no logger has such a name
     */
    String logLevel(String logger);

    /**
     * Changes what a logger and those below it log, until a restart.
     *
     * @throws IllegalArgumentException when there is no such level, or no logger has such a name
     */
    void logLevel(String logger, String level);

    /** Has the server stop gracefully soon, as SIGTERM does. Returns at once. */
    void requestStop();

    /**
     * What a reload or a change did, keys in alphabetical order.
     *
     * @param changed what holds now
     * @param needingRestart what was changed in the file and stays as it is until a restart
     * @param refused what plugins say that refuse their settings, a line or more each
     */
    record ConfigurationChange(List<String> changed, List<String> needingRestart, List<String> refused) {
        public ConfigurationChange {
            changed = List.copyOf(changed);
            needingRestart = List.copyOf(needingRestart);
            refused = List.copyOf(refused);
        }
    }

    /** A configuration is refused, with a line for each fault. */
    final class RefusedConfigurationException extends Exception {
        private static final long serialVersionUID = 1;

        public RefusedConfigurationException(List<String> problems) {
            super(String.join("\n", problems));
        }
    }
}
