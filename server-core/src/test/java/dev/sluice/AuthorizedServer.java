package dev.sluice;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import dev.sluice.config.ConfigException;
import dev.sluice.config.SluiceConfig;
import dev.sluice.counter.Counters;
import dev.sluice.counter.WarningLog;
import dev.sluice.net.Acceptor;
import dev.sluice.net.EventLoops;
import dev.sluice.net.ListenAddress;
import dev.sluice.protocol.MemoryBudget;
import dev.sluice.session.Bans;
import dev.sluice.session.RtmpSession;
import dev.sluice.session.SessionServices;
import dev.sluice.session.Sessions;
import dev.sluice.stream.SegmentPool;
import dev.sluice.stream.StreamEnvironment;
import dev.sluice.stream.StreamRegistry;
import dev.sluice.wire.TestServer;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** The relay with an authorizer of the test's own. */
public final class AuthorizedServer implements AutoCloseable {
    private static final int LOOPS = 2;
    private static final long POOL_BYTES = 64 << 20;

    private final Counters counters = new Counters();
    private final SegmentPool pool = new SegmentPool(POOL_BYTES, LOOPS, counters);
    private final Sessions sessions = new Sessions();
    private final Bans bans = new Bans(counters, System::nanoTime);
    private final StreamRegistry registry;
    private final EventLoops loops;
    private final Acceptor acceptor;
    private final int port;

    public AuthorizedServer(
            Function<AccessRequest, CompletionStage<Decision>> authorizer, Map<String, String> overrides)
            throws IOException, ConfigException {
        this(authorizer, event -> {}, overrides);
    }

    public AuthorizedServer(
            Function<AccessRequest, CompletionStage<Decision>> authorizer,
            Consumer<ServerEvent> events,
            Map<String, String> overrides)
            throws IOException, ConfigException {
        SluiceConfig config = TestServer.configuration(overrides);
        var warnings = new WarningLog(LoggerFactory.getLogger("dev.sluice.warnings"), System::nanoTime);
        var settings = SettingsMapper.session(config);
        var applications = SettingsMapper.applications(config);
        loops = new EventLoops(LOOPS, counters);
        registry = new StreamRegistry(new StreamEnvironment(
                pool, counters, System::nanoTime, LOOPS, config.rtmp().chunkSize()));
        var services = new SessionServices(
                registry,
                counters,
                warnings,
                () -> settings,
                () -> applications,
                authorizer,
                events,
                new MemoryBudget(POOL_BYTES),
                sessions,
                bans,
                SessionServices.adapt(loops.all()));
        acceptor =
                new Acceptor(loops, counters, warnings, () -> 100, connection -> new RtmpSession(connection, services));
        port = acceptor.bind(new ListenAddress("127.0.0.1", 0, 100)).getPort();
        acceptor.start();
    }

    public int port() {
        return port;
    }

    public Sessions sessions() {
        return sessions;
    }

    public Bans bans() {
        return bans;
    }

    public StreamRegistry streams() {
        return registry;
    }

    /** Bytes of the log pool that are in use. */
    public long logBytes() {
        return pool.usedBytes();
    }

    public Counters counters() {
        return counters;
    }

    @Override
    public void close() throws IOException {
        acceptor.close();
        loops.close();
        pool.close();
    }
}
