package dev.sluice.eventlog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.ServerEvent;
import dev.sluice.api.ServerEvent.Type;
import dev.sluice.api.ServerStatistics;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One event as one line of JSON in UTF-8. What is empty is left out. Queries are too: neither that of the stream nor
 * those of app, tcUrl, pageUrl and swfUrl are written, for they may hold secrets. Any thread.
 */
final class EventLine {
    private static final JsonFactory JSON = new JsonFactory();
    private static final DateTimeFormatter TIME =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();
    private static final Set<String> NUMBERS =
            Set.of("millis", "bytesIn", "bytesOut", "messagesIn", "messages", "dropped");

    /** What JSON lets stand but readers of lines and terminals stumble over; \p{Cs} are halves of a pair. */
    private static final Pattern TROUBLE = Pattern.compile("[\\x7f-\\x9f\\u2028\\u2029\\p{Cs}]");

    /** Some clients encode the question mark, even twice, which makes the query part of the name. */
    private static final Pattern QUERY_MARK = Pattern.compile("\\?|%(?:25)*3[fF]");

    private final boolean rejectedStreams;

    /** @param rejectedStreams whether a stream is named that a client may not publish or play: it may be a secret key */
    EventLine(boolean rejectedStreams) {
        this.rejectedStreams = rejectedStreams;
    }

    /** With the line feed. */
    byte[] of(ServerEvent event) {
        var text = new StringWriter(512);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            write(json, event);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        String line = TROUBLE.matcher(text.toString()).replaceAll(match -> escaped(match.group()));
        return (line + '\n').getBytes(StandardCharsets.UTF_8);
    }

    private static String escaped(String trouble) {
        char character = trouble.charAt(0);
        return String.format("\\\\u%04x", Character.isSurrogate(character) ? 0xfffd : (int) character);
    }

    private void write(JsonGenerator json, ServerEvent event) throws IOException {
        json.writeStartObject();
        json.writeStringField("time", time(event.time()));
        json.writeStringField("type", EventGroups.written(event.type()));
        if (event.subjectId() != 0) {
            json.writeNumberField("subject", event.subjectId());
        }
        if (event.replayed()) {
            json.writeBooleanField("replayed", true);
        }
        if (event.connection().isPresent()) {
            write(json, event.connection().get());
        }
        text(json, "application", withoutQuery(event.application()));
        if (rejectedStreams || !isRejection(event.type())) {
            text(json, "stream", withoutQuery(event.stream()));
        }
        text(json, "reason", event.reason());
        write(json, event.details());
        if (event.statistics().isPresent()) {
            write(json, event.statistics().get());
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ConnectionInfo connection) throws IOException {
        InetAddress address = connection.remoteAddress().getAddress();
        json.writeObjectFieldStart("connection");
        json.writeNumberField("id", connection.connectionId());
        text(json, "address", address == null ? connection.remoteAddress().getHostString() : address.getHostAddress());
        json.writeNumberField("port", connection.remoteAddress().getPort());
        json.writeStringField("connectedAt", time(connection.connectedAt()));
        text(json, "app", withoutQuery(connection.app()));
        text(json, "flashVer", connection.flashVer());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Map<String, String> details) throws IOException {
        if (details.isEmpty()) {
            return;
        }
        json.writeObjectFieldStart("details");
        for (Map.Entry<String, String> detail : details.entrySet()) {
            String value = detail.getValue();
            if (NUMBERS.contains(detail.getKey()) && value.matches("[0-9]{1,18}")) {
                json.writeNumberField(detail.getKey(), Long.parseLong(value));
            } else {
                json.writeStringField(detail.getKey(), value);
            }
        }
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, ServerStatistics statistics) throws IOException {
        json.writeObjectFieldStart("statistics");
        json.writeNumberField("uptimeMillis", statistics.uptime().toMillis());
        json.writeNumberField("connections", statistics.connections());
        json.writeNumberField("publishers", statistics.publishers());
        json.writeNumberField("players", statistics.players());
        json.writeNumberField("streams", statistics.streams().size());
        json.writeNumberField("bytesIn", statistics.bytesIn());
        json.writeNumberField("bytesOut", statistics.bytesOut());
        json.writeNumberField("logBytes", statistics.logBytes());
        json.writeEndObject();
    }

    private static boolean isRejection(Type type) {
        return type == Type.CONNECTION_REJECTED || type == Type.PUBLISH_REJECTED || type == Type.PLAY_REJECTED;
    }

    private static void text(JsonGenerator json, String name, String value) throws IOException {
        if (!value.isEmpty()) {
            json.writeStringField(name, value);
        }
    }

    private static String withoutQuery(String name) {
        Matcher mark = QUERY_MARK.matcher(name);
        return mark.find() ? name.substring(0, mark.start()) : name;
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
