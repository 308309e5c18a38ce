package dev.sluice.plugin;

import dev.sluice.Roots;
import dev.sluice.SluiceServer;
import dev.sluice.wire.TestServer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A whole server with plugins in a folder of the test's. */
public final class PluginServer implements AutoCloseable {
    private final Path base;
    private final Map<String, String> overrides = new LinkedHashMap<>();
    private SluiceServer server;

    public PluginServer(Path base) {
        this.base = base;
    }

    Path base() {
        return base;
    }

    public Path plugins() {
        return base.resolve("plugins");
    }

    /** @param key as for {@code --set} */
    public PluginServer with(String key, String value) {
        overrides.put(key, value);
        return this;
    }

    public PluginServer start() throws Exception {
        server = SluiceServer.start(TestServer.configuration(overrides), new Roots(base, base));
        return this;
    }

    public int port() {
        return server.port();
    }

    public SluiceServer inside() {
        return server;
    }

    public PluginHost host() {
        return server.plugins();
    }

    public PluginView view(String id) {
        return host().plugins().stream()
                .filter(view -> view.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no plugin " + id + " in " + host().plugins()));
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
