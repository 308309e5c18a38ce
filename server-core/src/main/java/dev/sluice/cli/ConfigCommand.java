package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.ServerMXBean;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "config",
        description = {
            "Prints the configuration that holds now.",
            "It is that of the file with all defaults, and with what \"set\" has changed. Secrets are \"***\"."
        })
final class ConfigCommand implements Callable<Integer> {
    private final Operator operator;

    @Mixin
    private AnswerOptions options;

    ConfigCommand(Operator operator) {
        this.operator = operator;
    }

    @Override
    public Integer call() throws FailedException, InterruptedException {
        return operator.perform(options, server -> {
            ServerMXBean bean = server.bean("Server", ServerMXBean.class);
            String yaml = server.ask(bean::effectiveConfiguration);
            return new Done(yaml.lines().map(ShownText::keepingIndent).toList(), Map.of("configuration", yaml));
        });
    }
}
