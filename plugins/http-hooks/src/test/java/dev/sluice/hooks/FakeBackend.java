package dev.sluice.hooks;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/** A real HTTP server on a free port. It remembers what it is sent, and answers 200 until a test says otherwise. */
final class FakeBackend implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ThreadLocal<Received> answered = new ThreadLocal<>();
    private volatile HttpHandler handler = exchange -> respond(exchange, 200, "");

    /** A request. */
    record Received(String method, String path, String query, Headers headers, String body) {
        /** Names and values in their order, decoded; a name that comes twice has both values. */
        Map<String, String> parameters() {
            Map<String, String> parameters = new LinkedHashMap<>();
            for (String pair : (method.equals("GET") ? query : body).split("&")) {
                String[] parts = pair.split("=", 2);
                parameters.merge(decoded(parts[0]), decoded(parts[1]), (a, b) -> a + "|" + b);
            }
            return parameters;
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    private FakeBackend(HttpServer server) {
        this.server = server;
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    static FakeBackend start() throws IOException {
        return new FakeBackend(HttpServer.create(loopback(), 0));
    }

    static FakeBackend startHttps(SSLContext context) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return new FakeBackend(server);
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    List<Received> received() {
        return received;
    }

    /** The request that the calling handler is to answer. */
    Received answered() {
        return answered.get();
    }

    /** Of the requests so far, the parameter or member of that name. */
    List<String> all(String parameter) {
        List<String> values = new ArrayList<>();
        received.forEach(request -> values.add(request.parameters().get(parameter)));
        return values;
    }

    void answers(HttpHandler newHandler) {
        handler = newHandler;
    }

    void answers(int status) {
        answers(status, "");
    }

    void answers(int status, String body) {
        handler = exchange -> respond(exchange, status, body);
    }

    void redirects(int status, String location) {
        handler = exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            respond(exchange, status, "");
        };
    }

    static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String query = exchange.getRequestURI().getRawQuery();
        var request = new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                query == null ? "" : query,
                exchange.getRequestHeaders(),
                body);
        answered.set(request);
        received.add(request);
        handler.handle(exchange);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
