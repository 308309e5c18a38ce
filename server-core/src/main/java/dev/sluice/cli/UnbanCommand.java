package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.cli.StreamArgument.Split;
import dev.sluice.jmx.StreamsMXBean;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "unban", description = "Lets a stream be published again that was banned.")
final class UnbanCommand implements Callable<Integer> {
    private final Operator operator;

    @Mixin
    private AnswerOptions options;

    @Mixin
    private StreamParameter parameter;

    UnbanCommand(Operator operator) {
        this.operator = operator;
    }

    /** A banned stream need not be there, so no split of its path is ruled out. */
    @Override
    public Integer call() throws FailedException, InterruptedException {
        StreamArgument stream = parameter.stream();
        return operator.perform(options, server -> {
            StreamsMXBean streams = server.bean("Streams", StreamsMXBean.class);
            for (Split split : stream.splits()) {
                if (server.ask(() -> streams.liftBan(split.application(), split.name()))) {
                    return Done.saying(stream + " may be published again")
                            .with("stream", stream.path())
                            .with("lifted", true);
                }
            }
            return Done.saying(stream + " was not banned")
                    .with("stream", stream.path())
                    .with("lifted", false);
        });
    }
}
