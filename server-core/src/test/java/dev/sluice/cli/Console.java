package dev.sluice.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** Runs {@code sluice} commands against beans, and shows what they print. */
final class Console {
    private final ServerAccess access;
    private final Terminal terminal;
    private final Supplier<WatchClock> clock;

    /** What came of a command. */
    record Result(int exitCode, String output, String errors) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    Console(ServerAccess access, Terminal terminal, Supplier<WatchClock> clock) {
        this.access = access;
        this.terminal = terminal;
        this.clock = clock;
    }

    static Console of(StandIn server) {
        return new Console(() -> new RunningServer(server.beans(), () -> {}), Terminal.NONE, Console::unexpected);
    }

    static WatchClock unexpected() {
        throw new AssertionError("nothing is watched here");
    }

    Result sluice(String... arguments) {
        var out = new ByteArrayOutputStream();
        var errors = new ByteArrayOutputStream();
        var operator = new Operator(access, () -> terminal, clock, writer(out));
        var commands = new CommandList(
                launch -> {
                    throw new AssertionError("no server is run here");
                },
                new Installation(Path.of(""), Path.of("")),
                operator);
        int exitCode = SluiceCommand.execute(arguments, commands, operator.out(), writer(errors));
        return new Result(exitCode, out.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    private static PrintWriter writer(ByteArrayOutputStream bytes) {
        return new PrintWriter(bytes, true, StandardCharsets.UTF_8);
    }
}
