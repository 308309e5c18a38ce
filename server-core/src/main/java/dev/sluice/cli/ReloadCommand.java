package dev.sluice.cli;

import dev.sluice.jmx.ServerMXBean;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "reload",
        description = {
            "Has the server read its configuration again.",
            "It prints the keys that have changed, and those that need a restart. A configuration that is refused changes nothing; its faults go to standard error."
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
        return operator.perform(options, server -> {
            ServerMXBean bean = server.bean("Server", ServerMXBean.class);
            return ConfigurationDone.of(server, bean::reload);
        });
    }
}
