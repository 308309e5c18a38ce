package dev.sluice.wire;

import dev.sluice.Roots;
import dev.sluice.SluiceServer;
import dev.sluice.config.ConfigChanges;
import dev.sluice.config.ConfigException;
import dev.sluice.config.ConfigLoader;
import dev.sluice.config.HostLimits;
import dev.sluice.config.SluiceConfig;
import dev.sluice.counter.Counter;
import dev.sluice.plugin.RequiredPluginsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The server under test, on a port of its own. With the system property {@code sluice.test.port} it is a server that
 * runs already, for instance another product, to see how the tests judge that.
 */
public final class TestServer implements AutoCloseable {
    private static final Optional<Integer> RUNNING = Optional.ofNullable(Integer.getInteger("sluice.test.port"));

    /** A free port; and whoever stands still only because the machine does is not taken for dead, late or slow. */
    private static final Map<String, String> PATIENT = Map.ofEntries(
            Map.entry("listeners[0].host", "127.0.0.1"),
            Map.entry("listeners[0].port", "0"),
            Map.entry("rtmp.handshakeTimeout", "1m"),
            Map.entry("rtmp.connectTimeout", "1m"),
            Map.entry("rtmp.idleTimeout", "5m"),
            Map.entry("auth.timeout", "1m"),
            Map.entry("applications.live.publish.staleAfter", "1m"),
            Map.entry("applications.live.publish.firstMediaTimeout", "5m"),
            Map.entry("applications.live.publish.idleTimeout", "5m"),
            Map.entry("applications.live.publish.resumeGrace", "1m"),
            Map.entry("applications.live.play.maxStartAge", "1m"),
            Map.entry("applications.live.play.maxLag", "5m"),
            Map.entry("applications.live.play.stallTimeout", "5m"));

    /** No plugins lie there, and nothing is written there. */
    private static final Roots NOWHERE = new Roots(
            Path.of(System.getProperty("java.io.tmpdir"), "sluice-nowhere"),
            Path.of(System.getProperty("java.io.tmpdir"), "sluice-nowhere"));

    private final int port;
    private final Optional<SluiceServer> server;

    private TestServer(int port, Optional<SluiceServer> server) {
        this.port = port;
        this.server = server;
    }

    public static TestServer start() {
        return start(Map.of());
    }

    /** @param overrides configuration keys to values, as for {@code --set} */
    public static TestServer start(Map<String, String> overrides) {
        if (RUNNING.isPresent()) {
            Assumptions.assumeTrue(overrides.isEmpty(), "a running server cannot be configured");
            return new TestServer(RUNNING.get(), Optional.empty());
        }
        try {
            SluiceServer server = SluiceServer.start(configuration(overrides), NOWHERE);
            return new TestServer(server.port(), Optional.of(server));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ConfigException | RequiredPluginsException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** The configuration of a patient server on a free port, with these keys changed. */
    public static SluiceConfig configuration(Map<String, String> overrides) throws IOException, ConfigException {
        var settings = new TreeMap<>(PATIENT);
        settings.putAll(overrides);
        List<String> assignments = settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue())
                .toList();
        Path empty = Files.createTempFile("sluice-", ".yml");
        try {
            return ConfigLoader.load(empty, assignments, name -> null, HostLimits.UNKNOWN);
        } finally {
            Files.delete(empty);
        }
    }

    public int port() {
        return port;
    }

    /** What this server has counted. */
    public long count(Counter counter) {
        return inside().counters().get(counter);
    }

    /** Bytes that the logs of all streams hold. */
    public long logBytes() {
        return inside().logBytes();
    }

    /** The server itself, for tests that look inside; skips those when it runs elsewhere. */
    public SluiceServer inside() {
        Assumptions.assumeTrue(server.isPresent(), "a running server cannot be looked into");
        return server.get();
    }

    /** As SIGHUP does it, with these keys instead of the ones at the start. */
    public ConfigChanges reload(Map<String, String> overrides) throws IOException, ConfigException {
        return inside().reload(configuration(overrides));
    }

    @Override
    public void close() {
        server.ifPresent(SluiceServer::close);
    }
}
