package dev.sluice.cli;

import dev.sluice.cli.Column.Cell;
import dev.sluice.cli.Terminal.Paint;
import dev.sluice.jmx.StreamsMXBean;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;

@Command(
        name = "streams",
        description = "Shows the streams, published or waited for.",
        footer = {
            "",
            "STATE is LIVE; HELD while players wait for a publisher whose connection broke; or WAITING without one."
                    + " IN and OUT are media over the last seconds, OUT to all players together; SKIPS is how often a"
                    + " player was too far behind and moved forward, REC how many plugins record it."
        })
final class StreamsCommand extends QueryCommand {
    /** Codec and size. */
    private static final int NARROWEST_VIDEO = 16;

    private static final int NARROWEST_SOFTWARE = 10;

    private static final List<Column> COLUMNS = List.of(
            Column.STREAM,
            Column.painted("STATE", StreamsCommand::state),
            Column.number("FOR", StreamsCommand::age).dispensable(2),
            Column.text("VIDEO", StreamsCommand::video).cutTo(NARROWEST_VIDEO).dispensable(1),
            Column.text("AUDIO", StreamsCommand::audio).dispensable(3),
            Column.number("IN", row -> HumanUnits.rate(row.number("bitsPerSecondIn"))),
            Column.number("OUT", row -> HumanUnits.rate(row.number("bitsPerSecondOut"))),
            Column.count("PLAYERS", "players"),
            Column.count("SKIPS", "playerSkips").dispensable(5),
            Column.count("REC", "recordings").dispensable(6),
            Column.text("PUBLISHER", "publisherAddress").dispensable(4),
            Column.text("SOFTWARE", "publisherSoftware")
                    .cutTo(NARROWEST_SOFTWARE)
                    .dispensable(7));

    StreamsCommand(Operator operator) {
        super(operator);
    }

    @Override
    Answer ask(RunningServer server, int rows) throws FailedException {
        List<Row> all = new ArrayList<>();
        String application = "";
        String name = "";
        int most = StreamsMXBean.MAX_ROWS;
        List<Row> page;
        do {
            Object[] arguments = {application, name, Math.min(rows, most)};
            page = RunningServer.rows(
                    server.invoke("Streams", "page", arguments, String.class, String.class, int.class));
            all.addAll(page);
            if (!page.isEmpty()) {
                Row last = page.get(page.size() - 1);
                application = last.raw("application");
                name = last.raw("name");
            }
        } while (page.size() == most && all.size() < rows);
        return Answer.table(all, COLUMNS, "no streams");
    }

    private static String age(Row row) {
        return row.time("publishedAt") == 0 ? "" : HumanUnits.duration(row.number("durationMillis"));
    }

    private static Cell state(Row row) {
        String state = row.text("state");
        return switch (state) {
            case "LIVE" -> new Cell(state, Paint.GOOD);
            case "HELD" -> new Cell(state, Paint.WARNING);
            default -> new Cell(state, Paint.FAINT);
        };
    }

    /** Such as {@code H.264 1920x1080 30}; frames as declared, or else as they come. */
    private static String video(Row row) {
        double declared = row.decimal("frameRate");
        double frames = declared > 0 ? declared : row.decimal("framesPerSecondIn");
        boolean sized = row.number("width") > 0 && row.number("height") > 0;
        return joined(
                row.text("videoCodec"),
                sized ? row.number("width") + "x" + row.number("height") : "",
                row.text("videoCodec").isEmpty() || frames <= 0 ? "" : HumanUnits.decimal(frames, 2) + " fps");
    }

    /** Such as {@code AAC 48 kHz stereo}. */
    private static String audio(Row row) {
        long channels = row.number("audioChannels");
        long rate = row.number("audioSampleRate");
        String layout = channels == 1 ? "mono" : channels == 2 ? "stereo" : channels + " ch";
        return joined(
                row.text("audioCodec"),
                rate > 0 ? HumanUnits.decimal(rate / 1_000.0, 2) + " kHz" : "",
                channels > 0 ? layout : "");
    }

    private static String joined(String... parts) {
        List<String> known = new ArrayList<>(List.of(parts));
        known.removeIf(String::isEmpty);
        return String.join(" ", known);
    }
}
