package dev.sluice.hooks;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Where a hook goes.
 *
 * @param uri without user and password
 * @param authorization the header that says them; empty for none
 * @param shown for logs: scheme, host, port and path
 */
record Target(URI uri, String authorization, String shown) {
    /** @throws IllegalArgumentException that names the key and not the URL */
    static Target of(String key, String url) {
        URI given = parsed(key, url);
        String scheme = given.getScheme() == null ? "" : given.getScheme().toLowerCase(Locale.ROOT);
        boolean usable = (scheme.equals("http") || scheme.equals("https")) && given.getHost() != null;
        if (!usable) {
            throw refusal(key);
        }
        String port = given.getPort() < 0 ? "" : ":" + given.getPort();
        String path = given.getRawPath().isEmpty() ? "/" : given.getRawPath();
        String shown = scheme + "://" + given.getHost() + port + path;
        String query = given.getRawQuery() == null ? "" : "?" + given.getRawQuery();
        return new Target(URI.create(shown + query), authorizationOf(given), shown);
    }

    /** A request to it, without method. */
    HttpRequest.Builder request() {
        return requestWith("");
    }

    /** The same with more of a query. */
    HttpRequest.Builder requestWith(String moreQuery) {
        String joint = moreQuery.isEmpty() ? "" : uri.getRawQuery() == null ? "?" : "&";
        HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create(uri + joint + moreQuery));
        if (!authorization.isEmpty()) {
            builder.setHeader("Authorization", authorization);
        }
        return builder;
    }

    /** What is {@link #shown}. */
    @Override
    public String toString() {
        return shown;
    }

    private static URI parsed(String key, String url) {
        try {
            return new URI(url.strip());
        } catch (URISyntaxException malformed) {
            throw refusal(key);
        }
    }

    private static String authorizationOf(URI given) {
        String user = given.getUserInfo();
        return user == null ? "" : "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    }

    private static IllegalArgumentException refusal(String key) {
        return new IllegalArgumentException(key + ": expected a URL such as https://host:8443/path");
    }
}
