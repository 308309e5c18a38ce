package dev.sluice.session;

import dev.sluice.amf.AmfValue;
import dev.sluice.api.ConnectionInfo;
import java.net.InetSocketAddress;
import java.time.Instant;

/** Who is connected, and what it said in its connect. */
record ClientIdentity(
        long connectionId,
        InetSocketAddress remoteAddress,
        Instant connectedAt,
        String app,
        String tcUrl,
        String pageUrl,
        String swfUrl,
        String flashVer)
        implements ConnectionInfo {

    /** Kept as long as the connection: more than any real client sends, and little times ten thousand. */
    private static final int MAX_CHARS = 2_048;

    static ClientIdentity unknown(long connectionId, InetSocketAddress remoteAddress) {
        return new ClientIdentity(connectionId, remoteAddress, Instant.now(), "", "", "", "", "");
    }

    /** With the properties of a connect's command object (RTMP 1.0, 7.2.1.1). */
    ClientIdentity connected(AmfValue properties) {
        return new ClientIdentity(
                connectionId,
                remoteAddress,
                connectedAt,
                text(properties, "app"),
                text(properties, "tcUrl"),
                text(properties, "pageUrl"),
                text(properties, "swfUrl"),
                text(properties, "flashVer"));
    }

    private static String text(AmfValue properties, String name) {
        String text = properties.property(name).asString().orElse("");
        return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
    }

    /** Without what the client said: its URLs may hold secrets. */
    @Override
    public String toString() {
        return "c" + connectionId + " " + remoteAddress;
    }
}
