package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.cli.StreamArgument.Split;
import dev.sluice.jmx.RecordingsMXBean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "record",
        synopsisSubcommandLabel = "start|stop",
        description = "Starts or ends the recording of a stream.")
final class RecordCommand extends CommandGroup {
    private final Operator operator;

    RecordCommand(Operator operator) {
        this.operator = operator;
    }

    @Command(name = "start", description = "Has every recorder that is willing record a live stream.")
    int start(@Mixin StreamParameter parameter, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        StreamArgument stream = parameter.stream();
        return operator.perform(options, server -> {
            Split split = stream.locate(server);
            RecordingsMXBean recordings = server.bean("Recordings", RecordingsMXBean.class);
            server.order(() -> recordings.startRecording(split.application(), split.name()));
            return Done.saying(stream + " is being recorded").with("stream", stream.path());
        });
    }

    @Command(name = "stop", description = "Ends the recordings of a stream.")
    int stop(@Mixin StreamParameter parameter, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        StreamArgument stream = parameter.stream();
        return operator.perform(options, server -> {
            Split split = stream.locate(server);
            RecordingsMXBean recordings = server.bean("Recordings", RecordingsMXBean.class);
            int ended = server.ask(() -> recordings.stopRecording(split.application(), split.name()));
            return Done.saying("ended " + ended + (ended == 1 ? " recording of " : " recordings of ") + stream)
                    .with("stream", stream.path())
                    .with("recordings", ended);
        });
    }
}
