package dev.sluice.api;

import java.net.InetSocketAddress;
import java.time.Instant;

/**
 * Who is connected. Immutable; any thread may read it.
 *
 * <p>Everything but {@link #connectionId}, {@link #remoteAddress} and {@link #connectedAt} is what the client says of
 * itself in its connect (RTMP 1.0, 7.2.1.1), cut at 2,048 characters. Strings are never null: what the client left out
 * is empty.
 */
public interface ConnectionInfo {
    /** The number of the connection in logs and management, unique while the server runs. */
    long connectionId();

    InetSocketAddress remoteAddress();

    /** When the connection was accepted. */
    Instant connectedAt();

    /** The application as the client named it: it may hold a query, and with it secrets. */
    String app();

    /** The URL of the server as the client knows it; it may hold secrets. */
    String tcUrl();

    /** The page that the player is on. */
    String pageUrl();

    String swfUrl();

    /** The client's name for itself, such as {@code FMLE/3.0 (compatible; FMSc/1.0)}. */
    String flashVer();
}
