package dev.sluice.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Something that has happened. Immutable. */
public final class ServerEvent {
    private final Type type;
    private final Instant time;
    private final long subjectId;
    private final boolean replayed;
    private final ConnectionInfo connection;
    private final String application;
    private final String stream;
    private final String query;
    private final String reason;
    private final Map<String, String> details;
    private final ServerStatistics statistics;

    private ServerEvent(Builder builder, boolean replayed) {
        this.type = builder.type;
        this.time = builder.time;
        this.subjectId = builder.subjectId;
        this.replayed = replayed;
        this.connection = builder.connection;
        this.application = builder.application;
        this.stream = builder.stream;
        this.query = builder.query;
        this.reason = builder.reason;
        this.details = Collections.unmodifiableMap(new LinkedHashMap<>(builder.details));
        this.statistics = builder.statistics;
    }

    /**
     * What has happened. Starts and stops come in pairs with the same {@link ServerEvent#subjectId}; everything else is
     * informational. Further constants may come: have a {@code default} branch.
     */
    public enum Type {
        /** A client's connect was accepted. Subject: the connection. */
        CONNECTION_OPENED,
        /** Its connection is closed, for the {@link ServerEvent#reason}. Details: bytesIn, bytesOut, millis. */
        CONNECTION_CLOSED,
        /** A client's connect was refused, for the {@link ServerEvent#reason}. */
        CONNECTION_REJECTED,
        /** A client publishes. Subject: this publication. Details: publishType. */
        PUBLISH_STARTED,
        /** It does not publish any more. Details: publishType, bytesIn (payload), messagesIn, millis. */
        PUBLISH_STOPPED,
        /** A client may not publish, for the {@link ServerEvent#reason}. */
        PUBLISH_REJECTED,
        /** A client plays, or waits for a publisher. Subject: this playing. */
        PLAY_STARTED,
        /** It does not play any more. Details: bytesOut, millis. */
        PLAY_STOPPED,
        /** A client may not play, for the {@link ServerEvent#reason}. */
        PLAY_REJECTED,
        /** A stream is recorded. Subject: this recording. Details: plugin, location. */
        RECORDING_STARTED,
        /** It has ended, for the {@link ServerEvent#reason}. Details: plugin, location, messages, dropped, millis. */
        RECORDING_STOPPED,
        /**
         * A recording could not be begun or has ended early, for the {@link ServerEvent#reason}. In the latter case it
         * stands in place of the stop, with the same subject and details; else the subject is 0.
         */
        RECORDING_FAILED,
        /** A recording has finished a part, at the location, and goes on. Details: plugin, location. */
        RECORDING_PART,
        /** A publisher has sent nothing for a while, but is not given up yet. Details: millis. */
        STREAM_STALLED,
        /** A player was too far behind and has skipped. */
        PLAYER_SLOW,
        /** A connection is closed because of what it sent. */
        PROTOCOL_ERROR,
        /** A plugin is in another state. Details: plugin, version, state, and cause if it failed. */
        PLUGIN_STATE,
        /** Every ten seconds. See {@link ServerEvent#statistics}. */
        STATISTICS;

        /** Whether it begins something that a later event ends. */
        public boolean starts() {
            return this == CONNECTION_OPENED
                    || this == PUBLISH_STARTED
                    || this == PLAY_STARTED
                    || this == RECORDING_STARTED;
        }

        /** Whether it ends something; {@link #RECORDING_FAILED} does so if its subject is not 0. */
        public boolean stops() {
            return this == CONNECTION_CLOSED
                    || this == PUBLISH_STOPPED
                    || this == PLAY_STOPPED
                    || this == RECORDING_STOPPED;
        }
    }

    /** Begins an event, of this moment and about nothing yet. For the server, and for tests of listeners. */
    public static Builder of(Type type) {
        return new Builder(type);
    }

    /** What has happened. */
    public Type type() {
        return type;
    }

    /** When. */
    public Instant time() {
        return time;
    }

    /**
     * The number of what started or stopped, unique for its kind (connection, publication, playing, recording) while the
     * server runs; 0 for what is neither.
     */
    public long subjectId() {
        return subjectId;
    }

    /** Whether it started before this listener came. */
    public boolean replayed() {
        return replayed;
    }

    /** The connection that it is about, if it is about one. */
    public Optional<ConnectionInfo> connection() {
        return Optional.ofNullable(connection);
    }

    /** The application that it is about, else empty. */
    public String application() {
        return application;
    }

    /** The name of the stream that it is about, within the application, else empty. */
    public String stream() {
        return stream;
    }

    /** The query behind what the client asked for, without the question mark, else empty. It may hold secrets. */
    public String query() {
        return query;
    }

    /** Why, in words, where there is a reason, else empty. */
    public String reason() {
        return reason;
    }

    /** Further facts by the names that {@link Type} gives. Sizes are in bytes; {@code millis} is how long it lasted. */
    public Map<String, String> details() {
        return details;
    }

    /** What the server counts, of {@link Type#STATISTICS}. */
    public Optional<ServerStatistics> statistics() {
        return Optional.ofNullable(statistics);
    }

    /** The same event for a listener that was not there when it happened. */
    public ServerEvent asReplayed() {
        return new ServerEvent(
                new Builder(type)
                        .time(time).subject(subjectId).connection(connection).stream(application, stream)
                                .query(query)
                                .reason(reason)
                                .details(details)
                                .statistics(statistics),
                true);
    }

    /** Without the query. */
    @Override
    public String toString() {
        String who = connection == null ? "" : " c" + connection.connectionId();
        String what = stream.isEmpty() ? application : application + "/" + stream;
        return type + who + (what.isEmpty() ? "" : " " + what) + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** Puts an event together. For one thread. */
    public static final class Builder {
        private final Type type;
        private final Map<String, String> details = new LinkedHashMap<>();
        private Instant time = Instant.now();
        private long subjectId;
        private ConnectionInfo connection;
        private String application = "";
        private String stream = "";
        private String query = "";
        private String reason = "";
        private ServerStatistics statistics;

        private Builder(Type type) {
            this.type = Objects.requireNonNull(type, "type");
        }

        /** See {@link ServerEvent#time}. */
        public Builder time(Instant newTime) {
            time = Objects.requireNonNull(newTime, "time");
            return this;
        }

        /** See {@link ServerEvent#subjectId}. */
        public Builder subject(long id) {
            subjectId = id;
            return this;
        }

        /** See {@link ServerEvent#connection}; null for none. */
        public Builder connection(ConnectionInfo newConnection) {
            connection = newConnection;
            return this;
        }

        /** See {@link ServerEvent#application} and {@link ServerEvent#stream}. */
        public Builder stream(String newApplication, String name) {
            application = Objects.requireNonNull(newApplication, "application");
            stream = Objects.requireNonNull(name, "name");
            return this;
        }

        /** See {@link ServerEvent#query}. */
        public Builder query(String newQuery) {
            query = Objects.requireNonNull(newQuery, "query");
            return this;
        }

        /** See {@link ServerEvent#reason}. */
        public Builder reason(String newReason) {
            reason = Objects.requireNonNull(newReason, "reason");
            return this;
        }

        /** One more of {@link ServerEvent#details}. */
        public Builder detail(String name, Object value) {
            details.put(name, String.valueOf(value));
            return this;
        }

        /** See {@link ServerEvent#statistics}; null for none. */
        public Builder statistics(ServerStatistics newStatistics) {
            statistics = newStatistics;
            return this;
        }

        private Builder details(Map<String, String> more) {
            details.putAll(more);
            return this;
        }

        /** The event. */
        public ServerEvent build() {
            return new ServerEvent(this, false);
        }
    }
}
