package dev.sluice.jmx;

/**
 * {@code dev.sluice:type=Plugin,id="..."}: one plugin, or a file in the plugin directory that is none, for as long as it
 * is there.
 *
 * <p>Operations wait until they are done, at most two minutes, and throw {@link IllegalStateException} with the reason
 * when that is not possible. Nobody who is connected is dropped for them.
 */
@Description("One plugin, or a file in the plugin directory that is none.")
public interface PluginMXBean extends PluginRow {
    /** Does nothing if it runs. */
    @Description("Starts it, whether it was stopped, has failed or is in quarantine.")
    void start();

    /** Whatever happens to its file, it stays as it is until it is started again, or the server is. */
    @Description(
            "Stops it, with those that need it. While an authenticator is stopped, nobody is let in that it guards.")
    void stop();

    /** Of a plugin that came with the server it is refused. */
    @Description("Stops it and deletes its file. An authenticator guards no longer, unless the configuration names it.")
    void uninstall();
}
