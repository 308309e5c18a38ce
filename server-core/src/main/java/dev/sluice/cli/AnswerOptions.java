package dev.sluice.cli;

import picocli.CommandLine.Option;

/** The options of every command that talks to a running server. */
class AnswerOptions {
    @Option(names = "--json", description = "Prints JSON, on one line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    boolean json() {
        return json;
    }
}
