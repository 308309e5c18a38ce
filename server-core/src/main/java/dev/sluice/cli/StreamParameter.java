package dev.sluice.cli;

import picocli.CommandLine.Parameters;

/** The stream that a command is about. */
final class StreamParameter {
    @Parameters(paramLabel = "STREAM", converter = StreamArgument.Converter.class, description = "Such as live/cam1.")
    private StreamArgument stream;

    StreamArgument stream() {
        return stream;
    }
}
