package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.ServerMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reload",
        description = {
            "Has the server read its configuration again.",
            "It prints the keys that have changed, and those that need a restart. A configuration that is refused changes nothing; its faults go to standard error.",
            "A plugin that refuses its settings goes on as it was; that is told there as well, with exit code 1."
        })
final class ReloadCommand implements Callable<Integer> {
    private final Operator operator;

    @Mixin
    private AnswerOptions options;

    ReloadCommand(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() throws FailedException, InterruptedException {
        List<String> refusals = new ArrayList<>();
        operator.perform(options, server -> {
            ServerMXBean bean = server.bean("Server", ServerMXBean.class);
            Done done = ConfigurationDone.of(server, bean::reload);
            refusals.addAll(List.of((String[]) done.facts().get("refused")));
            return done;
        });
        if (!refusals.isEmpty()) {
            throw FailedException.refused(String.join("\n", refusals)).ofConfiguration();
        }
        return 0;
    }
}
