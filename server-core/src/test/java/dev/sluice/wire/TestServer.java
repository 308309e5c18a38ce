package dev.sluice.wire;

import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * The server under test. With the system property {@code sluice.test.port} it is a server that runs already, for
 * instance another product, to see how the tests judge that.
 */
public final class TestServer implements AutoCloseable {
    private static final String RUNNING = "sluice.test.port";

    private final int port;

    private TestServer(int port) {
        this.port = port;
    }

    public static TestServer start() {
        return start(Map.of());
    }

    /** @param overrides configuration keys to values, as for {@code --set} */
    public static TestServer start(Map<String, String> overrides) {
        Integer running = Integer.getInteger(RUNNING);
        Assumptions.assumeTrue(running != null, "no server yet");
        Assumptions.assumeTrue(overrides.isEmpty(), "a running server cannot be configured");
        return new TestServer(running);
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {}
}
