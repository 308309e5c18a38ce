package dev.sluice;

import dev.sluice.config.ConfigException;
import dev.sluice.plugin.HostServices;
import dev.sluice.plugin.HostSettings;
import dev.sluice.plugin.PluginHost;
import dev.sluice.plugin.RequiredPluginsException;
import dev.sluice.wire.TestServer;
import java.io.IOException;
import java.util.Map;
import java.util.function.BiFunction;

/** The server with a plugin host of the test's own making. */
public final class HostedServer {
    private HostedServer() {}

    public static SluiceServer start(
            Map<String, String> overrides, Roots roots, BiFunction<HostSettings, HostServices, PluginHost> pluginHost)
            throws IOException, ConfigException, RequiredPluginsException {
        return SluiceServer.start(TestServer.configuration(overrides), roots, pluginHost);
    }
}
