package dev.sluice.cli;

import dev.sluice.cli.Operator.Done;
import dev.sluice.jmx.PluginHostMXBean;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "plugin",
        synopsisSubcommandLabel = "start|stop|install|update|uninstall",
        description = "Starts, stops, installs, updates or uninstalls a plugin.")
final class PluginCommand extends CommandGroup {
    private static final String ID = "Its Plugin-Id, as \"plugins\" shows it.";
    private static final String FILE = "A .jar or .zip.";

    private final Operator operator;

    PluginCommand(Operator operator) {
        this.operator = operator;
    }

    @Command(name = "start", description = "Starts a plugin, whether it was stopped, has failed or is in quarantine.")
    int start(@Parameters(paramLabel = "ID", description = ID) String id, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        return known(id, "started ", PluginHostMXBean::start, options);
    }

    @Command(
            name = "stop",
            description = {
                "Stops a plugin until it is started again, or the server is.",
                "While an authenticator is stopped, nobody is let in that it guards."
            })
    int stop(@Parameters(paramLabel = "ID", description = ID) String id, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        return known(id, "stopped ", PluginHostMXBean::stop, options);
    }

    @Command(name = "install", description = "Copies a plugin into the plugin folder and starts it.")
    int install(@Parameters(paramLabel = "FILE", description = FILE) Path file, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        return given(file, "installed ", PluginHostMXBean::install, options);
    }

    @Command(
            name = "update",
            description = {"Replaces a plugin by another version.", "If that does not start, the old one goes on."})
    int update(@Parameters(paramLabel = "FILE", description = FILE) Path file, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        return given(file, "updated ", PluginHostMXBean::update, options);
    }

    @Command(name = "uninstall", description = "Stops a plugin and deletes its file.")
    int uninstall(@Parameters(paramLabel = "ID", description = ID) String id, @Mixin AnswerOptions options)
            throws FailedException, InterruptedException {
        return known(id, "uninstalled ", PluginHostMXBean::uninstall, options);
    }

    private int known(String id, String done, BiConsumer<PluginHostMXBean, String> order, AnswerOptions options)
            throws FailedException, InterruptedException {
        return operator.perform(options, server -> {
            PluginHostMXBean host = server.bean("PluginHost", PluginHostMXBean.class);
            server.order(() -> order.accept(host, id));
            return Done.saying(done + id).with("plugin", id);
        });
    }

    /** The server has another working directory. */
    private int given(Path file, String done, BiFunction<PluginHostMXBean, String, String> order, AnswerOptions options)
            throws FailedException, InterruptedException {
        String path = file.toAbsolutePath().normalize().toString();
        return operator.perform(options, server -> {
            PluginHostMXBean host = server.bean("PluginHost", PluginHostMXBean.class);
            String id = server.ask(() -> order.apply(host, path));
            return Done.saying(done + id).with("plugin", id).with("file", path);
        });
    }
}
