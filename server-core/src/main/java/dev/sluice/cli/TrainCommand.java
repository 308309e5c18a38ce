package dev.sluice.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What {@code bin/sluice} runs to make the class data archive: a start that disturbs no running server. */
@Command(name = "train", hidden = true, description = "Starts on a free loopback port and stops at once.")
final class TrainCommand implements Callable<Integer> {
    /** Bundled plugins are loaded and stay idle: what is configured would work on the running server's files and ports. */
    private static final List<String> QUIETLY = List.of(
            "listeners=[{host: 127.0.0.1, port: 0}]",
            "auth.order=[]",
            "plugins.required=[]",
            "plugins.disabled=[]",
            "plugins.settings={}",
            "management.remote.enabled=false");

    private final ServerRunner runner;
    private final Installation installation;

    @Mixin
    private ConfigOptions options;

    TrainCommand(ServerRunner runner, Installation installation) {
        this.runner = runner;
        this.installation = installation;
    }

    @Override
    public Integer call() throws Exception {
        ConfigSource source = () -> options.load(installation, QUIETLY);
        return runner.run(new Launch(source.load(), source, installation.home(), installation.base(), true));
    }
}
