package dev.sluice.cli;

import dev.sluice.jmx.ServerMXBean;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "set",
        description = {
            "Changes one key of the configuration.",
            "It has to be one that needs no restart, and holds until the next reload or restart."
        })
final class SetCommand implements Callable<Integer> {
    private final Operator operator;

    @Mixin
    private AnswerOptions options;

    @Parameters(index = "0", paramLabel = "KEY", description = "Such as limits.maxConnections.")
    private String key;

    @Parameters(index = "1", paramLabel = "VALUE", description = "As it would be written in the file.")
    private String value;

    SetCommand(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() throws FailedException, InterruptedException {
        return operator.perform(options, server -> {
            ServerMXBean bean = server.bean("Server", ServerMXBean.class);
            return ConfigurationDone.of(server, () -> bean.change(key, value));
        });
    }
}
