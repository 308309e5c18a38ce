package dev.sluice.hooks;

import dev.sluice.api.AccessRequest;
import dev.sluice.api.AccessRequest.Action;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.Decision;
import dev.sluice.api.ServerEvent;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The parameters of nginx-rtmp's notify module, in its order, and what it makes of the answers. Unlike there, what a
 * client sends is encoded and cannot pass for a parameter of ours.
 */
final class NginxDialect implements Dialect {
    /** What says who a client is and what it wants is never the client's to say, in no call. */
    private static final Set<String> RESERVED =
            Set.of("call", "app", "flashver", "swfurl", "tcurl", "pageurl", "addr", "clientid", "name");

    private final HooksSettings.Method method;
    private final Map<String, String> headers;
    private final RequestedNames names;
    private final Allowances allowances;

    NginxDialect(
            HooksSettings.Method method, Map<String, String> headers, RequestedNames names, Allowances allowances) {
        this.method = method;
        this.headers = headers;
        this.names = names;
        this.allowances = allowances;
    }

    @Override
    public Outgoing ask(Target target, AccessRequest request) {
        Form form = new Form(RESERVED);
        String app = withoutQuery(request.application());
        switch (request.action()) {
            case CONNECT ->
                addClient(form, app, request)
                        .add("epoch", request.connectedAt().toEpochMilli() & 0xFFFFFFFFL)
                        .add("call", "connect");
            case PUBLISH ->
                addSession(form, app, request)
                        .add("call", "publish")
                        .add("name", request.stream())
                        .add("type", request.publishType());
            default ->
                addSession(form, app, request)
                        .add("call", "play")
                        .add("name", request.stream())
                        .add("start", unsigned(request.playStart()))
                        .add("duration", request.playDuration() == -1 ? 0 : unsigned(request.playDuration()))
                        .add("reset", request.playReset() ? 1 : 0);
        }
        return outgoing(target, form, request.query());
    }

    @Override
    public Decision decide(AccessRequest request, Reply reply) {
        if (reply.ok() || reply.redirects() && reply.location().isEmpty()) {
            if (request.action() != Action.CONNECT) {
                allowances.allowed(request, request.stream());
            }
            return Decision.allow();
        }
        if (reply.redirects()) {
            return renamed(request, Redirect.streamName(reply.location()));
        }
        if (reply.refuses()) {
            return Decision.deny("Not authorized.");
        }
        throw reply.noDecision();
    }

    @Override
    public Outgoing tell(Target target, Hook hook, ServerEvent event) {
        Form form = session(event).add("call", hook.name().toLowerCase(Locale.ROOT));
        if (hook == Hook.RECORD_DONE) {
            form.add("recorder", event.details().getOrDefault("plugin", ""));
        }
        if (hook != Hook.DISCONNECT) {
            form.add("name", names.of(event));
        }
        if (hook == Hook.RECORD_DONE) {
            form.add("path", event.details().getOrDefault("location", ""));
        }
        return outgoing(target, form, event.query());
    }

    @Override
    public Outgoing update(Target target, ServerEvent start, Duration elapsed) {
        boolean publishes = start.type() == ServerEvent.Type.PUBLISH_STARTED;
        Form form = session(start)
                .add("call", publishes ? "update_publish" : "update_play")
                .add("time", elapsed.toSeconds())
                .add("timestamp", elapsed.toMillis())
                .add("name", names.of(start));
        return outgoing(target, form, start.query());
    }

    @Override
    public Optional<String> endsConnection(Reply reply) {
        return reply.refuses() ? Optional.of("The backend has ended it.") : Optional.empty();
    }

    @Override
    public List<ServerEvent> ends(ServerEvent event) {
        List<ServerEvent> ends = new ArrayList<>(Dialect.super.ends(event));
        ends.addAll(allowances.endedBy(event));
        return ends;
    }

    @Override
    public void happened(ServerEvent event) {
        names.happened(event);
    }

    private Decision renamed(AccessRequest request, String name) {
        if (request.action() == Action.CONNECT) {
            throw NoDecisionException.unusable("the backend redirects to another application, which is not possible");
        }
        names.remember(request.connectionId(), name, request.stream());
        allowances.allowed(request, name);
        return Decision.allowAs(name);
    }

    private Outgoing outgoing(Target target, Form form, String clientQuery) {
        String urlQuery = target.uri().getRawQuery();
        String parameters = form.reserve(urlQuery == null ? "" : urlQuery)
                .addClients(clientQuery)
                .toString();
        return new Outgoing(target, () -> request(target, parameters), false);
    }

    private HttpRequest request(Target target, String parameters) {
        if (method == HooksSettings.Method.GET) {
            HttpRequest.Builder get = target.requestWith(parameters).GET();
            headers.forEach(get::setHeader);
            return get.build();
        }
        HttpRequest.Builder post = target.request()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(parameters));
        headers.forEach(post::setHeader);
        return post.build();
    }

    private static Form session(ServerEvent event) {
        Form form = new Form(RESERVED);
        ConnectionInfo client = event.connection().orElse(null);
        if (client == null) {
            return form.add("app", event.application());
        }
        String app = event.application().isEmpty() ? client.app() : event.application();
        return addSession(form, withoutQuery(app), client);
    }

    private static Form addSession(Form form, String app, ConnectionInfo client) {
        return addClient(form, app, client).add("clientid", client.connectionId());
    }

    private static Form addClient(Form form, String app, ConnectionInfo client) {
        return form.add("app", app)
                .add("flashver", client.flashVer())
                .add("swfurl", client.swfUrl())
                .add("tcurl", client.tcUrl())
                .add("pageurl", client.pageUrl())
                .add("addr", Addresses.text(client.remoteAddress()));
    }

    private static String withoutQuery(String app) {
        int question = app.indexOf('?');
        String path = question < 0 ? app : app.substring(0, question);
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** As nginx-rtmp shows negative numbers: ffmpeg's -2000 is 4294965296. */
    private static long unsigned(double number) {
        return (long) number & 0xFFFFFFFFL;
    }
}
