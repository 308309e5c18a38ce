package dev.sluice.session;

import dev.sluice.api.AccessRequest;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

/** A client's request with all that is known of the client. */
record ClientRequest(
        Action action,
        String application,
        String stream,
        String query,
        Map<String, String> parameters,
        String publishType,
        ClientIdentity client)
        implements AccessRequest {

    @Override
    public String tcUrl() {
        return client.tcUrl();
    }

    @Override
    public String pageUrl() {
        return client.pageUrl();
    }

    @Override
    public String swfUrl() {
        return client.swfUrl();
    }

    @Override
    public String flashVer() {
        return client.flashVer();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return client.remoteAddress();
    }

    @Override
    public long connectionId() {
        return client.connectionId();
    }

    @Override
    public Instant connectedAt() {
        return client.connectedAt();
    }

    /** Without anything that may hold a secret. */
    @Override
    public String toString() {
        return action + " " + PrintableText.of(application + "/" + stream) + " by " + client;
    }
}
