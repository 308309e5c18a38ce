package dev.sluice.cli;

import dev.sluice.config.ConfigException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code sluice}: finds the command, and turns what goes wrong into lines on standard error and an exit code. */
@Command(
        name = "sluice",
        description = "A live RTMP server.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage, or a configuration that is refused"})
public final class SluiceCommand {
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int REFUSED = 2;
    /** Of an option at the end, or with another option where its value should be. */
    private static final Pattern NO_VALUE = Pattern.compile("(Missing required|Expected) parameter for option ");

    private static final Pattern QUOTED = Pattern.compile("'([^']+)'");
    private static final Pattern NO_NUMBER = Pattern.compile("^(.*) is not an? (int|long)$", Pattern.DOTALL);

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Shows this.")
    private boolean help;

    private SluiceCommand() {}

    /**
     * Runs one command line.
     *
     * @return the exit code: 0 done, 1 failed, 2 wrong usage or refused configuration
     */
    public static int execute(String[] args, ServerRunner runner, OutputStream out, OutputStream err) {
        return execute(args, runner, Installation.from(System::getProperty), out, err);
    }

    static int execute(
            String[] args, ServerRunner runner, Installation installation, OutputStream out, OutputStream err) {
        var output = new StandardOutput(out);
        PrintWriter printed = writer(output);
        PrintWriter errors = writer(err);
        var operator = new Operator(
                ServerAccess.on(installation.base()),
                new TerminalWindow(Terminal.from(System::getProperty, System::getenv)),
                WatchClock::untilSignal,
                printed);
        int exitCode = execute(args, new CommandList(runner, installation, operator), printed, errors);
        printed.flush();
        return exitCode == DONE ? delivered(output, errors) : exitCode;
    }

    private static int delivered(StandardOutput output, PrintWriter errors) {
        Optional<String> loss = output.loss();
        loss.ifPresent(reason -> errors.println("sluice: the output is lost: " + reason));
        return loss.isEmpty() ? DONE : FAILED;
    }

    static int execute(String[] args, CommandList commands, PrintWriter out, PrintWriter errors) {
        CommandLine sluice = new CommandLine(new SluiceCommand());
        commands.addTo(sluice, args.length == 0 ? "" : args[0]);
        sluice.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                // a value may begin with one
                .setExpandAtFiles(false)
                .setOut(out)
                .setErr(errors)
                .setParameterExceptionHandler((e, arguments) -> wrongUsage(e, errors))
                .setExecutionExceptionHandler((e, command, result) -> failed(e, errors));
        if (args.length == 0) {
            sluice.usage(errors);
            return REFUSED;
        }
        return sluice.execute(args);
    }

    private static int wrongUsage(ParameterException e, PrintWriter errors) {
        CommandLine command = e.getCommandLine();
        String name = command.getCommandSpec().qualifiedName().substring("sluice".length());
        errors.println("sluice: " + ShownText.of(fault(e, name)) + " (see sluice help" + name + ")");
        return REFUSED;
    }

    /** Not in picocli's words, which speak of indexes and of types of Java. */
    private static String fault(ParameterException e, String command) {
        if (e instanceof MissingParameterException incomplete) {
            return missing(incomplete);
        }
        if (e instanceof UnmatchedArgumentException unmatched) {
            String first = unmatched.getUnmatched().get(0);
            if (first.startsWith("-")) {
                return "unknown option '" + first + "'";
            }
            return e.getCommandLine().getSubcommands().isEmpty()
                    ? "unexpected argument '" + first + "'"
                    : "unknown command '" + (command + " " + first).strip() + "'";
        }
        ArgSpec argument = e.getArgSpec();
        String[] message = e.getMessage().split(": ", 2);
        if (argument == null || !message[0].startsWith("Invalid value for ") || message.length < 2) {
            return e.getMessage();
        }
        return name(argument) + ": " + NO_NUMBER.matcher(message[1]).replaceFirst("expected a whole number, got $1");
    }

    private static String missing(MissingParameterException e) {
        if (NO_VALUE.matcher(e.getMessage()).lookingAt()) {
            ArgSpec option = e.getMissing().get(0);
            return name(option) + ": expected " + option.paramLabel();
        }
        // the exception itself has but one of them
        return QUOTED.matcher(e.getMessage())
                .results()
                .map(match -> match.group(1))
                .collect(Collectors.joining(" ", "expected ", ""));
    }

    private static String name(ArgSpec argument) {
        return argument.isOption() ? ((OptionSpec) argument).longestName() : argument.paramLabel();
    }

    private static int failed(Exception e, PrintWriter errors) {
        if (e instanceof ConfigException refused) {
            refused.problems().forEach(errors::println);
            return REFUSED;
        }
        if (e instanceof RefusedException refused) {
            refused.problems().forEach(errors::println);
            return REFUSED;
        }
        if (e instanceof FailedException failed) {
            failed.lines().forEach(errors::println);
            return FAILED;
        }
        errors.println("sluice: " + (e.getMessage() == null ? e : e.getMessage()));
        return FAILED;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
