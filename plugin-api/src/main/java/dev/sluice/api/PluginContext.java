package dev.sluice.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the server offers to one plugin, from its construction until it has stopped. Any thread may call it, and nothing
 * here waits for a stream. Log with slf4j, as {@code LoggerFactory.getLogger(YourClass.class)}.
 */
public interface PluginContext {
    /** The plugin's id, from {@code Plugin-Id} in its manifest. */
    String pluginId();

    /** The plugin's version, from {@code Plugin-Version}. */
    String pluginVersion();

    /** The server's own version, such as {@code 0.1.0}. */
    String serverVersion();

    /** Whether the configuration has {@code plugins.settings.ID}. A plugin that needs settings stays idle without. */
    boolean configured();

    /**
     * The plugin's settings, from {@code plugins.settings.ID}. They hold as long as this context: when they are changed
     * and reloaded, the plugin is stopped and started.
     *
     * @param type a record; each component is a key, see {@link Setting}. It need not be public
     * @return with defaults for what is not written, so that it works without any
     * @throws SettingsException naming file, line, key and what was expected, for unknown keys, for values of the wrong
     *     kind or out of range
     */
    <S extends Record> S settings(Class<S> type);

    /**
     * How long a decision may take in all, {@code auth.timeout}, as it was when the plugin started. An {@link Authenticator} that asks others
     * should give up well before that and say so, by a stage that completes exceptionally: nothing counts against it then.
     */
    Duration authTimeout();

    /**
     * A path of the configuration: relative ones begin at SLUICE_BASE.
     *
     * @throws java.nio.file.InvalidPathException when it is none
     */
    Path resolve(String path);

    /** A folder for what the plugin wants to keep over restarts and updates, {@code data/plugin-ID}; made on first use. */
    Path dataDirectory();

    /**
     * Two threads of the plugin's for work of its own, with its class loader as context class loader. What a task throws
     * is logged. Up to 10,000 tasks may wait; further ones are rejected. It ends with the plugin.
     */
    ScheduledExecutorService scheduler();

    /**
     * Registers an authenticator without an annotation, for example one that is there only if it is configured.
     *
     * @param rank its place among the others, the lowest first; {@link org.pf4j.Extension}'s ordinal is 0 by default
     */
    Registration registerAuthenticator(Authenticator authenticator, int rank);

    /** Registers a recorder. */
    Registration registerRecorder(StreamRecorder recorder);

    /** Registers a listener, which is told first what goes on already. */
    Registration registerListener(EventListener listener);

    /**
     * Ends a connection, with a status if it publishes or plays. When this returns it may still be there; when it is
     * gone already, nothing happens.
     *
     * @param connectionId {@link ConnectionInfo#connectionId}
     * @param reason for the client's eyes and the log; must not hold a secret
     */
    void drop(long connectionId, String reason);

    /** What the server counts, at about this moment. Costs about a microsecond for each stream. */
    ServerStatistics statistics();
}
