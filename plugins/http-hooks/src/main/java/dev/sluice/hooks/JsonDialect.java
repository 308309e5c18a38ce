package dev.sluice.hooks;

import com.google.gson.JsonObject;
import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A JSON object there, and perhaps another one back. */
final class JsonDialect implements Dialect {
    private final Signature signature;
    private final Map<String, String> headers;

    JsonDialect(Signature signature, Map<String, String> headers) {
        this.signature = signature;
        this.headers = headers;
    }

    @Override
    public Outgoing ask(Target target, AccessRequest request) {
        JsonObject body = begin(request.action().name(), Instant.now());
        addStream(body, request.application(), request.stream(), request.query());
        if (request.action() == Action.PUBLISH) {
            body.addProperty("publishType", request.publishType());
        }
        if (request.action() == Action.PLAY) {
            body.addProperty("start", finite(request.playStart()));
            body.addProperty("duration", finite(request.playDuration()));
            body.addProperty("reset", request.playReset());
        }
        body.add("connection", connection(request));
        return outgoing(target, body, true);
    }

    @Override
    public Decision decide(AccessRequest request, Reply reply) {
        if (reply.refuses()) {
            return Decision.deny(JsonAnswer.NO_REASON);
        }
        if (!reply.ok()) {
            throw reply.noDecision();
        }
        return JsonAnswer.decision(reply.body());
    }

    @Override
    public Outgoing tell(Target target, Hook hook, ServerEvent event) {
        JsonObject body = begin(event.type().name(), event.time());
        body.addProperty("subject", event.subjectId());
        body.addProperty("replayed", event.replayed());
        addStream(body, event.application(), event.stream(), event.query());
        body.addProperty("reason", event.reason());
        event.connection().ifPresent(client -> body.add("connection", connection(client)));
        JsonObject details = new JsonObject();
        event.details().forEach(details::addProperty);
        body.add("details", details);
        return outgoing(target, body, false);
    }

    @Override
    public Outgoing update(Target target, ServerEvent start, Duration elapsed) {
        boolean publishes = start.type() == ServerEvent.Type.PUBLISH_STARTED;
        JsonObject body = begin(publishes ? "update_publish" : "update_play", Instant.now());
        body.addProperty("subject", start.subjectId());
        addStream(body, start.application(), start.stream(), start.query());
        body.addProperty("millis", elapsed.toMillis());
        start.connection().ifPresent(client -> body.add("connection", connection(client)));
        return outgoing(target, body, true);
    }

    @Override
    public Optional<String> endsConnection(Reply reply) {
        if (reply.refuses()) {
            return Optional.of(JsonAnswer.NO_REASON);
        }
        if (!reply.ok()) {
            return Optional.empty();
        }
        Decision decision = JsonAnswer.decision(reply.body());
        return decision.verdict() == Decision.Verdict.DENY ? Optional.of(decision.reason()) : Optional.empty();
    }

    private Outgoing outgoing(Target target, JsonObject json, boolean readsBody) {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        return new Outgoing(target, () -> request(target, body), readsBody);
    }

    private HttpRequest request(Target target, byte[] body) {
        HttpRequest.Builder post = target.request()
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        headers.forEach(post::setHeader);
        signature.sign(post, body);
        return post.build();
    }

    /** The id is the same each time that this is sent again. */
    private static JsonObject begin(String event, Instant time) {
        JsonObject body = new JsonObject();
        body.addProperty("event", event.toLowerCase(Locale.ROOT));
        body.addProperty("id", UUID.randomUUID().toString());
        body.addProperty("time", time.toString());
        return body;
    }

    private static void addStream(JsonObject body, String application, String stream, String query) {
        body.addProperty("application", application);
        body.addProperty("stream", stream);
        body.addProperty("query", query);
    }

    private static JsonObject connection(ConnectionInfo client) {
        JsonObject json = new JsonObject();
        json.addProperty("id", client.connectionId());
        json.addProperty("address", Addresses.text(client.remoteAddress()));
        json.addProperty("port", client.remoteAddress().getPort());
        json.addProperty("connectedAt", client.connectedAt().toString());
        json.addProperty("app", client.app());
        json.addProperty("tcUrl", client.tcUrl());
        json.addProperty("pageUrl", client.pageUrl());
        json.addProperty("swfUrl", client.swfUrl());
        json.addProperty("flashVer", client.flashVer());
        return json;
    }

    /** JSON has neither infinities nor NaN. */
    private static Double finite(double number) {
        return Double.isFinite(number) ? number : null;
    }
}
