package dev.sluice.jmx;

import java.util.List;

/**
 * {@code dev.sluice:type=PluginHost}: all plugins, and the addresses that {@code limits.authFailures} keeps out.
 *
 * <p>It sends notifications {@code dev.sluice.plugin.STATE}, such as {@code dev.sluice.plugin.quarantined}, when a plugin
 * comes into another state. Their message is a sentence, their user data a composite of the texts {@code plugin},
 * {@code version}, {@code state} and, where there is one, {@code cause}. With 1,000 waiting, further ones are dropped.
 *
 * <p>Operations that change plugins wait until they are done, at most two minutes. What cannot be meant throws {@link
 * IllegalArgumentException}, what cannot be done {@link IllegalStateException}, with the reason. Nobody who is connected
 * is dropped for them.
 */
@Description("All plugins, and the addresses that are kept out because they were denied too often.")
public interface PluginHostMXBean {
    /** So many addresses are shown at most. */
    int MAX_BLOCKED_ROWS = 1_000;

    /** Plugins and files that are none, as they stood at one moment, at most half a second ago. */
    @Description("All plugins, and files in the plugin directories that are none.")
    List<PluginRow> getPlugins();

    /** Those blocked longest first, at most {@value #MAX_BLOCKED_ROWS}; {@link #getBlockedCount} has their number. */
    @Description("Addresses that limits.authFailures keeps out now, those with the most time left first, at most 1000.")
    List<BlockedRow> getBlocked();

    /** Address and action make one; it may differ from the rows, which are read at another moment. */
    @Description(value = "How many are kept out now.", unit = "addresses by action")
    int getBlockedCount();

    /**
     * The name of the file stays; the file itself may be deleted afterwards.
     *
     * @return the plugin's id
     */
    @Description("Copies a plugin into the plugin directory and starts it; returns its id. If it does not start, it is"
            + " taken out again.")
    String install(
            @Description(name = "path", value = "The whole path of a .jar or .zip on the server's machine.")
                    String path);

    /**
     * Told by its id which plugin that is.
     *
     * @return that id
     */
    @Description("Replaces a plugin by another version; returns its id. If that does not start, the old one goes on.")
    String update(
            @Description(name = "path", value = "The whole path of a .jar or .zip on the server's machine.")
                    String path);

    /** Does nothing if it runs. */
    @Description("Starts a plugin, whether it was stopped, has failed or is in quarantine.")
    void start(@Description(name = "id", value = "Its Plugin-Id.") String id);

    /** Whatever happens to its file, it stays as it is until it is started again, or the server is. */
    @Description("Stops a plugin, with those that need it. While an authenticator is stopped, nobody is let in that it"
            + " guards.")
    void stop(@Description(name = "id", value = "Its Plugin-Id.") String id);

    /** Of a plugin that came with the server it is refused. */
    @Description(
            "Stops a plugin and deletes its file. An authenticator guards no longer, unless the configuration names"
                    + " it.")
    void uninstall(@Description(name = "id", value = "Its Plugin-Id.") String id);

    /**
     * Lets an address ask again at once, for every action.
     *
     * @return whether it was blocked
     */
    @Description("Lets an address ask again at once; returns whether it was kept out.")
    boolean liftBlock(
            @Description(name = "address", value = "An IPv4 or IPv6 address, as the list of those kept out shows it.")
                    String address);
}
