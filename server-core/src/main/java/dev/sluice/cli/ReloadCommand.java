package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.ServerMXBean;
import java.util.ArrayList;
import java.util.Arrays;
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
            refusals.addAll(refusals(PluginsCommand.all(server), done));
            return done.with("refused", refusals);
        });
        if (!refusals.isEmpty()) {
            throw FailedException.refused(String.join("\n", refusals)).ofConfiguration();
        }
        return 0;
    }

    /** Plugins alone know what their settings mean, and are asked when the rest of the configuration holds already. */
    private static List<String> refusals(List<Row> plugins, Done done) {
        List<?> changed = Arrays.asList((Object[]) done.facts().get("changed"));
        return plugins.stream()
                .filter(plugin -> changed.contains("plugins.settings." + plugin.text("id")))
                .filter(plugin -> List.of("STARTED", "FAILED").contains(plugin.text("state")))
                .filter(plugin -> !plugin.text("cause").isEmpty())
                .map(plugin -> "plugin " + plugin.text("id") + ": " + plugin.text("cause"))
                .toList();
    }
}
