package dev.sluice.testkit;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.ConnectionInfo;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a client asks for. */
public record TestRequest(Action action, String application, String stream, String query, ConnectionInfo client)
        implements AccessRequest {

    /** A client from 127.0.0.1 that wants to publish {@code live/NAME}. */
    public static TestRequest publish(String name) {
        return new TestRequest(Action.PUBLISH, "live", name, "", TestClient.number(1));
    }

    /** A client from 127.0.0.1 that wants to play {@code live/NAME}. */
    public static TestRequest play(String name) {
        return new TestRequest(Action.PLAY, "live", name, "", TestClient.number(1));
    }

    /** A client from 127.0.0.1 that connects to {@code live}. */
    public static TestRequest connect() {
        return new TestRequest(Action.CONNECT, "live", "", "", TestClient.number(1));
    }

    /** The same with a query, such as {@code token=abc&x=%20}. */
    public TestRequest with(String newQuery) {
        return new TestRequest(action, application, stream, newQuery, client);
    }

    /** The same from another address. */
    public TestRequest from(String address) {
        return new TestRequest(action, application, stream, query, ((TestClient) client).from(address));
    }

    /** The same within another application. */
    public TestRequest in(String newApplication) {
        return new TestRequest(action, newApplication, stream, query, client);
    }

    @Override
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            String name = equals < 0 ? pair : pair.substring(0, equals);
            if (!name.isEmpty()) {
                parameters.put(decode(name), equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return parameters;
    }

    @Override
    public String publishType() {
        return action == Action.PUBLISH ? "live" : "";
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
        return client.connectionId();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return client.remoteAddress();
    }

    @Override
    public Instant connectedAt() {
        return client.connectedAt();
    }

    @Override
    public String app() {
        return client.app();
    }

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

    /** As the server does: what begins no escape stands for itself, and so does a text whose escapes are no UTF-8. */
    private static String decode(String text) {
        var bytes = new ByteArrayOutputStream();
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < in.length; i++) {
            int escaped = in[i] == '%' && i + 2 < in.length ? hex(in[i + 1], in[i + 2]) : -1;
            bytes.write(escaped >= 0 ? escaped : in[i] == '+' ? ' ' : in[i]);
            i += escaped >= 0 ? 2 : 0;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException malformed) {
            return text;
        }
    }

    /** Negative unless both are digits. */
    private static int hex(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first << 4 | second;
    }
}
