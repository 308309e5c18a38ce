package dev.sluice.testkit;

import dev.sluice.api.ConnectionInfo;
import java.net.InetSocketAddress;
import java.time.Instant;

/** A client that has connected to {@code rtmp://127.0.0.1/live}, or says what a test wants. */
public record TestClient(
        long connectionId,
        InetSocketAddress remoteAddress,
        Instant connectedAt,
        String app,
        String tcUrl,
        String pageUrl,
        String swfUrl,
        String flashVer)
        implements ConnectionInfo {

    /** OBS on this host. */
    public static TestClient number(long connectionId) {
        return new TestClient(
                connectionId,
                new InetSocketAddress("127.0.0.1", 50_000),
                Instant.EPOCH,
                "live",
                "rtmp://127.0.0.1/live",
                "",
                "",
                "FMLE/3.0 (compatible; FMSc/1.0)");
    }

    /** The same from another address. */
    public TestClient from(String address) {
        return new TestClient(
                connectionId,
                new InetSocketAddress(address, remoteAddress.getPort()),
                connectedAt,
                app,
                tcUrl,
                pageUrl,
                swfUrl,
                flashVer);
    }

    /** The same with another app, which may carry a query. */
    public TestClient to(String newApp) {
        return new TestClient(connectionId, remoteAddress, connectedAt, newApp, tcUrl, pageUrl, swfUrl, flashVer);
    }
}
