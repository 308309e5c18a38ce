package dev.sluice.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that shows something of the running server, once or, with {@code --watch}, again and again. */
abstract class QueryCommand implements Callable<Integer> {
    private static final int MAX_SECONDS = 86_400;
    private static final String TO_TOP_LEFT = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final String CUT_LONG_LINES = "\u001b[?7l";
    private static final String WRAP_LONG_LINES = "\u001b[?7h";

    private final Operator operator;

    @Mixin
    private QueryOptions options;

    @Spec
    private CommandSpec spec;

    QueryCommand(Operator operator) {
        this.operator = operator;
    }

    /** @param rows more than these cannot be seen, so a table need not have more */
    abstract Answer ask(RunningServer server, int rows) throws FailedException;

    @Override
    public final Integer call() throws FailedException, InterruptedException {
        if (options.watches() && (options.watchSeconds() < 1 || options.watchSeconds() > MAX_SECONDS)) {
            throw new ParameterException(spec.commandLine(), "--watch: expected 1.." + MAX_SECONDS + " seconds");
        }
        try (RunningServer server = operator.access().connect()) {
            if (options.watches()) {
                watch(server);
            } else {
                print(ask(server, Terminal.UNLIMITED), operator.window().get());
            }
        }
        return 0;
    }

    private void print(Answer answer, Terminal terminal) {
        if (options.json()) {
            operator.print(Json.of(answer.data()));
        } else {
            answer.view().apply(terminal).forEach(operator::print);
        }
    }

    /** Ends without a word when whoever reads the output has gone. */
    private void watch(RunningServer server) throws FailedException, InterruptedException {
        try (WatchClock clock = operator.clock().get()) {
            boolean first = true;
            do {
                Terminal terminal = operator.window().get();
                if (terminal.interactive() && !options.json()) {
                    draw(ask(server, terminal.rows()).view().apply(terminal), terminal.rows());
                } else {
                    if (!first && !options.json()) {
                        operator.print("");
                    }
                    print(ask(server, Terminal.UNLIMITED), terminal);
                }
                first = false;
            } while (!operator.out().checkError() && clock.goesOn(options.watchSeconds()));
        }
    }

    /** Over what is there, in one write, so that nothing flickers; the last row stays free for the cursor. */
    private void draw(List<String> lines, int rows) {
        StringBuilder frame = new StringBuilder(TO_TOP_LEFT).append(CUT_LONG_LINES);
        int shown = lines.size() < rows ? lines.size() : rows - 2;
        lines.stream()
                .limit(shown)
                .forEach(line -> frame.append(line).append(CLEAR_LINE).append('\n'));
        if (shown < lines.size()) {
            frame.append("…").append(CLEAR_LINE).append('\n');
        }
        operator.out().print(frame.append(CLEAR_BELOW).append(WRAP_LONG_LINES));
        operator.out().flush();
    }
}
