package dev.sluice.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;

@Command(
        name = "status",
        description = {
            "Shows how the server is doing.",
            "What has gone wrong since its start is counted at the end; --watch marks what is new."
        })
final class StatusCommand extends QueryCommand {
    /** What one had better look into, in the order of how much it matters; the names are those of the counters. */
    static final List<String> TROUBLES = List.of(
            "loopErrors",
            "poolSpent",
            "acceptFailures",
            "connectionsRefusedLimit",
            "pluginsQuarantined",
            "pluginFailures",
            "decisionsMissed",
            "recordingsFailed",
            "recordingMessagesDropped",
            "publishersIdle",
            "publishersReplaced",
            "playersLaggedOut",
            "playersStalled",
            "playerSkips",
            "loopStalls",
            "poolSlabsAllocatedInline",
            "connectsRefused",
            "publishesRefused",
            "playsRefused",
            "streamsRefused",
            "decisionsDenied",
            "decisionsBlocked",
            "eventsDropped",
            "notificationsDropped",
            "handshakeTimeouts",
            "connectTimeouts",
            "idleTimeouts",
            "privateQueueOverflows",
            "unsupportedVersion",
            "badChunkHeader",
            "badChunkSize",
            "badControlMessage",
            "badAmf",
            "badCommand",
            "messageTooLarge",
            "commandTooLarge",
            "dataTooLarge",
            "tooManyChunkStreams",
            "reassemblyTooLarge",
            "reassemblyMemorySpent",
            "headerOverhead",
            "mediaUnexpected",
            "headersNotKept");

    private Map<String, String> descriptions = Map.of();
    private Optional<Map<String, Long>> before = Optional.empty();

    StatusCommand(Operator operator) {
        super(operator);
    }

    @Override
    Answer ask(RunningServer server, int rows) throws FailedException {
        Map<String, Object> attributes = server.attributes("Server");
        List<Map<String, Object>> loops = server.numbered("EventLoop");
        List<Row> plugins = PluginsCommand.all(server);
        if (descriptions.isEmpty()) {
            descriptions = server.descriptions("Server");
        }
        Map<String, Object> data = new LinkedHashMap<>(attributes);
        data.put("eventLoops", loops);
        data.put("plugins", plugins.stream().map(Row::data).toList());
        var view =
                new StatusView(Row.of(attributes), loops.stream().map(Row::of).toList(), plugins, troubles(attributes));
        return new Answer(data, view::lines);
    }

    /** With what has been added since the last look, while the command watches. */
    private List<StatusView.Trouble> troubles(Map<String, Object> attributes) {
        Map<String, Long> now = new LinkedHashMap<>();
        for (String name : TROUBLES) {
            long count = Row.of(attributes).number(name);
            if (count > 0) {
                now.put(name, count);
            }
        }
        Map<String, Long> old = before.orElse(now);
        before = Optional.of(now);
        return now.entrySet().stream()
                .map(entry -> new StatusView.Trouble(
                        sentence(entry.getKey()),
                        entry.getValue(),
                        entry.getValue() - old.getOrDefault(entry.getKey(), 0L)))
                .toList();
    }

    /** What is counted, without its unit, which is in brackets. */
    private String sentence(String counter) {
        return descriptions.getOrDefault(counter, counter).replaceFirst(" \\[[^]]*]$", "");
    }
}
