package dev.sluice.cli;

import dev.sluice.config.ConfigException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code sluice}: finds the command, and turns what goes wrong into lines on standard error and an exit code. */
@Command(
        name = "sluice",
        description = "A live RTMP server.",
        synopsisSubcommandLabel = "COMMAND",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:failed", "2:wrong usage, or a configuration that is refused"})
public final class SluiceCommand {
    private static final int FAILED = 1;
    private static final int REFUSED = 2;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this.")
    private boolean help;

    private SluiceCommand() {}

    /**
     * Runs one command line.
     *
     * @return the exit code: 0 done, 1 failed, 2 wrong usage or refused configuration
     */
    public static int execute(String[] args, ServerRunner runner, PrintStream out, PrintStream err) {
        return execute(args, runner, Installation.from(System::getProperty), out, err);
    }

    static int execute(
            String[] args, ServerRunner runner, Installation installation, PrintStream out, PrintStream err) {
        PrintWriter printed = writer(out);
        var operator = new Operator(
                ServerAccess.on(installation.base()),
                new TerminalWindow(Terminal.from(System::getProperty, System::getenv)),
                WatchClock::untilSignal,
                printed);
        return execute(args, new CommandList(runner, installation, operator), printed, writer(err));
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
        boolean unknown = e instanceof UnmatchedArgumentException
                && !command.getSubcommands().isEmpty()
                && !((UnmatchedArgumentException) e).getUnmatched().get(0).startsWith("-");
        String what = unknown
                ? "unknown command '"
                        + (name + " "
                                        + ((UnmatchedArgumentException) e)
                                                .getUnmatched()
                                                .get(0))
                                .strip() + "'"
                : e.getMessage();
        errors.println("sluice: " + ShownText.of(what) + " (see sluice help" + name + ")");
        return REFUSED;
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

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }
}
