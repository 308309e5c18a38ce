package dev.sluice.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** All commands, by their names, in the order in which help shows them. */
final class CommandList {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    CommandList(ServerRunner runner, Installation installation, Operator operator, PrintWriter out) {
        commands.put("run", () -> new RunCommand(runner, installation));
        commands.put("check", () -> new CheckCommand(installation, out));
        commands.put("sign", () -> new SignCommand(installation, out, InstantSource.system()));
        commands.put("version", () -> new VersionCommand(out));
        commands.put("status", () -> new StatusCommand(operator));
        commands.put("streams", () -> new StreamsCommand(operator));
        commands.put("connections", () -> new ConnectionsCommand(operator));
        commands.put("plugins", () -> new PluginsCommand(operator));
        commands.put("recordings", () -> new RecordingsCommand(operator));
        commands.put("bans", () -> new BansCommand(operator));
        commands.put("blocked", () -> new BlockedCommand(operator));
        commands.put("drop", () -> new DropCommand(operator));
        commands.put("unban", () -> new UnbanCommand(operator));
        commands.put("unblock", () -> new UnblockCommand(operator));
        commands.put("record", () -> new RecordCommand(operator));
        commands.put("plugin", () -> new PluginCommand(operator));
        commands.put("config", () -> new ConfigCommand(operator));
        commands.put("set", () -> new SetCommand(operator));
        commands.put("reload", () -> new ReloadCommand(operator));
        commands.put("log", () -> new LogCommand(operator));
        commands.put("stop", () -> new StopCommand(operator, STOP_PATIENCE));
        commands.put("train", () -> new TrainCommand(runner, installation));
        commands.put("help", CommandLine.HelpCommand::new);
    }

    /** Adds the one that is asked for, or else all: reading the annotations of each takes a while. */
    void addTo(CommandLine sluice, String asked) {
        Supplier<Object> only = asked.equals("help") ? null : commands.get(asked);
        if (only != null) {
            sluice.addSubcommand(only.get());
        } else {
            commands.values().forEach(command -> sluice.addSubcommand(command.get()));
        }
    }
}
