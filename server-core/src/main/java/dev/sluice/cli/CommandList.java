package dev.sluice.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** All commands, by their names, in the order in which help shows them. */
final class CommandList {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final Map<String, Supplier<Object>> local = new LinkedHashMap<>();
    private final Map<String, Supplier<Object>> looking = new LinkedHashMap<>();
    private final Map<String, Supplier<Object>> changing = new LinkedHashMap<>();

    CommandList(ServerRunner runner, Installation installation, Operator operator) {
        PrintWriter out = operator.out();
        local.put("run", () -> new RunCommand(runner, installation));
        local.put("check", () -> new CheckCommand(installation, out));
        local.put("sign", () -> new SignCommand(installation, out, InstantSource.system()));
        local.put("version", () -> new VersionCommand(out));
        local.put("help", HelpCommand::new);
        local.put("train", () -> new TrainCommand(runner, installation));

        looking.put("status", () -> new StatusCommand(operator));
        looking.put("streams", () -> new StreamsCommand(operator));
        looking.put("connections", () -> new ConnectionsCommand(operator));
        looking.put("plugins", () -> new PluginsCommand(operator));
        looking.put("recordings", () -> new RecordingsCommand(operator));
        looking.put("bans", () -> new BansCommand(operator));
        looking.put("blocked", () -> new BlockedCommand(operator));
        looking.put("config", () -> new ConfigCommand(operator));

        changing.put("drop", () -> new DropCommand(operator));
        changing.put("unban", () -> new UnbanCommand(operator));
        changing.put("unblock", () -> new UnblockCommand(operator));
        changing.put("record", () -> new RecordCommand(operator));
        changing.put("plugin", () -> new PluginCommand(operator));
        changing.put("set", () -> new SetCommand(operator));
        changing.put("reload", () -> new ReloadCommand(operator));
        changing.put("log", () -> new LogCommand(operator));
        changing.put("stop", () -> new StopCommand(operator, STOP_PATIENCE));
    }

    /** Adds the one that is asked for, or else all: reading the annotations of each takes a while. */
    void addTo(CommandLine sluice, String asked) {
        Map<String, Supplier<Object>> all = new LinkedHashMap<>(local);
        all.putAll(looking);
        all.putAll(changing);
        if (all.containsKey(asked) && !asked.equals("help")) {
            all.keySet().retainAll(Set.of(asked));
        }
        all.values().forEach(command -> sluice.addSubcommand(command.get()));
        sluice.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, this::describe);
    }

    private String describe(Help help) {
        return describe(help, "", local)
                + describe(help, "%nShow what the running server of this SLUICE_BASE does:%n", looking)
                + describe(help, "%nChange what it does:%n", changing);
    }

    private static String describe(Help help, String title, Map<String, Supplier<Object>> group) {
        Map<String, Help> shown = new LinkedHashMap<>(help.subcommands());
        shown.keySet().retainAll(group.keySet());
        return String.format(title) + help.commandList(shown);
    }
}
