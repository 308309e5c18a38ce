package dev.sluice.plugin;

import dev.sluice.api.AccessRequest;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a client asks for, from an address. */
record Requests(Action action, String stream, String query, InetSocketAddress remoteAddress) implements AccessRequest {

    static Requests publish(String stream) {
        return new Requests(Action.PUBLISH, stream, "", new InetSocketAddress("192.0.2.1", 5021));
    }

    Requests play() {
        return new Requests(Action.PLAY, stream, query, remoteAddress);
    }

    Requests with(String newQuery) {
        return new Requests(action, stream, newQuery, remoteAddress);
    }

    Requests from(String address) {
        return new Requests(action, stream, query, new InetSocketAddress(address, 5021));
    }

    @Override
    public String application() {
        return "live";
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return parameters;
    }

    @Override
    public String publishType() {
        return "live";
    }

    @Override
    public double playStart() {
        return -2;
    }

    @Override
    public double playDuration() {
        return -1;
    }

    @Override
    public boolean playReset() {
        return true;
    }

    @Override
    public long connectionId() {
        return 17;
    }

    @Override
    public Instant connectedAt() {
        return Instant.EPOCH;
    }

    @Override
    public String app() {
        return "live";
    }

    @Override
    public String tcUrl() {
        return "";
    }

    @Override
    public String pageUrl() {
        return "";
    }

    @Override
    public String swfUrl() {
        return "";
    }

    @Override
    public String flashVer() {
        return "";
    }
}
