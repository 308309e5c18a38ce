package dev.sluice.cli;

import dev.sluice.config.ConfigException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "check", description = "Says whether the configuration would be accepted.")
final class CheckCommand implements Callable<Integer> {
    private final Installation installation;
    private final PrintWriter out;

    @Mixin
    private ConfigOptions options;

    CheckCommand(Installation installation, PrintWriter out) {
        this.installation = installation;
        this.out = out;
    }

    @Override
    public Integer call() throws ConfigException {
        options.load(installation, List.of());
        out.println(options.fileOf(installation) + ": ok");
        return 0;
    }
}
