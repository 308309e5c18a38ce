package dev.sluice.jmx;

/**
 * What there is to know of one plugin. The figures of one row may be up to half a second old and belong to different
 * moments; those that count do so since the start of the server, unless they say otherwise.
 */
public interface PluginRow {
    /** From the manifest; of a file that is no plugin, its name. */
    @Description("Plugin-Id of its manifest; of a file that is no plugin, the file's name.")
    String getId();

    /** From the manifest; empty of a file that is no plugin. */
    @Description("Plugin-Version of its manifest; empty of a file that is no plugin.")
    String getVersion();

    /** From the manifest, or empty. */
    @Description("Plugin-Provider of its manifest, or empty.")
    String getProvider();

    /** From the manifest, or empty. */
    @Description("Plugin-Description of its manifest, or empty.")
    String getDescription();

    /** One of the constants of {@link dev.sluice.plugin.LifeCycle}; more may come. */
    @Description("STARTED, STOPPED, FAILED, QUARANTINED (stopped because it failed again and again) or DISABLED.")
    String getState();

    /** Why it is in this state, or what went wrong since; of several faults a line each; mostly empty. */
    @Description("Why it is in this state, or what went wrong since; empty when all is well.")
    String getCause();

    /** The whole path on the server's machine. */
    @Description("Its file in the plugin directory.")
    String getFile();

    /** When it came into this state, in milliseconds since 1970, UTC. */
    @Description(value = "When it came into this state.", unit = "ms since 1970, UTC")
    long getSinceMillis();

    /** What it has registered, such as {@code Authenticator dev.sluice.rules.RulesAuthenticator}, sorted. */
    @Description("What it has registered; empty while it does not run.")
    String[] getExtensions();

    /** Whether publishers and players are refused while it does not run. */
    @Description("Whether nobody is let in while it does not run.")
    boolean isGuards();

    /** Callbacks that threw, returned null or did not return in time, over all its runs. */
    @Description(value = "Callbacks that threw, returned null or did not return in time.", unit = "callbacks")
    long getFailures();

    /** Since the plugin was started last. */
    @Description(value = "Events that its listeners were too slow for, since it was started last.", unit = "events")
    long getDroppedEvents();

    /** They keep its classes in memory. */
    @Description(value = "Threads that went on when it was stopped last, which keep its classes.", unit = "threads")
    int getThreadsLeft();
}
