package dev.sluice.jmx;

import dev.sluice.api.ConnectionInfo;
import dev.sluice.api.ServerEvent;
import dev.sluice.session.Bans;
import dev.sluice.session.Bans.Ban;
import dev.sluice.stream.StreamPath;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.management.ObjectName;

/** All streams as a client sees them. */
final class StreamsBean extends Notes implements StreamsMXBean {
    static final ObjectName NAME = Names.of("Streams");

    private static final String BEAN = "Streams";
    private static final StreamPath BEGINNING = new StreamPath("", "");
    private static final List<String> SHOWN_DETAILS = List.of("bytesIn", "messagesIn", "millis");

    private final StreamDirectory directory;
    private final Bans bans;
    private final StreamOperations streams;
    private final Operations operations;

    StreamsBean(StreamDirectory directory, Bans bans, StreamOperations streams, Operations operations) {
        super(
                NAME,
                "dev.sluice.stream.",
                "A stream is published, is not any more, or its publisher has been silent for a while.",
                "started",
                "stopped",
                "stalled");
        this.directory = directory;
        this.bans = bans;
        this.streams = streams;
        this.operations = operations;
    }

    /** Tells of a {@link ServerEvent.Type#PUBLISH_STARTED}, PUBLISH_STOPPED or STREAM_STALLED. */
    void tell(ServerEvent event) {
        String stream = event.application() + "/" + event.stream();
        switch (event.type()) {
            case PUBLISH_STARTED -> tell(event, "started", "stream " + stream + " is being published");
            case PUBLISH_STOPPED ->
                tell(event, "stopped", "stream " + stream + " is not being published any more: " + event.reason());
            case STREAM_STALLED -> tell(event, "stalled", "the publisher of stream " + stream + " is silent");
            default -> throw new IllegalArgumentException(event.toString());
        }
    }

    private void tell(ServerEvent event, String kind, String sentence) {
        Map<String, String> facts = new HashMap<>(event.details());
        facts.keySet().retainAll(SHOWN_DETAILS);
        facts.put("application", event.application());
        facts.put("name", event.stream());
        event.connection().ifPresent(publisher -> describe(publisher, facts));
        if (!event.reason().isEmpty()) {
            facts.put("reason", event.reason());
        }
        send(kind, event.time().toEpochMilli(), sentence, facts);
    }

    private static void describe(ConnectionInfo publisher, Map<String, String> facts) {
        facts.put("connection", String.valueOf(publisher.connectionId()));
        facts.put("address", Addresses.text(publisher.remoteAddress()));
    }

    @Override
    public List<StreamRow> getStreams() {
        return directory.rows(BEGINNING, MAX_ROWS);
    }

    @Override
    public int getCount() {
        return directory.count();
    }

    @Override
    public List<BanRow> getBans() {
        return bans.all().stream()
                .sorted(Comparator.comparingLong(Ban::remainingMillis))
                .limit(MAX_ROWS)
                .<BanRow>map(BanFigures::new)
                .toList();
    }

    @Override
    public List<StreamRow> page(String application, String name, int max) {
        return operations.ask(
                "Streams.page",
                List.of(String.valueOf(application), String.valueOf(name), String.valueOf(max)),
                () -> directory.rows(Arguments.position(application, name), Arguments.rows(max, MAX_ROWS)));
    }

    @Override
    public StreamRow describe(String application, String name) {
        return operations.ask("Streams.describe", List.of(String.valueOf(application), String.valueOf(name)), () -> {
            StreamPath path = Arguments.stream(application, name);
            return directory
                    .row(path)
                    .orElseThrow(() -> new RefusedException(path + " is neither published nor waited for"));
        });
    }

    @Override
    public void dropPublisher(String application, String name) {
        streams.dropPublisher(BEAN, application, name);
    }

    @Override
    public boolean dropPublisher(String application, String name, long banSeconds) {
        return streams.dropPublisher(BEAN, application, name, banSeconds);
    }

    @Override
    public int dropPlayers(String application, String name) {
        return streams.dropPlayers(BEAN, application, name);
    }

    @Override
    public boolean liftBan(String application, String name) {
        return streams.liftBan(BEAN, application, name);
    }
}
