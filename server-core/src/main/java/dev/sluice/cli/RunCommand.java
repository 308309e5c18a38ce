package dev.sluice.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "run", description = "Runs the server in the foreground.")
final class RunCommand implements Callable<Integer> {
    private final ServerRunner runner;
    private final Installation installation;

    @Mixin
    private ConfigOptions options;

    RunCommand(ServerRunner runner, Installation installation) {
        this.runner = runner;
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        ConfigSource source = () -> options.load(installation, List.of());
        return runner.run(new Launch(source.load(), source, installation.home(), installation.base(), false));
    }
}
