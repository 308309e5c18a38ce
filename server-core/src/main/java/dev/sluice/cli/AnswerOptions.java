package dev.sluice.cli;

import picocli.CommandLine.Option;

/** The options of every command that talks to a running server. */
class AnswerOptions {
    @Option(names = "--json", description = "Prints JSON, on one line.")
    private boolean json;

    boolean json() {
        return json;
    }
}
