package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.cli.StreamArgument.Split;
import dev.sluice.jmx.ConnectionsMXBean;
import dev.sluice.jmx.StreamsMXBean;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "drop",
        synopsisSubcommandLabel = "publisher|players|connection",
        description = "Disconnects a publisher, players, or one connection.")
final class DropCommand extends CommandGroup {
    private final Operator operator;

    DropCommand(Operator operator) {
        this.operator = operator;
    }

    @Command(
            name = "publisher",
            description = {
                "Disconnects the publisher of a stream.",
                "It may come back, and players wait for it; with --ban they do not."
            })
    int publisher(
            @Mixin StreamParameter parameter,
            @Option(
                            names = "--ban",
                            paramLabel = "TIME",
                            converter = BanTime.class,
                            description = "Nobody may publish it for so long, such as 10m; see \"bans\" and \"unban\".")
                    Duration ban,
            @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        StreamArgument stream = parameter.stream();
        return operator.perform(options, server -> {
            Split split = stream.locate(server);
            StreamsMXBean streams = server.bean("Streams", StreamsMXBean.class);
            if (ban == null) {
                server.order(() -> streams.dropPublisher(split.application(), split.name()));
                return Done.saying("disconnected the publisher of " + stream).with("stream", stream.path());
            }
            boolean dropped =
                    server.ask(() -> streams.dropPublisher(split.application(), split.name(), ban.toSeconds()));
            String what = dropped ? "disconnected the publisher of " : "nobody was publishing ";
            return Done.saying(what + stream + "; nobody may publish it for " + HumanUnits.duration(ban.toMillis()))
                    .with("stream", stream.path())
                    .with("dropped", dropped)
                    .with("banSeconds", ban.toSeconds());
        });
    }

    @Command(name = "players", description = "Disconnects the players of a stream, also those that wait for it.")
    int players(@Mixin StreamParameter parameter, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        StreamArgument stream = parameter.stream();
        return operator.perform(options, server -> {
            Split split = stream.locate(server);
            StreamsMXBean streams = server.bean("Streams", StreamsMXBean.class);
            int dropped = server.ask(() -> streams.dropPlayers(split.application(), split.name()));
            return Done.saying("disconnected " + dropped + (dropped == 1 ? " player of " : " players of ") + stream)
                    .with("stream", stream.path())
                    .with("players", dropped);
        });
    }

    @Command(name = "connection", description = "Disconnects one connection.")
    int connection(
            @Parameters(paramLabel = "ID", description = "Its number, as \"connections\" and the log show it.") long id,
            @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        return operator.perform(options, server -> {
            ConnectionsMXBean connections = server.bean("Connections", ConnectionsMXBean.class);
            server.order(() -> connections.drop(id));
            return Done.saying("disconnected connection " + id).with("connection", id);
        });
    }

    private static final class BanTime implements ITypeConverter<Duration> {
        private static final Duration LONGEST = Duration.ofDays(30);

        @Override
        public Duration convert(String text) {
            try {
                Duration time = HumanUnits.parse(text);
                if (time.toSeconds() >= 1 && time.compareTo(LONGEST) <= 0) {
                    return time;
                }
            } catch (IllegalArgumentException none) {
                // said below
            }
            throw new TypeConversionException("expected a duration such as 10m in 1s..30d, got '" + text + "'");
        }
    }
}
